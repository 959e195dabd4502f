"""Which message goes next, and whether it still should."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import Session

from notifications.envelope import Envelope, Outcome, Receipt
from sectorlaunch.outbox.deliver import claiming, receipts, waiting
from sectorlaunch.outbox.deliver.claiming import Claim, WayOut
from sectorlaunch.outbox.deliver.dispatcher import drain
from sectorlaunch.records import delivery
from sectorlaunch.tables import Address, Attempt, HeldBecause, Message, MessageState, Person, ToDoKind
from tests.sectorlaunch.outbox.cast import NOON, OutboxLaunch, PretendWire, needed, not_needed

MINUTE = timedelta(minutes=1)
UNFIT = ["do_not_contact_since", "stopped_at", "failed_at", "anonymized_at"]


def claim(
    session: Session, wire: PretendWire, now: object = NOON, worker: str = "a", still_needed: object = needed
) -> Claim | None:
    """Takes the message whose turn it is, and writes the try down as the sender does."""
    claims = claiming.claim_some(
        session,
        now,  # type: ignore[arg-type]
        worker,
        60,
        1,
        still_needed=still_needed,  # type: ignore[arg-type]
        choose=lambda session, message: WayOut(wire, "launch@example.org"),
    )
    for taken in claims:
        if taken.wire is not None:
            masked, repeatable = taken.wire.masked, taken.wire.carries_letters
            session.add(
                Attempt(message_id=taken.message_id, started_at=now, wire=masked, repeatable=repeatable)
            )
            session.flush()
    return claims[0] if claims else None


def claim_alone(
    launch: OutboxLaunch, wire: PretendWire, now: object = NOON, worker: str = "a"
) -> Claim | None:
    with Session(launch.engine) as session, session.begin():
        return claim(session, wire, now, worker)


def test_it_takes_the_oldest_that_is_due(launch: OutboxLaunch, wire: PretendWire) -> None:
    launch.queue(send_after=NOON)
    oldest = launch.queue(send_after=NOON - MINUTE)
    launch.queue(send_after=NOON + MINUTE)
    taken = claim_alone(launch, wire)
    assert taken is not None
    assert taken.message_id == oldest


def test_it_takes_nothing_before_its_time(launch: OutboxLaunch, wire: PretendWire) -> None:
    launch.queue(send_after=NOON + MINUTE)
    assert claim_alone(launch, wire) is None


def test_it_leases_a_message_to_the_sender_that_takes_it(launch: OutboxLaunch, wire: PretendWire) -> None:
    message_id = launch.queue()
    claim_alone(launch, wire, worker="here/7/1")
    message = launch.message(message_id)
    assert (message.state, message.leased_by, message.attempts) == (MessageState.LEASED, "here/7/1", 1)
    assert message.lease_until == NOON + MINUTE
    assert wire.handed == []


def test_it_leaves_a_message_to_the_sender_that_holds_it(launch: OutboxLaunch, wire: PretendWire) -> None:
    launch.queue()
    claim_alone(launch, wire)
    assert claim_alone(launch, wire, NOON + 0.9 * MINUTE, "b") is None


def test_it_takes_over_a_letter_whose_lease_ran_out(launch: OutboxLaunch, wire: PretendWire) -> None:
    message_id = launch.queue()
    first = claim_alone(launch, wire)
    second = claim_alone(launch, wire, NOON + MINUTE, "b")
    assert first is not None
    assert second is not None
    assert second.envelope == first.envelope
    assert [attempt.outcome for attempt in launch.attempts(message_id)] == ["ambiguous", ""]


def test_it_asks_a_person_when_a_text_message_was_left_in_the_middle(launch: OutboxLaunch) -> None:
    message_id = launch.queue()
    phone = PretendWire(carries_letters=False, masked="twilio://****")
    claim_alone(launch, phone)
    taken = claim_alone(launch, phone, NOON + MINUTE, "b")
    assert taken is not None
    assert taken.settled is MessageState.UNCERTAIN
    assert launch.message(message_id).state is MessageState.UNCERTAIN


def test_it_believes_a_late_receipt_that_says_sent(launch: OutboxLaunch, wire: PretendWire) -> None:
    message_id = launch.queue()
    assert claim_alone(launch, wire) is not None
    assert claim_alone(launch, wire, NOON + MINUTE, "b") is not None
    first, second = launch.attempts(message_id)
    with Session(launch.engine) as session, session.begin():
        receipts.record_receipt(session, NOON + 2 * MINUTE, message_id, first.pk, Receipt(Outcome.SENT, 250))
    assert launch.message(message_id).state is MessageState.SENT
    with Session(launch.engine) as session, session.begin():
        receipts.record_receipt(
            session, NOON + 3 * MINUTE, message_id, second.pk, Receipt(Outcome.LATER, 450)
        )
    assert launch.message(message_id).state is MessageState.SENT


def test_it_ignores_a_late_receipt_that_says_no(launch: OutboxLaunch, wire: PretendWire) -> None:
    message_id = launch.queue()
    assert claim_alone(launch, wire) is not None
    assert claim_alone(launch, wire, NOON + MINUTE, "b") is not None
    first, _ = launch.attempts(message_id)
    with Session(launch.engine) as session, session.begin():
        receipts.record_receipt(session, NOON + 2 * MINUTE, message_id, first.pk, Receipt(Outcome.NEVER, 550))
    message = launch.message(message_id)
    assert (message.state, message.leased_by) == (MessageState.LEASED, "b")


def test_it_frees_at_once_what_a_dead_sender_held(launch: OutboxLaunch, wire: PretendWire) -> None:
    message_id = launch.queue()
    claim_alone(launch, wire, worker="here/7/1")
    with Session(launch.engine) as session, session.begin():
        assert waiting.expire_leases(session, NOON, lambda worker: worker.startswith("elsewhere/")) == 0
        assert waiting.expire_leases(session, NOON, lambda worker: worker.startswith("here/7/")) == 1
    taken = claim_alone(launch, wire, NOON, "b")
    assert taken is not None
    assert taken.message_id == message_id


def test_duplicate_send(launch: OutboxLaunch, wire: PretendWire) -> None:
    """Failure: two senders take the same message. On PostgreSQL both claim at once, without waiting."""
    messages = {launch.queue() for _ in range(2)}
    if launch.engine.dialect.name == "sqlite":
        taken = [claim_alone(launch, wire, worker=worker) for worker in ("a", "b", "c")]
    else:
        with (
            Session(launch.engine) as first,
            Session(launch.engine) as second,
            Session(launch.engine) as third,
        ):
            taken = [claim(session, wire) for session in (first, second, third)]
            for session in (first, second, third):
                session.commit()
    assert {one.message_id for one in taken if one is not None} == messages
    assert taken[2] is None


@pytest.mark.parametrize("mark", UNFIT)
def test_opted_out_person_is_mailed(launch: OutboxLaunch, wire: PretendWire, mark: str) -> None:
    """Failure: a message leaves although its person asked for none, after it was queued."""
    message_id = launch.queue()
    if mark in Address.model_fields:
        launch.note_of_address(**{mark: NOON})
    else:
        launch.change(Person, launch.guest_id, **{mark: NOON})
    drain(launch.engine, NOON, wire, needed)
    message = launch.message(message_id)
    assert (message.state, wire.handed) == (MessageState.WITHHELD, [])
    assert message.why
    assert launch.event_kinds() == ["message withheld", *["task given"] * (mark == "failed_at")]


def test_it_still_texts_somebody_whose_mail_address_failed(launch: OutboxLaunch, wire: PretendWire) -> None:
    message_id = launch.queue(channel="sms", to_address="+15555550123")
    launch.note_of_address(failed_at=NOON)
    drain(launch.engine, NOON, wire, needed)
    assert launch.message(message_id).state is MessageState.SENT


def test_cancelled_or_deleted_meetings_still_send(launch: OutboxLaunch, wire: PretendWire) -> None:
    """Failure: a reminder leaves for a meeting that was called off after it was queued."""
    message_id = launch.queue()
    drain(launch.engine, NOON, wire, not_needed)
    assert (launch.message(message_id).state, wire.handed) == (MessageState.CANCELED, [])
    assert launch.event_kinds() == ["message canceled"]


def test_after_downtime_everything_or_nothing_is_sent(launch: OutboxLaunch, wire: PretendWire) -> None:
    """Failure: after an outage stale messages go out, or none. Those within their window go, the others are missed."""
    stale = [launch.queue(missed_after=NOON + timedelta(hours=1)) for _ in range(2)]
    fresh = launch.queue(missed_after=NOON + timedelta(days=2))
    drain(launch.engine, NOON + timedelta(days=1), wire, needed)
    assert [launch.message(message_id).state for message_id in stale] == [MessageState.MISSED] * 2
    assert launch.message(fresh).state is MessageState.SENT
    assert [sent.message_id for sent in wire.handed] == [launch.message(fresh).message_id]
    assert {todo.kind for todo in launch.todos()} == {ToDoKind.MISSED}


def test_it_calls_what_is_both_stale_and_unneeded_unneeded(launch: OutboxLaunch, wire: PretendWire) -> None:
    message_id = launch.queue(missed_after=NOON)
    drain(launch.engine, NOON + MINUTE, wire, not_needed)
    assert launch.message(message_id).state is MessageState.CANCELED
    assert launch.todos() == []


def test_it_sends_on_the_last_moment_of_the_window(launch: OutboxLaunch, wire: PretendWire) -> None:
    message_id = launch.queue(missed_after=NOON)
    drain(launch.engine, NOON, wire, needed)
    assert launch.message(message_id).state is MessageState.SENT


def test_it_hands_over_the_words_that_were_stored(launch: OutboxLaunch, wire: PretendWire) -> None:
    entry = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.org//EN\r\nEND:VCALENDAR\r\n"
    launch.queue(
        calendar_method="REQUEST",
        calendar_text=entry,
        in_reply_to="first@example.org",
        unsubscribe_url="https://example.org/u/t",
    )
    drain(launch.engine, NOON, wire, needed)
    (handed,) = wire.handed
    assert isinstance(handed, Envelope)
    assert (handed.message_id, handed.date) == ("letter-1@example.org", NOON)
    assert (handed.to_name, handed.to_address) == ("Gus Guest", "gus@example.org")
    assert (handed.sender_name, handed.reply_to) == ("Cora Convener", "cora@example.org")
    assert (handed.in_reply_to, handed.unsubscribe_url) == ("first@example.org", "https://example.org/u/t")
    assert handed.calendar is not None
    assert (handed.calendar.method, handed.calendar.text) == ("REQUEST", entry)


def test_empty_reply_to(launch: OutboxLaunch, wire: PretendWire) -> None:
    """Failure: a message without anybody to reply to. The convener is."""
    launch.queue(reply_to="")
    drain(launch.engine, NOON, wire, needed)
    assert wire.handed[0].reply_to == "cora@example.org"


def test_it_knows_the_next_moment_that_matters(launch: OutboxLaunch, wire: PretendWire) -> None:
    def next_due() -> object:
        with Session(launch.engine) as session:
            return waiting.next_due(session, NOON)

    assert next_due() is None
    launch.queue(send_after=NOON + timedelta(days=3))
    assert next_due() == NOON + timedelta(days=3)
    launch.queue(send_after=NOON)
    assert next_due() == NOON
    claim_alone(launch, wire)
    assert next_due() == NOON + MINUTE


def test_nothing_is_sent_and_nobody_notices(launch: OutboxLaunch, wire: PretendWire) -> None:
    """Failure: the outbox stands still in silence. How much waits, and since when, can be asked."""
    launch.queue(send_after=NOON - timedelta(hours=2))
    launch.queue(send_after=NOON - timedelta(hours=1))
    launch.queue(send_after=NOON + timedelta(hours=1))
    with Session(launch.engine) as session:
        assert delivery.oldest_waiting(session, NOON) == (2, NOON - timedelta(hours=2))
    drain(launch.engine, NOON, wire, needed)
    with Session(launch.engine) as session:
        assert delivery.oldest_waiting(session, NOON) == (0, None)


def test_it_finds_what_is_due_by_the_index_of_open_messages(launch: OutboxLaunch) -> None:
    """Without it a long history would slow every look at the outbox."""
    due = "SELECT id FROM message WHERE message.state IN ('queued', 'leased') AND send_after <= '2026-11-02' ORDER BY send_after, id LIMIT 1"
    with Session(launch.engine) as session:
        if launch.engine.dialect.name == "sqlite":
            plan = session.connection().execute(text(f"EXPLAIN QUERY PLAN {due}")).all()
        else:
            session.connection().execute(text("SET LOCAL enable_seqscan = off"))
            plan = session.connection().execute(text(f"EXPLAIN {due}")).all()
    assert "ix_message_open" in str(plan)


def test_it_asks_the_database_in_the_words_of_that_index(launch: OutboxLaunch, wire: PretendWire) -> None:
    asked: list[str] = []

    def listen(*told: Any) -> None:
        asked.append(told[2])

    event.listen(launch.engine, "before_cursor_execute", listen)
    try:
        claim_alone(launch, wire)
        with Session(launch.engine) as session:
            waiting.next_due(session, NOON)
    finally:
        event.remove(launch.engine, "before_cursor_execute", listen)
    over_messages = [words for words in asked if "FROM message" in words]
    assert len(over_messages) == 3
    assert all("message.state IN ('queued', 'leased')" in words for words in over_messages)


def test_it_settles_one_message_at_a_time(launch: OutboxLaunch, wire: PretendWire) -> None:
    """After a long outage no single transaction keeps all others waiting."""
    for _ in range(3):
        launch.queue(missed_after=NOON)
    with Session(launch.engine) as session, session.begin():
        taken = claim(session, wire, NOON + MINUTE)
    assert taken is not None
    assert taken.settled is MessageState.MISSED
    states = [launch.message(message_id).state for message_id in (1, 2, 3)]
    assert states.count(MessageState.MISSED) == 1


def test_it_is_safe_for_a_message_that_somebody_settled_while_it_was_on_the_wire(
    launch: OutboxLaunch, wire: PretendWire
) -> None:
    message_id = launch.queue()
    assert claim_alone(launch, wire) is not None
    (attempt,) = launch.attempts(message_id)
    launch.change(Message, message_id, state=MessageState.CANCELED)
    with Session(launch.engine) as session, session.begin():
        state = receipts.record_receipt(session, NOON, message_id, attempt.pk, Receipt(Outcome.SENT, 250))
    assert state is MessageState.CANCELED
    assert launch.attempts(message_id)[0].outcome == "sent"


def test_a_message_that_is_no_letter_does_not_hold_up_those_behind_it(
    launch: OutboxLaunch, wire: PretendWire
) -> None:
    """Failure: one message nothing can be made of stops everybody's mail."""
    poison, behind = launch.queue(person_id=launch.convener_id), launch.queue()

    def choose(_session: Session, message: Message) -> WayOut:
        if message.id == poison:
            raise KeyError("no such channel")
        return WayOut(wire)

    with Session(launch.engine) as session, session.begin():
        claims = claiming.claim_some(session, NOON, "a", 600, 10, still_needed=needed, choose=choose)

    assert {one.message_id for one in claims if one.settled is None} == {behind}
    kept = launch.message(poison)
    assert (kept.state, kept.held_because) == (MessageState.QUEUED, HeldBecause.NOT_JUDGED)
    assert kept.send_after == NOON + timedelta(minutes=15)
    assert "no such channel" in kept.state_reason
    assert [task.purpose for task in launch.todos()] == ["set aside"]
