"""Points every row that refers to one entry to another, table by table, and settles where both hold one place."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, UniqueConstraint
from sqlmodel import Session, SQLModel, select

from sectorlaunch.actions.merging import rules
from sectorlaunch.actions.merging.moves import CLASSES, Moves, key_of, shape
from sectorlaunch.tables import AboutKind


class Repointing:
    def __init__(self, session: Session, now: datetime, moves: Moves, kept_name: str) -> None:
        self._session, self._now, self._moves, self._kept_name = session, now, moves, kept_name

    def all(self, parent: str, old: int, new: int) -> None:
        """Every row that refers to row `old` of a table refers to row `new` of it afterward."""
        for kind in CLASSES.values():
            for column in _referring(kind, parent):
                for row in self._where(kind, column, old):
                    self._place(row, {column: new})

    def occurrences(self, old: int, new: int) -> None:
        """What is about person:old is about person:new, and in words too."""
        for kind, column in _columns(rules.OCCURRENCES):
            about_kind, about_id = rules.ABOUT[str(kind.__tablename__)]
            for row in self._where(kind, column, f"person:{old}"):
                self._place(row, {column: f"person:{new}", about_id: new})
            for row in self._where(kind, about_id, old):
                if getattr(row, about_kind) is AboutKind.PERSON:
                    self._moves.change(row, {about_id: new})

    def numbers_in_json(self, old: int, new: int) -> None:
        for kind, column in _columns(rules.NUMBERS_IN_JSON):
            for row in self._session.exec(select(kind)).all():
                held = getattr(row, column)
                if old in held.values():
                    self._moves.change(
                        row, {column: {name: new if who == old else who for name, who in held.items()}}
                    )

    def _where(self, kind: type[SQLModel], column: str, value: object) -> list[SQLModel]:
        table: Table = kind.__table__  # type: ignore[attr-defined]
        found = select(kind).where(getattr(kind, column) == value).order_by(*table.primary_key)
        return list(self._session.exec(found).all())

    def _place(self, row: SQLModel, values: dict[str, Any]) -> None:
        rival = self._rival(row, values)
        if rival is None:
            self._moves.change(row, values)
        elif shape(row).name in rules.KEPT_BESIDE:
            self._keep_beside(rival, row, values)
        else:
            self._combine(rival, row)

    def _rival(self, row: SQLModel, values: dict[str, Any]) -> SQLModel | None:
        """The row that has the place already which this one would come to."""
        table = shape(row)
        for unique in uniques(table):
            if not unique & set(values):
                continue
            place = {name: values.get(name, getattr(row, name)) for name in unique}
            if None in place.values():
                continue
            found = self._session.exec(
                select(type(row)).where(*(getattr(type(row), name) == value for name, value in place.items()))
            ).first()
            if found is not None and key_of(found) != key_of(row):
                return found
        return None

    def _combine(self, kept: SQLModel, gone: SQLModel) -> None:
        """One row of the two, with what hangs on the other; the other is set aside."""
        table = shape(kept)
        fixed = {column.name for column in table.primary_key}.union(*uniques(table))
        values = {
            column.name: getattr(gone, column.name)
            for column in table.columns
            if column.name not in fixed and _is_blank(getattr(kept, column.name))
        }
        settle = rules.COMBINED.get(table.name)
        if settle is not None:
            values |= settle(self._session, kept, gone)
        self._moves.change(kept, values)
        (old,), (new,) = key_of(gone).values(), key_of(kept).values()
        self.all(table.name, old, new)
        self._moves.set_aside(gone)

    def _keep_beside(self, kept: SQLModel, gone: SQLModel, values: dict[str, Any]) -> None:
        """Both rows stay; the one that counts comes to the place, the other takes the one that became free."""
        rank, end = rules.KEPT_BESIDE[shape(kept).name]
        loser = gone
        if rank(gone) > rank(kept):
            loser = kept
            self._swap(kept, gone, list(values))
        self._moves.change(loser, end(loser, self._now, self._kept_name))

    def _swap(self, kept: SQLModel, gone: SQLModel, columns: list[str]) -> None:
        """Changes the places of two rows by way of a third that nobody has."""
        there = {name: getattr(kept, name) for name in columns}
        here = {name: getattr(gone, name) for name in columns}
        occurrence = {"occurrence": getattr(kept, "occurrence")}  # noqa: B009
        self._moves.change(kept, {"occurrence": f"{occurrence['occurrence']}~"[-80:]})
        self._moves.change(gone, there)
        self._moves.change(kept, {**occurrence, **here})


def _referring(kind: type[SQLModel], parent: str) -> list[str]:
    table: Table = kind.__table__  # type: ignore[attr-defined]
    return [
        column.name
        for column in table.columns
        if f"{table.name}.{column.name}" not in rules.STAYS
        and any(link.column.table.name == parent for link in column.foreign_keys)
    ]


def _columns(named: frozenset[str]) -> list[tuple[type[SQLModel], str]]:
    pairs = (name.split(".") for name in sorted(named))
    return [(CLASSES[table], column) for table, column in pairs]


def uniques(table: Table) -> list[frozenset[str]]:
    """The sets of columns no two rows may share."""
    found = [
        frozenset(column.name for column in constraint.columns)
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    found += [frozenset(column.name for column in index.columns) for index in table.indexes if index.unique]
    if len(table.primary_key) > 1 or any(column.foreign_keys for column in table.primary_key):
        found.append(frozenset(column.name for column in table.primary_key))
    return found


def _is_blank(value: object) -> bool:
    return value is None or value in ("", False, [], {})
