"""The history of our tables. `upgrade` brings a database to the newest state; it is safe to call at every start."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

HERE = Path(__file__).parent


def configuration(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine) -> None:
    """Creates or upgrades the tables, in one transaction."""
    command.upgrade(configuration(engine), "head")


def is_current(engine: Engine) -> bool:
    """Whether the database is at the newest state."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == _head()


@cache
def _head() -> str | None:
    """The newest revision there is; read from the files once."""
    return ScriptDirectory(str(HERE)).get_current_head()
