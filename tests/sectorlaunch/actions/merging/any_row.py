"""A row of any table, filled with whatever it needs, so that a table nobody thought of is tested as well."""

from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import count
from typing import Any

from sqlalchemy import Column
from sqlmodel import Session, SQLModel, col, select

from sectorlaunch.actions.merging.moves import CLASSES
from sectorlaunch.actions.merging.rows import uniques
from sectorlaunch.tables import Partnership, Person

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
_numbers = count(1)


def make(session: Session, kind: type[SQLModel], /, **given: Any) -> SQLModel:
    """A stored row with what is given and, for the rest that is required, something new."""
    table = kind.__table__  # type: ignore[attr-defined]
    values = {
        column.name: _something(session, kind, column)
        for column in table.columns
        if column.name not in given and _is_required(kind, column)
    }
    row = kind(**{**values, **given})
    session.add(row)
    session.flush()
    return row


def make_in_place(session: Session, kind: type[SQLModel], /, **given: Any) -> SQLModel:
    """The same with everything filled in that makes its place unique."""
    table = kind.__table__  # type: ignore[attr-defined]
    for unique in uniques(table):
        for name in unique - set(given) - {column.name for column in table.primary_key}:
            for link in table.columns[name].foreign_keys:
                given[name] = getattr(make(session, CLASSES[link.column.table.name]), link.column.name)
    return make(session, kind, **given)


def person(session: Session, name: str, **given: Any) -> int:
    """On the list of one partnership, the same for all of them."""
    home = session.exec(select(Partnership).order_by(col(Partnership.id))).first() or make(
        session, Partnership
    )
    row = make(session, Person, **{"name": name, "partnership_id": getattr(home, "id"), **given})  # noqa: B009
    assert isinstance(row, Person)
    return row.pk


def columns_to_people() -> list[str]:
    """Every column of every table that refers to a person, as table.column."""
    return [
        f"{name}.{column.name}"
        for name, kind in sorted(CLASSES.items())
        for column in kind.__table__.columns  # type: ignore[attr-defined]
        if any(link.column.table.name == "person" for link in column.foreign_keys)
    ]


def _is_required(kind: type[SQLModel], column: Column[Any]) -> bool:
    return kind.model_fields[column.name].is_required()


def _something(session: Session, kind: type[SQLModel], column: Column[Any]) -> Any:
    for link in column.foreign_keys:
        return getattr(make(session, CLASSES[link.column.table.name]), link.column.name)
    wanted = kind.model_fields[column.name].annotation
    known: dict[Any, Any] = {datetime: NOW, date: NOW.date(), bool: False, bytes: b"content"}
    if wanted in known:
        return known[wanted]
    assert isinstance(wanted, type), f"say what to put into {column}"
    if issubclass(wanted, StrEnum):
        return next(iter(wanted))
    number = next(_numbers)
    if issubclass(wanted, int):
        return number
    assert issubclass(wanted, str), f"say what to put into {column}"
    return f"{column.name}{number}"[: getattr(column.type, "length", None) or 60]
