"""What the columns hold, asked before a row is written: the same sentence whatever the database.

SQLite takes three hundred characters into a column of two hundred, and a zero byte; PostgreSQL takes neither, and says so
in words of its own.
"""

import re
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, String, event
from sqlalchemy.orm import Mapper
from sqlmodel import SQLModel

from sectorlaunch.errors import BadInput

LARGEST_NUMBER = 2**31 - 1
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def check(row: SQLModel) -> None:
    """Raises BadInput for what a column of this row cannot hold, naming what it is and how much may be."""
    values = row.__dict__
    for name, title, most, is_number in _bounds(type(row)):
        value = values.get(name)
        if value is None:
            continue
        if is_number:
            if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
                raise BadInput(f"The {title} may be {LARGEST_NUMBER} at most. Nothing was stored.")
        elif isinstance(value, str):
            if most is not None and len(value) > most:
                raise BadInput(
                    f"The {title} may have {most} characters at most, and this has {len(value)}. Shorten it; "
                    "nothing was stored."
                )
            if _UNSTORABLE.search(value):
                raise BadInput(f"The {title} has characters in it that cannot be kept. Nothing was stored.")


@cache
def _bounds(table: type[SQLModel]) -> tuple[tuple[str, str, int | None, bool], ...]:
    """By attribute: what it is called, how many characters it takes, and whether it is a number."""
    columns: list[Column[Any]] = list(table.__table__.columns)  # type: ignore[attr-defined]
    return tuple(
        (column.key, column.name.replace("_", " "), getattr(column.type, "length", None), is_number)
        for column in columns
        if (is_number := _is_small_number(column)) or isinstance(_plain(column), String)
    )


def _is_small_number(column: Column[Any]) -> bool:
    return isinstance(_plain(column), Integer) and not isinstance(_plain(column), BigInteger)


def _plain(column: Column[Any]) -> Any:
    """The type underneath one of ours."""
    return getattr(column.type, "impl", column.type)


@event.listens_for(Mapper, "before_insert")
@event.listens_for(Mapper, "before_update")
def _before_writing(_mapper: Mapper[Any], _connection: object, row: object) -> None:
    if isinstance(row, SQLModel):
        check(row)
