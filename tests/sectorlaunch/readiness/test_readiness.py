"""How an installation stands, part by part: what is at work, what stands, since when."""

import os
import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from sectorlaunch import database, migrations
from sectorlaunch.engine import carry_out
from sectorlaunch.readiness import looking, surroundings
from sectorlaunch.readiness.looking import Readiness
from sectorlaunch.readiness.part import Part
from sectorlaunch.settings import Settings
from sectorlaunch.signs_of_life import DISPATCHER, MAILBOX_READING, WORKER, sign_file
from sectorlaunch.tables import Inbox
from tests.cast import MONDAY, Launch, begin

NOBODY = "http://127.0.0.1:9/api"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", prefect_api_url=NOBODY)


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    return begin(engine, tmp_path)


def give_sign(settings: Settings, part: str, age: float = 0.0) -> None:
    """A sign of life that is so many seconds old on Monday."""
    file = sign_file(settings.home_folder, part, 1)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    moment = MONDAY.timestamp() - age
    os.utime(file, (moment, moment))


def look(launch: Launch, settings: Settings) -> dict[str, Part]:
    parts = Readiness(settings, launch.engine, lambda: launch.now).look()
    return {part.name: part for part in parts}


def said_to_conveners(launch: Launch, settings: Settings) -> list[str]:
    with database.reading(launch.engine) as session:
        return looking.for_conveners(session, settings, launch.now)


def test_it_finds_every_part_with_its_age(launch: Launch, settings: Settings) -> None:
    launch.do(carry_out.due)
    give_sign(settings, DISPATCHER, age=7)
    give_sign(settings, WORKER, age=8)
    parts = look(launch, settings)
    assert list(parts) == ["database", "dispatcher", "sweeps", "mailboxes", "worker", "prefect", "disk"]
    assert [name for name, part in parts.items() if part.stands] == ["prefect"]
    assert parts["dispatcher"].age_seconds == 7
    assert parts["worker"].age_seconds == 8


@pytest.mark.parametrize("part", [DISPATCHER, WORKER])
def test_it_takes_a_part_that_gives_no_sign_for_standing(
    launch: Launch, settings: Settings, part: str
) -> None:
    launch.do(carry_out.due)
    give_sign(settings, part, age=600)
    found = look(launch, settings)[part]
    assert (found.stands, found.age_seconds) == (True, 600)
    assert found.words == "no sign of life for 10 minutes"
    assert any("just now" in sentence for sentence in said_to_conveners(launch, settings))


def test_it_tells_conveners_nothing_of_a_part_that_never_ran_here(launch: Launch, settings: Settings) -> None:
    launch.do(carry_out.due)
    assert look(launch, settings)[WORKER].stands
    assert said_to_conveners(launch, settings) == []


def test_it_lets_the_parts_of_other_machines_prove_themselves_by_their_work(
    launch: Launch, settings: Settings
) -> None:
    launch.do(carry_out.due)
    shared = settings.model_copy(update={"database_url": "postgresql+psycopg://db.example.org/sector_launch"})
    parts = look(launch, shared)
    assert not parts["dispatcher"].stands
    assert not parts["worker"].stands
    launch.now += timedelta(hours=1)
    assert look(launch, shared)["dispatcher"].stands


def test_it_finds_sending_standing_when_letters_wait(launch: Launch, settings: Settings) -> None:
    launch.do(carry_out.due)
    launch.now += timedelta(minutes=20)
    give_sign(settings, DISPATCHER, age=-20 * 60)
    found = look(launch, settings)["dispatcher"]
    assert found.stands
    assert found.age_seconds == 20 * 60
    (said,) = said_to_conveners(launch, settings)
    assert said.startswith("Messages do not leave just now; the oldest has waited 20 minutes.")


def test_it_finds_sweeps_standing_when_what_is_due_is_left_lying(launch: Launch, settings: Settings) -> None:
    launch.now += timedelta(days=10)
    found = look(launch, settings)["sweeps"]
    assert found.stands
    assert found.age_seconds is not None
    assert found.age_seconds > 24 * 3600
    assert any("not being done" in sentence for sentence in said_to_conveners(launch, settings))
    while launch.do(carry_out.due):
        pass
    assert not look(launch, settings)["sweeps"].stands


def test_it_finds_mailboxes_standing_that_are_in_trouble_or_not_looked_into(
    launch: Launch, settings: Settings
) -> None:
    with Session(launch.engine) as session, session.begin():
        session.add(
            Inbox(
                name="answers",
                url="imaps://answers:secret@mail.example.org/INBOX",
                masked="imaps://mail.example.org/INBOX",
                address="answers@example.org",
                secret="00",
                live_since=MONDAY,
            )
        )
    assert look(launch, settings)["mailboxes"].stands
    give_sign(settings, MAILBOX_READING, age=61)
    found = look(launch, settings)["mailboxes"]
    assert (found.stands, found.age_seconds) == (False, 61)
    with Session(launch.engine) as session, session.begin():
        inbox = session.exec(select(Inbox)).one()
        inbox.trouble = "The server does not let us in."
        session.add(inbox)
    assert look(launch, settings)["mailboxes"].words == "cannot be read: answers"
    assert any("wait in the mailbox" in sentence for sentence in said_to_conveners(launch, settings))


def test_it_finds_a_full_disk(launch: Launch, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "LEAST_FREE_MB", 10**12)
    assert look(launch, settings)["disk"].stands
    assert any("nearly full" in sentence for sentence in said_to_conveners(launch, settings))


def test_it_stands_whole_when_the_database_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"this is no database " * 500)
    engine = database.open_engine(f"sqlite:///{tmp_path / 'broken.db'}")
    settings = Settings(home=tmp_path, prefect_api_url=NOBODY)
    parts = {part.name: part for part in Readiness(settings, engine, lambda: MONDAY).look()}
    assert [
        name for name in ("database", "dispatcher", "sweeps", "mailboxes") if not parts[name].stands
    ] == []
    engine.dispose()


def test_it_is_ready_while_another_holds_the_write_lock(tmp_path: Path) -> None:
    """A look takes no lock: a locked database must not make a monitor wait half a minute."""
    file = tmp_path / "sector-launch.db"
    engine = database.open_engine(f"sqlite:///{file}")
    migrations.upgrade(engine)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    settings = Settings(home=tmp_path, prefect_api_url=NOBODY)
    parts = Readiness(settings, engine, lambda: MONDAY).look()
    assert not parts[0].stands
    assert time.monotonic() - began < database.BUSY_SECONDS / 2
    holder.rollback()
    holder.close()
    engine.dispose()


def test_it_looks_once_for_all_who_ask_at_the_same_moment(
    launch: Launch, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []
    monkeypatch.setattr(surroundings, "prefect_status", lambda _: looks.append(1))
    readiness = Readiness(settings, launch.engine, lambda: launch.now)
    assert readiness.look() == readiness.look()
    assert len(looks) == 1
    readiness.forget()
    readiness.look()
    assert len(looks) == 2
