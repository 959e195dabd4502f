"""The dispatcher in one process: what one message does must not harm the next."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from notifications.envelope import Envelope, Outcome, Receipt
from notifications.wires.mailbox import LocalMailbox
from sectorlaunch import migrations
from sectorlaunch.commit_watch import CommitWatch
from sectorlaunch.database import open_engine
from sectorlaunch.engine import gates
from sectorlaunch.outbox.deliver import dispatcher, heartbeat
from sectorlaunch.outbox.deliver import sender as sender_at_work
from sectorlaunch.outbox.deliver.dispatcher import Dispatcher, drain
from sectorlaunch.outbox.deliver.heartbeat import Sighting, last_seen
from sectorlaunch.outbox.deliver.sender import Sender
from sectorlaunch.outbox.deliver.wire_pool import OneWay
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Message, MessageState, Partnership, Person, PlaybookRun
from tests.sectorlaunch.outbox.cast import NOON, OutboxLaunch, PretendWire, needed, start_launch

DOWN = Receipt(Outcome.LATER, None, words="nobody answers")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "home").mkdir()
    return Settings(home=tmp_path / "home")


def stopping_wire(stop: threading.Event, after: int) -> PretendWire:
    """Has the dispatcher asked to stop while the letter of that number is on the wire."""

    class Stopping(PretendWire):
        def send(self, envelope: Envelope) -> Receipt:
            if len(self.handed) + 1 == after:
                stop.set()
            return super().send(envelope)

    return Stopping()


def test_it_finishes_the_message_in_hand_and_takes_no_other(launch: OutboxLaunch) -> None:
    for _ in range(5):
        launch.queue()
    stop = threading.Event()
    wire = stopping_wire(stop, after=2)
    sender = Sender(launch.engine, lambda: NOON, OneWay(wire), needed)
    assert [sent.state for sent in sender.send_all(lambda: not stop.is_set())] == [MessageState.SENT] * 2
    assert [launch.message(number).state.value for number in range(1, 6)] == ["sent", "sent", *["queued"] * 3]


def test_it_leaves_a_mail_server_in_peace_that_is_down(launch: OutboxLaunch) -> None:
    for _ in range(3):
        launch.queue()
    wire = PretendWire([DOWN])
    sender = Sender(launch.engine, lambda: NOON, OneWay(wire), needed)
    assert [sent.line_is_down for sent in sender.send_all(lambda: True)] == [True]
    assert len(wire.handed) == 1


@pytest.mark.parametrize(
    ("receipt", "down"),
    [
        (DOWN, True),
        (Receipt(Outcome.LATER, 421), True),
        (Receipt(Outcome.LATER, 535), True),
        (Receipt(Outcome.LATER, 450), False),
        (Receipt(Outcome.NEVER, 550), False),
        (Receipt(Outcome.AMBIGUOUS), False),
    ],
)
def test_it_knows_a_line_that_is_down_from_a_recipient_who_is_not_there(
    launch: OutboxLaunch, receipt: Receipt, down: bool
) -> None:
    launch.queue()
    sender = Sender(launch.engine, lambda: NOON, OneWay(PretendWire([receipt])), needed)
    (sent,) = sender.send_all(lambda: True)
    assert sent.line_is_down is down


def test_it_goes_on_with_letters_when_a_chat_room_is_down(launch: OutboxLaunch) -> None:
    for _ in range(2):
        launch.queue()
    room = PretendWire([DOWN], carries_letters=False, masked="slack://****")
    assert [sent.state for sent in drain(launch.engine, NOON, room, needed)] == [MessageState.QUEUED] * 2


def test_it_puts_a_message_aside_whose_stop_rule_cannot_be_judged(
    launch: OutboxLaunch, wire: PretendWire
) -> None:
    """Failure: one broken message, and nothing is ever sent again."""
    broken, sound = launch.queue(), launch.queue()

    def judge(session: Session, message: Message) -> bool:
        if message.id == broken:
            raise ValueError("no such rule")
        return True

    drain(launch.engine, NOON, wire, judge)
    assert launch.message(sound).state is MessageState.SENT
    aside = launch.message(broken)
    assert (aside.state, aside.send_after) == (MessageState.QUEUED, NOON + timedelta(minutes=15))
    assert "could not be judged" in aside.state_reason


def test_it_notes_the_outcome_even_when_the_gates_cannot_be_reviewed(
    launch: OutboxLaunch, wire: PretendWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failure: a letter sent again and again because something else failed in the same transaction."""
    message_id = launch.queue()

    def fail(session: Session, now: object, run_id: int) -> None:
        raise RuntimeError("a fact that cannot be told")

    monkeypatch.setattr(gates, "review_run", fail)
    drain(launch.engine, NOON, wire, needed)
    assert launch.message(message_id).state is MessageState.SENT
    assert len(wire.handed) == 1


def test_it_leaves_a_refused_assistant_alone_even_when_the_gates_cannot_be_reviewed(
    launch: OutboxLaunch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the last try, when the database has been too busy for all others."""
    launch.change(Person, launch.guest_id, assistant_email="away@example.org")
    letter = launch.queue(send_after=NOON + timedelta(days=1))
    copy = launch.queue(copy_of_id=letter, to_address="away@example.org")

    def fail(session: Session, now: object, run_id: int) -> None:
        raise OperationalError("a review", {}, Exception("the database is locked"))

    monkeypatch.setattr(gates, "review_run", fail)
    monkeypatch.setattr(sender_at_work, "AGAIN_AFTER", ())
    drain(launch.engine, NOON, PretendWire([Receipt(Outcome.NEVER, 550, "5.1.1", "no such user")]), needed)
    assert launch.message(copy).state is MessageState.DEAD
    assert launch.person(launch.guest_id).assistant_email == ""


def test_it_sends_the_mail_of_a_launch_when_another_is_broken(
    launch: OutboxLaunch, wire: PretendWire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failure: one playbook that cannot be followed is at the head of the outbox, and nobody's mail leaves."""
    other = another_launch(launch)
    broken = launch.queue()
    sound = launch.queue(run_id=other, person_id=launch.convener_id)

    def fail(session: Session, now: object, run_id: int) -> None:
        if run_id == launch.run_id:
            raise ValueError("a playbook that cannot be followed")

    monkeypatch.setattr(gates, "review_run", fail)
    drain(launch.engine, NOON, wire, lambda _session, message: message.run_id == other)
    assert launch.message(broken).state is MessageState.CANCELED
    assert launch.message(sound).state is MessageState.SENT


def another_launch(launch: OutboxLaunch) -> int:
    with Session(launch.engine) as session, session.begin():
        partnership = Partnership(
            slug="high-plains", name="High Plains", zone="America/Denver", created_at=NOON
        )
        session.add(partnership)
        session.flush()
        run = PlaybookRun(partnership_id=partnership.pk, edition_digest="empty", started_at=NOON)
        session.add(run)
        session.flush()
        return run.pk


def test_it_works_until_it_is_stopped_and_gives_a_sign_of_life_meanwhile(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(settings.database)
    migrations.upgrade(engine)
    launch = start_launch(engine)
    for _ in range(3):
        launch.queue()
    stop = threading.Event()
    signs: list[Sighting | None] = []
    end = heartbeat.end

    def stop_when_empty(session: Session, message: Message) -> bool:
        if message.id == 3:
            stop.set()
        return True

    def look_before_the_end(settings: Settings, worker: str) -> None:
        signs.append(last_seen(settings))
        end(settings, worker)

    monkeypatch.setattr(heartbeat, "end", look_before_the_end)
    Dispatcher(settings, launch.engine, lambda: NOON, still_needed=stop_when_empty).work_until(stop)
    assert [launch.message(number).state for number in (1, 2, 3)] == [MessageState.SENT] * 3
    assert len(LocalMailbox(settings.mailbox).entries()) == 3
    (seen,) = signs
    assert seen is not None
    assert (seen.at, seen.trouble) == (NOON, "")
    assert last_seen(settings) is None


def test_it_takes_its_own_sign_of_life_along_and_nobody_elses(settings: Settings) -> None:
    heartbeat.beat(settings, Sighting(NOON, "here/7/0"))
    heartbeat.end(settings, "here/8/0")
    assert last_seen(settings) is not None
    heartbeat.end(settings, "here/7/0")
    assert last_seen(settings) is None
    heartbeat.end(settings, "here/7/0")


def test_nothing_is_sent_and_nobody_notices(settings: Settings) -> None:
    """Failure: the dispatcher has stopped and nobody knows. Its sign of life grows old."""
    assert last_seen(settings) is None
    heartbeat.beat(settings, Sighting(NOON, "here/7/0"))
    seen = last_seen(settings)
    assert seen is not None
    assert seen.is_fresh(NOON + timedelta(seconds=30))
    assert not seen.is_fresh(NOON + timedelta(minutes=2))


def test_it_takes_a_damaged_sign_of_life_for_none(settings: Settings) -> None:
    (settings.home_folder / "dispatcher.heartbeat").write_text("{")
    assert last_seen(settings) is None


def test_it_knows_the_dead_by_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    here = dispatcher.worker_name(1)
    assert not dispatcher.is_dead(here)
    assert not dispatcher.is_dead("another-machine/1/1")
    assert not dispatcher.is_dead("drain")

    def gone(pid: int, number: int) -> None:
        raise ProcessLookupError

    monkeypatch.setattr("os.kill", gone)
    assert dispatcher.is_dead(here)


def test_it_notices_a_commit_of_somebody_else_and_nothing_else(settings: Settings) -> None:
    engine = open_engine(settings.database)
    migrations.upgrade(engine)
    launch = start_launch(engine)
    changes = CommitWatch(engine)
    assert changes.has_moved()
    assert not changes.has_moved()
    launch.queue()
    assert changes.has_moved()
    assert not changes.has_moved()
    changes.close()
