"""Column shapes used by every table: the same on SQLite and PostgreSQL, readable in a plain database browser."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

SHORT = 200
LONG = 4000
"""Upper bounds of names and of notes, in characters."""


class Words(TypeDecorator[StrEnum]):
    """A StrEnum kept as its plain words, so that a migration needs no enum type."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


def words(kind: type[StrEnum], **options: Any) -> Any:
    return Field(sa_type=Words(kind), **options)


def json_of(make: Callable[[], Any] = dict) -> Any:
    return Field(default_factory=make, sa_type=JSON)


def open_index(name: str, *columns: str, where: str) -> Index:
    """A partial index: what is due stays cheap to find however much history there is."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
