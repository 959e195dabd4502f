"""A copy of everything, taken while others write."""

import sqlite3
import subprocess
import tarfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from sectorlaunch import migrations
from sectorlaunch.backup import archive, saving
from sectorlaunch.backup.soundness import Damaged
from sectorlaunch.checks import examine
from sectorlaunch.database import open_database, unit_of_work
from sectorlaunch.errors import BadInput
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Address, PlaybookEdition
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
    settings.census_folder.mkdir()
    (settings.census_folder / "one.csv").write_text("one", encoding="utf-8")
    settings.log_folder.mkdir()
    (settings.log_folder / "portal.log").write_text("words", encoding="utf-8")
    return settings


def unpacked(file: Path, into: Path) -> Path:
    """Restored as the guide says it: by tar."""
    into.mkdir()
    subprocess.run(["tar", "-xzf", str(file), "-C", str(into)], check=True)
    return into / "sector-launch"


def test_it_holds_the_database(settings: Settings, tmp_path: Path) -> None:
    saved = saving.write(settings, MONDAY, tmp_path / "copy.tar.gz")

    assert (unpacked(saved.file, tmp_path / "there") / "sector-launch.db").exists()


def test_it_never_happens__a_copy_carries_a_link_that_works(settings: Settings, tmp_path: Path) -> None:
    """The letters of the local mailbox hold their links as they arrived."""
    saved = saving.write(settings, MONDAY, tmp_path / "copy.tar.gz")

    assert not (unpacked(saved.file, tmp_path / "there") / "mailbox").exists()
    assert any("local mailbox are not in this file" in sentence for sentence in saved.left_out)


def test_it_is_whole_although_somebody_writes_meanwhile(settings: Settings, tmp_path: Path) -> None:
    engine = open_database(settings)
    with unit_of_work(engine, MONDAY) as session:
        session.add(Address(email="committed@example.org"))
    with unit_of_work(engine, MONDAY) as session:
        session.add(Address(email="under.way@example.org"))
        session.flush()
        saved = saving.write(settings, MONDAY, tmp_path / "copy.tar.gz")
    engine.dispose()

    copy = unpacked(saved.file, tmp_path / "there") / "sector-launch.db"
    with closing(sqlite3.connect(copy)) as connection:
        names = [name for (name,) in connection.execute("SELECT email FROM address")]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert names == ["committed@example.org"]


def test_it_leaves_out_what_belongs_to_processes(settings: Settings, tmp_path: Path) -> None:
    saved = saving.write(settings, MONDAY, tmp_path / "copy.tar.gz")

    assert not (unpacked(saved.file, tmp_path / "there") / "logs").exists()


def test_it_can_be_kept_inside_the_home(settings: Settings) -> None:
    saved = saving.write(settings, MONDAY, settings.home_folder / "copy.tar.gz")

    with tarfile.open(saved.file) as archive:
        assert not any("copy" in name for name in archive.getnames())


def test_it_has_a_place_in_the_home_that_no_later_copy_holds(settings: Settings) -> None:
    first = saving.write(settings, MONDAY, saving.usual_file(settings, MONDAY))
    later = MONDAY + timedelta(days=1)
    second = saving.write(settings, later, saving.usual_file(settings, later))

    assert first.file == settings.home_folder / "backups/sector-launch-2026-03-02-1600.tar.gz"
    assert second.parts == first.parts


def test_it_is_for_its_owner_alone(settings: Settings, tmp_path: Path) -> None:
    saved = saving.write(settings, MONDAY, tmp_path / "copy.tar.gz")

    assert saved.file.stat().st_mode & 0o077 == 0


def test_it_never_overwrites_another_copy(settings: Settings, tmp_path: Path) -> None:
    saving.write(settings, MONDAY, tmp_path / "copy.tar.gz")

    with pytest.raises(BadInput, match="is there already"):
        saving.write(settings, MONDAY, tmp_path / "copy.tar.gz")


def test_it_says_when_there_is_nothing_to_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECTOR_LAUNCH_HOME", str(tmp_path / "nowhere"))

    with pytest.raises(BadInput, match="nothing to save"):
        saving.write(Settings(), MONDAY, tmp_path / "copy.tar.gz")


def test_it_leaves_a_database_server_to_others_when_told_to(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "SECTOR_LAUNCH_PREFECT_DATABASE_URL", "postgresql+asyncpg://launch:secret@db.example.org/launch"
    )

    saved = saving.write(Settings(), MONDAY, tmp_path / "copy.tar.gz", tables=False)

    assert any("pg_dump" in sentence for sentence in saved.left_out)
    assert not any("secret" in sentence for sentence in saved.left_out)


def test_it_holds_tables_whose_file_is_elsewhere(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.home_folder / "sector-launch.db").rename(tmp_path / "elsewhere.db")
    monkeypatch.setenv("SECTOR_LAUNCH_DATABASE_URL", f"sqlite:///{tmp_path / 'elsewhere.db'}")

    saved = saving.write(Settings(), MONDAY, tmp_path / "copy.tar.gz")

    assert (unpacked(saved.file, tmp_path / "there") / "sector-launch.db").exists()


def zero(file: Path, wanted: bytes, pages: int = 2) -> None:
    """Overwrites the page these bytes are on, and the ones behind it, with zeros: what a broken disk leaves."""
    content, size = bytearray(file.read_bytes()), 4096
    first = content.rindex(wanted) // size
    content[first * size : (first + pages) * size] = bytes(min(pages, len(content) // size - first) * size)
    file.write_bytes(content)


@pytest.fixture
def full(settings: Settings) -> Settings:
    """With many pages, all of them in the file."""
    engine = open_database(settings)
    with unit_of_work(engine, MONDAY) as session:
        for number in range(400):
            session.add(Address(email=f"address-{number}-" + "x" * 60 + "@example.org"))
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return settings


def test_two_zeroed_pages_are_not_fine(full: Settings, tmp_path: Path) -> None:
    zero(full.home_folder / "sector-launch.db", b"address-200-")

    with pytest.raises(Damaged, match=r"damaged.*No copy of it was made.*restore") as refusal:
        saving.write(full, MONDAY, tmp_path / "copy.tar.gz")

    assert str(full.home_folder) in refusal.value.message
    assert list(tmp_path.glob("*copy*")) == []
    found = {one.title: one for one in examine(full, MONDAY)}["Database, all of it"]
    assert found.state == "problem"
    assert "restore" in found.remedy


def test_a_long_text_whose_end_was_zeroed_is_not_fine(full: Settings, tmp_path: Path) -> None:
    """SQLite's own check says nothing: the page is the last of its chain, and holds text only."""
    engine = open_database(full)
    with unit_of_work(engine, MONDAY) as session:
        session.add(PlaybookEdition(key="long", version=1, text="y" * 30_000 + "the end of it", digest="d"))
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    file = full.home_folder / "sector-launch.db"
    zero(file, b"the end of it", pages=1)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    with pytest.raises(Damaged, match="playbookedition have text that was overwritten"):
        saving.write(full, MONDAY, tmp_path / "copy.tar.gz")


def test_rows_that_refer_to_nothing_are_not_fine(full: Settings, tmp_path: Path) -> None:
    with closing(sqlite3.connect(full.home_folder / "sector-launch.db")) as connection:
        connection.execute(
            "INSERT INTO role (person_id, kind, partnership_id, since) SELECT 98, 'convener', 99, '2026-03-02'"
        )
        connection.commit()

    with pytest.raises(Damaged, match="of role refers to a row of person that is not there"):
        saving.write(full, MONDAY, tmp_path / "copy.tar.gz")


def test_a_copy_that_was_changed_is_refused(full: Settings, tmp_path: Path) -> None:
    saved = saving.write(full, MONDAY, tmp_path / "copy.tar.gz")
    home = unpacked(saved.file, tmp_path / "there")
    (home / "census/one.csv").write_text("another", encoding="utf-8")
    changed = tmp_path / "changed.tar.gz"
    subprocess.run(["tar", "-czf", str(changed), "-C", str(home.parent), "sector-launch"], check=True)

    with pytest.raises(Damaged, match=r"census/one\.csv is not as it was saved"):
        archive.unpack(changed, tmp_path / "back")


def test_a_copy_that_was_cut_short_is_refused(full: Settings, tmp_path: Path) -> None:
    saved = saving.write(full, MONDAY, tmp_path / "copy.tar.gz")
    saved.file.write_bytes(saved.file.read_bytes()[:-3000])

    with pytest.raises(Damaged, match="cannot be read to its end"):
        archive.unpack(saved.file, tmp_path / "back")


def test_it_removes_old_copies_by_the_rule(settings: Settings) -> None:
    for day in range(60):
        now = MONDAY + timedelta(days=day)
        file = saving.usual_file(settings, now)
        file.parent.mkdir(exist_ok=True)
        file.touch()
    (file.parent / "kept-by-hand.tar.gz").touch()

    saved = saving.write(
        settings, now + timedelta(hours=1), saving.usual_file(settings, now + timedelta(hours=1))
    )

    left = sorted(path.name for path in file.parent.iterdir())
    assert len(saved.removed) == 61 - (len(left) - 1)
    assert left == [
        "kept-by-hand.tar.gz",
        "sector-launch-2026-03-31-1600.tar.gz",
        "sector-launch-2026-04-12-1600.tar.gz",
        "sector-launch-2026-04-19-1600.tar.gz",
        *(f"sector-launch-2026-04-{day}-1600.tar.gz" for day in range(24, 30)),
        "sector-launch-2026-04-30-1700.tar.gz",
    ]
