"""An installation of an older version, brought to the newest with its data: a copy first, all of it or nothing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

from sectorlaunch import migrations
from sectorlaunch.backup import archive, upgrading
from sectorlaunch.backup.upgrading import UpgradeFailed
from sectorlaunch.database import open_database
from sectorlaunch.settings import Settings
from tests.cast import MONDAY
from tests.sectorlaunch.migrations.filled import everything, fill

Place = Callable[[str], Settings]
FIRST = "0001"
BREAKS_LATE = '''
"""A revision that changes tables and rows, and then breaks"""
from alembic import op
import sqlalchemy as sa
revision = "broken"
down_revision = "{newest}"
branch_labels = None
depends_on = None

def upgrade():
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("shoe_size", sa.Integer()))
    op.execute("UPDATE organization SET name = 'changed'")
    op.execute("DELETE FROM event")
    op.execute("SELECT nothing FROM nowhere")
'''


@pytest.fixture
def old(place: Place) -> tuple[Settings, Engine]:
    """An installation of the first version, with rows in every table."""
    settings = place("old")
    engine = open_database(settings)
    command.upgrade(migrations.configuration(engine), FIRST)
    with engine.begin() as connection:
        fill(connection)
    return settings, engine


def test_it_upgrades_what_is_in_it_and_says_where_the_copy_is(
    old: tuple[Settings, Engine], tmp_path: Path
) -> None:
    settings, engine = old
    said: list[str] = []

    assert upgrading.bring_up_to_date(settings, engine, MONDAY, said.append)

    copy = settings.home_folder / "backups/sector-launch-2026-03-02-1600.tar.gz"
    assert said == [
        "The tables are of an older version. A copy of everything is made first.",
        f"Everything as it was is in {copy}.",
        f"The tables were upgraded from 0001 to {migrations.newest()}, with everything in them.",
    ]
    with engine.connect() as connection:
        # Organizations are each partnership's own since, so those of several become several rows.
        kept = connection.execute(text("SELECT count(DISTINCT name) FROM organization")).scalar()
    assert kept == 2
    assert archive.unpack(copy, tmp_path / "there") is not None
    engine.dispose()


def test_it_has_nothing_to_do_the_second_time(old: tuple[Settings, Engine]) -> None:
    settings, engine = old
    upgrading.bring_up_to_date(settings, engine, MONDAY, lambda _: None)
    said: list[str] = []

    assert not upgrading.bring_up_to_date(settings, engine, MONDAY + timedelta(days=1), said.append)

    assert said == []
    engine.dispose()


def test_a_failed_upgrade_leaves_the_database_as_it_was(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = place("home")
    engine = open_database(settings)
    upgrading.bring_up_to_date(settings, engine, MONDAY, lambda _: None)
    with engine.begin() as connection:
        fill(connection)
        before = everything(connection)
    newest = migrations.newest()
    _with_revision(monkeypatch, tmp_path, BREAKS_LATE.format(newest=newest))

    with pytest.raises(UpgradeFailed) as failure:
        upgrading.bring_up_to_date(settings, engine, MONDAY + timedelta(days=1), lambda _: None)

    said = failure.value.message
    assert f"could not be upgraded from {newest} to broken, and are as they were" in said
    assert "Version 0.1.0 starts it as it is." in said
    assert "backups/sector-launch-2026-03-03-1600.tar.gz" in said
    with engine.begin() as connection:
        assert everything(connection) == before
        assert "shoe_size" not in {column["name"] for column in inspect(connection).get_columns("person")}
    assert migrations.revision(engine) == newest
    engine.dispose()


def test_it_does_not_touch_tables_of_a_newer_version(place: Place) -> None:
    settings = place("home")
    engine = open_database(settings)
    upgrading.bring_up_to_date(settings, engine, MONDAY, lambda _: None)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    (settings.home_folder / upgrading.STARTED_BY).write_text("7.0.0\n", encoding="utf-8")

    with pytest.raises(UpgradeFailed, match=r"newer version.*Nothing was changed. Version 7.0.0 starts it"):
        upgrading.bring_up_to_date(settings, engine, MONDAY, lambda _: None)
    engine.dispose()


def _with_revision(monkeypatch: pytest.MonkeyPatch, folder: Path, words: str) -> None:
    """One more revision, as the next version would bring it."""
    history = folder / "migrations"
    history.mkdir()
    for name in ("env.py", "versions"):
        (history / name).symlink_to(migrations.HERE / name)
    versions = folder / "newer"
    versions.mkdir()
    (versions / "broken.py").write_text(words, encoding="utf-8")

    def configuration(engine: Engine) -> Config:
        config = Config()
        config.set_main_option("script_location", str(history))
        config.set_main_option("path_separator", "os")
        config.set_main_option("version_locations", f"{history / 'versions'}:{versions}")
        config.attributes["engine"] = engine
        return config

    monkeypatch.setattr(migrations, "configuration", configuration)
    monkeypatch.setattr(migrations, "newest", lambda: "broken")
