"""Rows for every table of a database as it was at some revision, made from its own shape: no code of ours is asked."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    insert,
    null,
    select,
)
from sqlalchemy.types import Boolean, Numeric

from tests.sample import count_on

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
Rows = dict[str, list[dict[str, Any]]]


def shape_of(connection: Connection) -> MetaData:
    """The tables as they are in the database."""
    found = MetaData()
    found.reflect(connection)
    found.remove(found.tables["alembic_version"])
    return found


def fill(connection: Connection, rows: int = 2, *, with_gaps: bool = False) -> None:
    """Puts some rows into every table; each refers to one row of every table it knows.

    `with_gaps` leaves out of the last row of each table whatever may be left out.
    """
    shape = shape_of(connection)
    for table in shape.sorted_tables:
        for number in range(1, rows + 1):
            values = row(connection, table, number)
            if with_gaps and number == rows:
                may_be_empty = {column.name for column in table.columns if column.nullable}
                values |= dict.fromkeys(may_be_empty, null())
            connection.execute(insert(table).values(values))
    count_on(connection, shape.sorted_tables)


def row(connection: Connection, table: Table, number: int, **given: Any) -> dict[str, Any]:
    """A row of a table with a number of its own, and what is given."""
    return {column.name: _something(connection, column, number) for column in table.columns} | given


def everything(connection: Connection) -> Rows:
    return {
        table.name: [
            dict(found._mapping) for found in connection.execute(select(table).order_by(*table.primary_key))
        ]
        for table in shape_of(connection).sorted_tables
    }


def _something(connection: Connection, column: Column[Any], number: int) -> Any:
    for link in column.foreign_keys:
        parent = link.column.table
        if parent is column.table:
            return 1 if number > 1 else None
        known = connection.execute(select(link.column).order_by(link.column)).scalars().all()
        return known[(number - 1) % len(known)] if known else None
    length = getattr(column.type, "length", None) or 60
    match column.type:
        case JSON():
            return {"number": number}
        case Boolean():
            return number % 2 == 0
        case DateTime():
            return NOW if getattr(column.type, "timezone", False) else NOW.replace(tzinfo=None)
        case Date():
            return date(2026, 3, number)
        case LargeBinary():
            return b"content"
        case Numeric():
            return number
    if column.type.python_type is int:
        return number
    return f"{column.name}-{number}"[-length:]
