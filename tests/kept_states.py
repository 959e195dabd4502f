"""What is in a database, kept and put back: tests share the beginning of a launch instead of walking to it again."""

import sqlite3
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, StaticPool, text
from sqlmodel import SQLModel

_WITHOUT_GUARDS = text("SET LOCAL session_replication_role = replica")
"""No triggers, and no order among tables."""
_COUNTED = "FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL"


class State(Protocol):
    """All rows of our tables as they were."""

    def put_back(self) -> None:
        """Has the database hold these rows and no others."""


def keep(engine: Engine) -> State | None:
    """The state of a database that tests share; None for one in a file, where other connections are open."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            return _OnAServer(
                engine,
                {table: _copied(connection, table) for table in _filled(connection)},
                _counts(connection),
            )
    if not isinstance(engine.pool, StaticPool):
        return None
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    driver(engine).backup(kept)
    return _InMemory(engine, kept)


def is_empty(engine: Engine) -> bool:
    """Whether no table of ours has a row."""
    with engine.begin() as connection:
        return not _filled(connection)


def driver(engine: Engine) -> sqlite3.Connection:
    """The one connection of a database in memory."""
    with engine.connect() as connection:
        found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


def empty(connection: Connection) -> None:
    """Like TRUNCATE … RESTART IDENTITY of all tables, which takes a fifth of a second however little is in them."""
    connection.execute(_WITHOUT_GUARDS)
    for table in _filled(connection):
        connection.execute(text(f'DELETE FROM "{table}"'))
    connection.execute(text(f"SELECT setval(quote_ident(sequencename)::regclass, 1, false) {_COUNTED}"))


@dataclass
class _InMemory:
    engine: Engine
    kept: sqlite3.Connection

    def put_back(self) -> None:
        self.kept.backup(driver(self.engine))


@dataclass
class _OnAServer:
    engine: Engine
    rows: dict[str, bytes]
    counts: dict[str, int]

    def put_back(self) -> None:
        with self.engine.begin() as connection:
            empty(connection)
            cursor = _cursor(connection)
            for table, rows in self.rows.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
            for sequence, last in self.counts.items():
                cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", (sequence, last))


def _filled(connection: Connection) -> list[str]:
    each = (
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in SQLModel.metadata.tables
    )
    return list(connection.execute(text(" UNION ALL ".join(each))).scalars())


def _copied(connection: Connection, table: str) -> bytes:
    with _cursor(connection).copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(bytes(part) for part in copy)


def _counts(connection: Connection) -> dict[str, int]:
    found = connection.execute(text(f"SELECT sequencename, last_value {_COUNTED}"))
    return {row.sequencename: row.last_value for row in found}


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()
