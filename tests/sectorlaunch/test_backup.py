"""A copy of everything, taken while others write."""

import sqlite3
import subprocess
import tarfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from sectorlaunch import backup, migrations
from sectorlaunch.database import open_database, unit_of_work
from sectorlaunch.errors import BadInput
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Organization, Sector
from tests.cast import MONDAY


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SECTOR_LAUNCH_HOME", str(tmp_path / "home"))
    settings = Settings()
    engine = open_database(settings)
    migrations.upgrade(engine)
    engine.dispose()
    settings.mailbox.mkdir()
    (settings.mailbox / "one.eml").write_text("Subject: One\n\n", encoding="utf-8")
    settings.log_folder.mkdir()
    (settings.log_folder / "portal.log").write_text("words", encoding="utf-8")
    return settings


def unpacked(file: Path, into: Path) -> Path:
    """Restored as the guide says it: by tar."""
    into.mkdir()
    subprocess.run(["tar", "-xzf", str(file), "-C", str(into)], check=True)
    return into / "sector-launch"


def test_it_holds_the_database_and_the_mailbox(settings: Settings, tmp_path: Path) -> None:
    saved = backup.write(settings, MONDAY, tmp_path / "copy.tar.gz")

    home = unpacked(saved.file, tmp_path / "there")
    assert (home / "mailbox/one.eml").read_text(encoding="utf-8") == "Subject: One\n\n"
    assert (home / "sector-launch.db").exists()


def test_it_is_whole_although_somebody_writes_meanwhile(settings: Settings, tmp_path: Path) -> None:
    engine = open_database(settings)
    with unit_of_work(engine, MONDAY) as session:
        session.add(Organization(name="Committed", sector=Sector.BUSINESS))
    with unit_of_work(engine, MONDAY) as session:
        session.add(Organization(name="Under way", sector=Sector.BUSINESS))
        session.flush()
        saved = backup.write(settings, MONDAY, tmp_path / "copy.tar.gz")
    engine.dispose()

    copy = unpacked(saved.file, tmp_path / "there") / "sector-launch.db"
    with closing(sqlite3.connect(copy)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM organization")]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert names == ["Committed"]


def test_it_leaves_out_what_belongs_to_processes(settings: Settings, tmp_path: Path) -> None:
    saved = backup.write(settings, MONDAY, tmp_path / "copy.tar.gz")

    assert not (unpacked(saved.file, tmp_path / "there") / "logs").exists()


def test_it_can_be_kept_inside_the_home(settings: Settings) -> None:
    saved = backup.write(settings, MONDAY, settings.home_folder / "copy.tar.gz")

    with tarfile.open(saved.file) as archive:
        assert not any("copy" in name for name in archive.getnames())


def test_it_has_a_place_in_the_home_that_no_later_copy_holds(settings: Settings) -> None:
    first = backup.write(settings, MONDAY, backup.usual_file(settings, MONDAY))
    later = MONDAY + timedelta(days=1)
    second = backup.write(settings, later, backup.usual_file(settings, later))

    assert first.file == settings.home_folder / "backups/sector-launch-2026-03-02-1600.tar.gz"
    assert second.parts == first.parts


def test_it_is_for_its_owner_alone(settings: Settings, tmp_path: Path) -> None:
    saved = backup.write(settings, MONDAY, tmp_path / "copy.tar.gz")

    assert saved.file.stat().st_mode & 0o077 == 0


def test_it_never_overwrites_another_copy(settings: Settings, tmp_path: Path) -> None:
    backup.write(settings, MONDAY, tmp_path / "copy.tar.gz")

    with pytest.raises(BadInput, match="is there already"):
        backup.write(settings, MONDAY, tmp_path / "copy.tar.gz")


def test_it_says_when_there_is_nothing_to_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECTOR_LAUNCH_HOME", str(tmp_path / "nowhere"))

    with pytest.raises(BadInput, match="nothing to save"):
        backup.write(Settings(), MONDAY, tmp_path / "copy.tar.gz")


def test_it_sends_a_database_server_to_its_own_tool(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "SECTOR_LAUNCH_DATABASE_URL", "postgresql+psycopg://launch:secret@db.example.org/launch"
    )

    saved = backup.write(Settings(), MONDAY, tmp_path / "copy.tar.gz")

    assert any("pg_dump" in sentence for sentence in saved.left_out)
    assert not any("secret" in sentence for sentence in saved.left_out)
