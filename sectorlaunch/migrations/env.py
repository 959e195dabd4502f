"""Run by Alembic: migrates with the engine that `sectorlaunch.migrations` hands over."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from sectorlaunch import migrations, tables  # noqa: F401  (fills the metadata)
from sectorlaunch.database import open_database
from sectorlaunch.errors import BrokenReferences
from sectorlaunch.migrations import history_guard
from sectorlaunch.settings import Settings
from sectorlaunch.tables.columns import Words

ONE_AT_A_TIME = 0x5EC7
"""A number for PostgreSQL's lock, of no meaning beside being ours."""


def _plain(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Writes our column types into a migration as what they are in the database, so that history needs no code of ours."""
    if kind == "type" and isinstance(item, Words | AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def _migrate(connection: Connection) -> bool:
    """Whether there was something to migrate."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=_plain,
        transactional_ddl=True,
    )
    if connection.dialect.name == "postgresql":
        # Two machines that start together: the second finds the work done.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
    before = context.get_context().get_current_heads()
    newest = migrations.newest()
    if "destination_rev" not in context.get_context().opts:
        is_settled = True  # asked only to compare or to show: no table changes
    else:
        is_at_rest = before == (newest,) and context.get_revision_argument() in (newest, (newest,))
        is_settled = is_at_rest and history_guard.is_up(connection)
    if not is_settled:
        history_guard.take_down(connection)
    with context.begin_transaction():
        context.run_migrations()
    if not is_settled:
        history_guard.put_up(connection)
    return context.get_context().get_current_heads() != before


@contextmanager
def _without_references(connection: Connection) -> Iterator[None]:
    """SQLite changes many a table by filling a new one and dropping the old, which rows that refer to it forbid."""
    if connection.dialect.name != "sqlite":
        yield
        return
    sqlite = connection.connection.driver_connection
    assert isinstance(sqlite, sqlite3.Connection)
    (enforced,) = sqlite.execute("PRAGMA foreign_keys").fetchone()
    sqlite.execute("PRAGMA foreign_keys = OFF")  # before the transaction begins: within one it does nothing
    try:
        yield
    finally:
        sqlite.execute(f"PRAGMA foreign_keys = {enforced}")


def _check_references(connection: Connection) -> None:
    """What was not enforced meanwhile. Raises BrokenReferences, so that nothing is committed."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        counts = Counter((table, parent) for table, _row, parent, _key in broken)
        said = ", ".join(
            f"{many} from {table} to {parent}" for (table, parent), many in sorted(counts.items())
        )
        raise BrokenReferences(
            f"The tables could not be upgraded, and are as they were: rows refer to others that are gone ({said}). "
            "Restore a backup, or remove those rows."
        )


engine: Engine = context.config.attributes.get("engine") or open_database(Settings())
with engine.connect() as connection, _without_references(connection), connection.begin():
    if _migrate(connection):
        _check_references(connection)
