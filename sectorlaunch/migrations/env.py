"""Run by Alembic: migrates with the engine that `sectorlaunch.migrations` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from sectorlaunch import tables  # noqa: F401  (fills the metadata)
from sectorlaunch.database import open_database
from sectorlaunch.settings import Settings
from sectorlaunch.tables.columns import Words


def _plain(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Writes our column types into a migration as what they are in the database, so that history needs no code of ours."""
    if kind == "type" and isinstance(item, Words | AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=_plain,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


engine: Engine = context.config.attributes.get("engine") or open_database(Settings())
with engine.begin() as connection:
    _migrate(connection)
