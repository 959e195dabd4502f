"""A dump of the database opens no mail server: addresses with a password are sealed, and read by our processes only."""

import logging
import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from sectorlaunch import database, migrations
from sectorlaunch.inbox import mailboxes
from sectorlaunch.outbox import channels
from sectorlaunch.sealing import KEY_FILE, MARK
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Channel, Inbox
from tests.cast import MONDAY

PASSWORD = "sesame-password-0419"
LETTERS = f"letters://launch:{PASSWORD}@mail.example.org/?from=launch@example.org"
IMAP = f"imaps://answers:{PASSWORD}@imap.example.org/INBOX"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home")
    engine = database.open_database(settings)
    migrations.upgrade(engine)
    with database.unit_of_work(engine, MONDAY) as session:
        channels.add(session, MONDAY, "email", LETTERS, "")
        mailboxes.add(session, MONDAY, "answers", IMAP, "answers@example.org")
    engine.dispose()
    return settings


def stored(settings: Settings) -> str:
    with database.open_engine(settings.database).connect() as connection:
        rows = [
            connection.execute(text(f"SELECT url FROM {table}")).scalar_one()
            for table in ("channel", "inbox")
        ]
    return "\n".join(rows)


def test_it_never_happens_that_a_dump_of_the_database_shows_a_password(settings: Settings) -> None:
    """Not in the rows, and not in any byte of the files, journal included."""
    assert stored(settings).count(MARK) == 2
    for file in settings.home_folder.glob("sector-launch.db*"):
        assert PASSWORD.encode() not in file.read_bytes(), file.name


def test_it_is_read_by_the_next_process(settings: Settings) -> None:
    with Session(database.open_database(settings)) as session:
        assert session.exec(select(Channel)).one().url == LETTERS
        assert session.exec(select(Inbox)).one().url == IMAP


def test_it_keeps_the_key_for_its_owner(settings: Settings) -> None:
    mode = (settings.home_folder / KEY_FILE).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_it_stays_sealed_without_the_right_key_and_says_nothing_of_it(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    (settings.home_folder / KEY_FILE).write_text("0" * 64, encoding="ascii")
    with caplog.at_level(logging.DEBUG), Session(database.open_database(settings)) as session:
        assert session.exec(select(Channel)).one().url.startswith(MARK)
    assert PASSWORD not in caplog.text


def test_it_reads_what_was_written_before_there_was_a_key(settings: Settings) -> None:
    with database.open_engine(settings.database).begin() as connection:
        connection.execute(text("UPDATE channel SET url = :url"), {"url": LETTERS})
    with Session(database.open_database(settings)) as session:
        assert session.exec(select(Channel)).one().url == LETTERS
