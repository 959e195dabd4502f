"""Real dispatcher processes, a real mail server, and SIGKILL in the middle of the work."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, make_url, text
from sqlmodel import Session, col, create_engine, func, select

from sectorlaunch import migrations
from sectorlaunch.database import open_engine
from sectorlaunch.outbox.deliver.heartbeat import last_seen
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Attempt, Channel, Message, MessageState, Partnership, Person
from tests.engine.prefect_house import wait_for
from tests.notifications.wires.servers import Postbox, real_server

pytestmark = [pytest.mark.engine, pytest.mark.alone, pytest.mark.timeout(280)]

LETTERS = 300
PAST = datetime(2026, 1, 5, 16, tzinfo=UTC)
"""Long due by any clock, and without an end to its window."""
PATIENCE = 120.0
PROGRAM = "import sys; from sectorlaunch.supervisor import dispatcher; from sectorlaunch.settings import Settings; dispatcher.run(Settings(), senders=int(sys.argv[1]))"


@dataclass
class CountingPostbox(Postbox):
    """Lets the test wait until so many letters have come."""

    came: threading.Condition = field(default_factory=threading.Condition)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        said = await super().handle_DATA(server, session, envelope)
        with self.came:
            self.came.notify_all()
        return said

    def identities(self) -> Counter[str]:
        parser = BytesHeaderParser()
        return Counter(str(parser.parsebytes(kept.content)["Message-ID"]) for kept in self.letters)

    def wait_for(self, number: int) -> None:
        with self.came:
            assert self.came.wait_for(lambda: len(self.letters) >= number, PATIENCE)


@dataclass
class House:
    """One installation: its settings, its database, its dispatchers."""

    settings: Settings
    engine: Engine
    environment: dict[str, str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, senders: int = 1) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(senders)], env=self.environment)
        self.running.append(process)
        return process

    def count(self, *states: MessageState) -> int:
        with Session(self.engine) as session:
            return session.exec(
                select(func.count()).select_from(Message).where(col(Message.state).in_(states))
            ).one()

    def wait_until_empty(self) -> None:
        pause = threading.Event()
        for _ in range(int(PATIENCE / 0.1)):
            if self.count(MessageState.QUEUED, MessageState.LEASED) == 0:
                return
            pause.wait(0.1)
        pytest.fail(f"{self.count(MessageState.QUEUED, MessageState.LEASED)} messages are still open")

    def unfinished_attempts(self) -> int:
        with Session(self.engine) as session:
            return session.exec(
                select(func.count()).select_from(Attempt).where(col(Attempt.finished_at).is_(None))
            ).one()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "SECTOR_LAUNCH_HOME": str(home), "PYTHONPATH": os.getcwd()}
    settings = Settings(home=home)
    if request.param == "postgresql":
        url = _fresh_schema(request.getfixturevalue("postgresql_url"))
        environment["SECTOR_LAUNCH_DATABASE_URL"] = url
        settings = Settings(home=home, database_url=url)
    engine = open_engine(settings.database)
    migrations.upgrade(engine)
    found = House(settings, engine, environment)
    yield found
    for process in found.running:
        if process.poll() is None:
            process.kill()
            process.wait()
    engine.dispose()


@pytest.fixture
def postbox() -> CountingPostbox:
    return CountingPostbox()


def _fresh_schema(url: str) -> str:
    schema = f"test_{uuid4().hex}"
    owner = create_engine(url)
    with owner.begin() as connection:
        connection.execute(text(f'CREATE SCHEMA "{schema}"'))
    owner.dispose()
    own = make_url(url).update_query_dict({"options": f"-csearch_path={schema}"})
    return own.render_as_string(hide_password=False)


def fill(engine: Engine, port: int) -> None:
    with Session(engine) as session, session.begin():
        session.add(
            Channel(
                tag="email",
                url=f"letter://127.0.0.1:{port}/?mode=none",
                masked=f"letter://127.0.0.1:{port}/",
                sender_address="launch@example.org",
                tested_at=PAST,
                live_since=PAST,
            )
        )
        home = Partnership(slug="killed", name="Killed", zone="America/Denver", created_at=PAST)
        session.add(home)
        session.flush()
        person = Person(partnership_id=home.pk, name="Gus Guest", email="gus@example.org", created_at=PAST)
        session.add(person)
        session.flush()
        for number in range(LETTERS):
            session.add(
                Message(
                    person_id=person.pk,
                    kind="invitation",
                    purpose=f"invite/{number}",
                    occurrence="run",
                    reason="is on the invite list",
                    to_name="Gus Guest",
                    to_address=f"guest-{number}@example.org",
                    sender_name="Cora Convener",
                    reply_to="cora@example.org",
                    subject=f"Letter {number}",
                    text="Come.\n",
                    html="<p>Come.</p>",
                    message_id=f"letter-{number}@example.org",
                    queued_at=PAST,
                    send_after=PAST + timedelta(seconds=number),
                )
            )


@pytest.mark.parametrize("senders", [1, 2])
def test_it_loses_nothing_and_repeats_at_most_one_letter_a_sender_for_each_kill(
    house: House, postbox: CountingPostbox, senders: int
) -> None:
    with real_server(postbox) as port:
        fill(house.engine, port)
        pair = [house.start(senders), house.start(senders)]
        kills = 0
        for enough in (40, 90, 140, 190, 240):
            postbox.wait_for(enough)
            victim = pair.pop(0)
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            kills += 1
            pair.append(house.start(senders))
        house.wait_until_empty()
        for process in pair:
            process.terminate()
        # One that was asked to stop while it was still starting had nothing in hand, and dies of the signal.
        assert {process.wait(30) for process in pair} <= {0, -signal.SIGTERM}
    identities = postbox.identities()
    assert set(identities) == {f"<letter-{number}@example.org>" for number in range(LETTERS)}
    assert sum(identities.values()) - LETTERS <= kills * senders
    assert house.count(MessageState.SENT) == LETTERS
    assert house.unfinished_attempts() == 0


def test_it_finishes_the_letters_in_hand_when_asked_to_stop(house: House, postbox: CountingPostbox) -> None:
    with real_server(postbox) as port:
        fill(house.engine, port)
        process = house.start(2)
        postbox.wait_for(30)
        process.terminate()
        assert process.wait(30) == 0
    assert house.count(MessageState.LEASED) == 0
    assert house.unfinished_attempts() == 0
    assert house.count(MessageState.SENT) == len(postbox.letters)
    assert max(postbox.identities().values()) == 1


def test_it_gives_a_sign_of_life_that_outlives_a_kill_and_no_clean_stop(
    house: House, postbox: CountingPostbox
) -> None:
    with real_server(postbox) as port:
        fill(house.engine, port)
        process = house.start()
        postbox.wait_for(1)
        wait_for(lambda: last_seen(house.settings), "a sign of life")
        process.kill()
        process.wait(30)
        seen = last_seen(house.settings)
        assert seen is not None
        assert seen.trouble == ""
        assert str(process.pid) in seen.worker

        another = house.start()
        wait_for(lambda: last_seen(house.settings) != seen, "the next one's sign of life")
        another.terminate()
        assert another.wait(30) == 0
    assert last_seen(house.settings) is None
