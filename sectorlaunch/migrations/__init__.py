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
    """Creates or upgrades the tables, in one transaction: all of it, or nothing.

    An installation with people in it is upgraded by `sectorlaunch.backup.upgrading`, which makes a copy first.
    """
    command.upgrade(configuration(engine), "head")


def is_current(engine: Engine) -> bool:
    """Whether the database is at the newest state."""
    return revision(engine) == newest()


def revision(engine: Engine) -> str | None:
    """The state the tables are in; None where there are none yet."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str | None:
    """The newest state there is; read from the files once."""
    return ScriptDirectory(str(HERE)).get_current_head()


def knows(state: str) -> bool:
    """Whether a state is one of this history; not, where a newer version made it."""
    return state in {one.revision for one in ScriptDirectory(str(HERE)).walk_revisions()}
