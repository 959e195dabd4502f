"""Many letters claimed at once: as safe as one by one."""

import threading
from contextlib import nullcontext
from datetime import timedelta

import pytest
from sqlmodel import Session

from notifications.envelope import Envelope, Outcome, Receipt
from sectorlaunch.database import unit_of_work
from sectorlaunch.outbox.deliver import claiming
from sectorlaunch.outbox.deliver.attempt_log import open_log
from sectorlaunch.outbox.deliver.batch import Batch, Pace
from sectorlaunch.outbox.deliver.claiming import Claim, WayOut
from sectorlaunch.outbox.deliver.dispatcher import drain
from sectorlaunch.outbox.deliver.receipts import mark_sent
from sectorlaunch.outbox.deliver.sender import Sender
from sectorlaunch.outbox.deliver.wire_pool import OneWay
from sectorlaunch.tables import Message, MessageState, Person
from tests.sectorlaunch.outbox.cast import NOON, OutboxLaunch, PretendWire, needed

LEASE = timedelta(minutes=10)
UNKNOWN = Receipt(Outcome.NEVER, 550, "5.1.1", "no such mailbox")


class Killed(BaseException):
    """The process is gone, in the middle of whatever it was doing."""


def queue_for_many(launch: OutboxLaunch, count: int) -> list[int]:
    """A letter each for so many people."""
    with Session(launch.engine) as session, session.begin():
        people = [
            Person(partnership_id=1, name="Guest", email=f"guest{number}@example.org", created_at=NOON)
            for number in range(count)
        ]
        session.add_all(people)
        session.flush()
        ids = [(person.id, person.email) for person in people]
    return [launch.queue(person_id=person_id, to_address=email) for person_id, email in ids]


def claim(launch: OutboxLaunch, wire: PretendWire, most: int, worker: str = "a") -> list[Claim]:
    with unit_of_work(launch.engine, NOON) as session:
        return claiming.claim_some(
            session,
            NOON,
            worker,
            LEASE.total_seconds(),
            most,
            still_needed=needed,
            choose=lambda session, message: WayOut(wire, "launch@example.org"),
        )


def send(launch: OutboxLaunch, wire: PretendWire, most: int) -> Batch:
    """A sender that has sent a batch and dies before it marks the letters."""
    with open_log(launch.engine, nullcontext()) as book:
        batch = Batch(
            claim(launch, wire, most), book, lambda: NOON, lambda *_: pytest.fail("nothing was refused")
        )
        batch.send(lambda: True)
    return batch


def states(launch: OutboxLaunch, ids: list[int]) -> list[MessageState]:
    return [launch.message(message_id).state for message_id in ids]


def test_it_takes_as_many_as_it_may(launch: OutboxLaunch, wire: PretendWire) -> None:
    ids = queue_for_many(launch, 5)
    assert [one.message_id for one in claim(launch, wire, 3)] == ids[:3]
    assert [one.message_id for one in claim(launch, wire, 3, "b")] == ids[3:]


def test_it_takes_one_letter_for_each_person(launch: OutboxLaunch, wire: PretendWire) -> None:
    """What becomes of the first may keep the second back: a refused address, a full week."""
    first, second = launch.queue(), launch.queue()
    assert [one.message_id for one in claim(launch, wire, 10)] == [first]
    assert launch.message(second).state is MessageState.QUEUED


def test_it_writes_a_try_down_when_its_turn_comes_and_not_before(launch: OutboxLaunch) -> None:
    ids = queue_for_many(launch, 3)
    seen: list[list[int]] = []

    class Looking(PretendWire):
        def send(self, envelope: Envelope) -> Receipt:
            seen.append([len(launch.attempts(message_id)) for message_id in ids])
            return super().send(envelope)

    send(launch, Looking(), 3)
    assert seen == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]


def test_a_letter_whose_sender_died_before_marking_it_is_not_sent_again(
    launch: OutboxLaunch, wire: PretendWire
) -> None:
    """Failure: duplicates after a kill. What is in the book as sent is sent, whatever the row says."""
    ids = queue_for_many(launch, 4)
    send(launch, wire, 3)
    assert states(launch, ids) == [MessageState.LEASED] * 3 + [MessageState.QUEUED]
    drain(launch.engine, NOON + LEASE, wire, needed)
    assert states(launch, ids) == [MessageState.SENT] * 4
    assert len(wire.handed) == 4


def test_only_the_letter_on_the_wire_is_in_doubt_when_a_sender_dies(launch: OutboxLaunch) -> None:
    ids = queue_for_many(launch, 4)

    class Deadly(PretendWire):
        def send(self, envelope: Envelope) -> Receipt:
            if len(self.handed) == 1:
                raise Killed
            return super().send(envelope)

    with pytest.raises(Killed):
        send(launch, Deadly(), 4)
    wire = PretendWire()
    drain(launch.engine, NOON + LEASE, wire, needed)
    assert states(launch, ids) == [MessageState.SENT] * 4
    assert len(wire.handed) == 3
    outcomes = [[attempt.outcome for attempt in launch.attempts(message_id)] for message_id in ids]
    assert outcomes == [["sent"], ["ambiguous", "sent"], ["sent"], ["sent"]]


def test_it_gives_back_what_has_not_begun_when_it_is_stopped(launch: OutboxLaunch) -> None:
    ids = queue_for_many(launch, 30)
    stop = threading.Event()

    class Stopping(PretendWire):
        def send(self, envelope: Envelope) -> Receipt:
            if len(self.handed) == 10:
                stop.set()
            return super().send(envelope)

    wire = Stopping()
    sender = Sender(launch.engine, lambda: NOON, OneWay(wire), needed)
    assert len(list(sender.send_all(lambda: not stop.is_set()))) == 11
    assert states(launch, ids) == [MessageState.SENT] * 11 + [MessageState.QUEUED] * 19
    rest = [launch.message(message_id) for message_id in ids[11:]]
    assert {(message.attempts, message.leased_by) for message in rest} == {(0, "")}
    drain(launch.engine, NOON, PretendWire(), needed)
    assert states(launch, ids) == [MessageState.SENT] * 30


def test_it_marks_nothing_as_sent_that_was_settled_meanwhile(launch: OutboxLaunch, wire: PretendWire) -> None:
    ids = queue_for_many(launch, 2)
    batch = send(launch, wire, 2)
    launch.change(Message, ids[0], state=MessageState.CANCELED)
    with unit_of_work(launch.engine, NOON) as session:
        mark_sent(session, NOON, batch.sent)
    assert states(launch, ids) == [MessageState.CANCELED, MessageState.SENT]
    assert launch.event_kinds() == ["message sent"]


def test_one_refused_letter_of_a_handful_is_noted_at_once(launch: OutboxLaunch) -> None:
    ids = queue_for_many(launch, 12)
    wire = PretendWire([Receipt(Outcome.SENT, 250)] * 7 + [UNKNOWN] + [Receipt(Outcome.SENT, 250)] * 4)
    drain(launch.engine, NOON, wire, needed)
    found = states(launch, ids)
    assert (found.count(MessageState.SENT), found[7]) == (11, MessageState.DEAD)


def test_it_takes_fewer_at_once_as_soon_as_the_wire_is_slow() -> None:
    pace = Pace()
    most = []
    for _ in range(9):
        pace.note(pace.most, 0.01)
        most.append(pace.most)
    assert most == [1, 1, 1, 2, 4, 8, 16, 32, 64]
    pace.note(64, 20.0)
    pace.note(32, 10.0)
    assert pace.most == 16
