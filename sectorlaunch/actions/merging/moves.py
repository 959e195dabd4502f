"""Changes of rows that are written down as they are made, so that they can be made undone, last one first."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Table
from sqlmodel import Session, SQLModel

from sectorlaunch import tables

CLASSES: dict[str, type[SQLModel]] = {
    str(table.__tablename__): table
    for table in (getattr(tables, name) for name in tables.__all__)
    if isinstance(table, type) and issubclass(table, SQLModel)
}
Key = dict[str, Any]
Move = dict[str, Any]


def shape(row: SQLModel) -> Table:
    found = row.__table__  # type: ignore[attr-defined]
    assert isinstance(found, Table)
    return found


def key_of(row: SQLModel) -> Key:
    return {column.name: getattr(row, column.name) for column in shape(row).primary_key}


class Moves:
    """What was done to rows of any table. Every change is flushed at once: the next one may need the room."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.made: list[Move] = []

    def change(self, row: SQLModel, values: Mapping[str, Any]) -> None:
        before = {name: getattr(row, name) for name in values}
        if before == dict(values):
            return
        for name, value in values.items():
            setattr(row, name, value)
        self._session.add(row)
        self._session.flush()
        self.made.append(
            {
                "table": shape(row).name,
                "key": _plain(key_of(row)),
                "before": _plain(before),
                "after": _plain(dict(values)),
            }
        )

    def set_aside(self, row: SQLModel) -> None:
        """Takes a row out of its table and keeps all of it here."""
        whole = {column.name: getattr(row, column.name) for column in shape(row).columns}
        self._session.delete(row)
        self._session.flush()
        self.made.append({"table": shape(row).name, "row": _plain(whole)})


class Undo:
    """Takes moves back. What somebody has changed since stays as they left it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._renumbered: dict[tuple[str, Any], Any] = {}
        self.left: list[str] = []
        """The tables of rows that had changed since, one entry for each."""

    def all(self, moves: list[Move]) -> None:
        for move in reversed(moves):
            if "row" in move:
                self._put_back(move)
            else:
                self._change_back(move)
            self._session.flush()
        # Words read from JSON become the values they stand for when they are read from their table.
        self._session.expire_all()

    def _put_back(self, move: Move) -> None:
        kind = CLASSES[move["table"]]
        values = self._with_new_numbers(kind, _read(move["row"]))
        key = {column.name: values[column.name] for column in kind.__table__.primary_key}  # type: ignore[attr-defined]
        if self._session.get(kind, key) is None:
            self._session.add(kind(**values))
            return
        # SQLite gives the highest number out again once its row is gone.
        (number,) = key
        row = kind(**{name: value for name, value in values.items() if name != number})
        self._session.add(row)
        self._session.flush()
        self._renumbered[(move["table"], key[number])] = getattr(row, number)

    def _change_back(self, move: Move) -> None:
        kind = CLASSES[move["table"]]
        key = _read(move["key"])
        key = {name: self._renumbered.get((move["table"], value), value) for name, value in key.items()}
        row = self._session.get(kind, key)
        after, before = _read(move["after"]), _read(move["before"])
        if row is None or any(getattr(row, name) != value for name, value in after.items()):
            self.left.append(move["table"])
            return
        for name, value in self._with_new_numbers(kind, before).items():
            setattr(row, name, value)
        self._session.add(row)

    def _with_new_numbers(self, kind: type[SQLModel], values: dict[str, Any]) -> dict[str, Any]:
        table: Table = kind.__table__  # type: ignore[attr-defined]
        for name in values:
            for link in table.columns[name].foreign_keys:
                values[name] = self._renumbered.get((link.column.table.name, values[name]), values[name])
        return values


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """The same as JSON can hold it."""
    return {name: _as_json(value) for name, value in values.items()}


def _as_json(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return {"$at": value.isoformat()}
    if isinstance(value, date):
        return {"$on": value.isoformat()}
    return value


def _read(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _from_json(value) for name, value in values.items()}


def _from_json(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"$at"}:
        return datetime.fromisoformat(value["$at"])
    if isinstance(value, dict) and set(value) == {"$on"}:
        return date.fromisoformat(value["$on"])
    return value
