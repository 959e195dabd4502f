"""What becomes of a message after each kind of answer."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from notifications.envelope import Envelope, Outcome, Receipt
from sectorlaunch.outbox.deliver.dispatcher import drain
from sectorlaunch.outbox.deliver.receipts import AMBIGUOUS_TRIES, BACKOFF_MINUTES
from sectorlaunch.tables import HeldBecause, Message, MessageState, Person, ToDoKind
from tests.sectorlaunch.outbox.cast import NOON, OutboxLaunch, PretendWire, needed

LATER = Receipt(Outcome.LATER, 451, "4.3.0", "try again")
UNKNOWN = Receipt(Outcome.NEVER, 550, "5.1.1", "no such mailbox")
DOUBT = Receipt(Outcome.AMBIGUOUS, words="the line dropped after the content")


def test_it_notes_a_letter_as_sent_with_the_words_of_the_server(launch: OutboxLaunch) -> None:
    message_id = launch.queue()
    drain(launch.engine, NOON, PretendWire([Receipt(Outcome.SENT, 250, "2.0.0", "queued as 1A")]), needed)
    message, (attempt,) = launch.message(message_id), launch.attempts(message_id)
    assert (message.state, message.sent_at) == (MessageState.SENT, NOON)
    assert (attempt.outcome, attempt.code, attempt.enhanced_code) == ("sent", 250, "2.0.0")
    assert attempt.words == "queued as 1A"
    assert attempt.wire == "letter://mail.example.org/"
    assert launch.event_kinds() == ["message sent"]


def test_it_tries_again_after_a_minute_when_told_later(launch: OutboxLaunch) -> None:
    message_id = launch.queue()
    drain(launch.engine, NOON, PretendWire([LATER]), needed)
    message = launch.message(message_id)
    assert (message.state, message.send_after) == (MessageState.QUEUED, NOON + timedelta(minutes=1))
    assert message.state_reason == "Try 1: 451 4.3.0 try again"


def test_it_gives_up_after_a_little_more_than_three_days(launch: OutboxLaunch) -> None:
    message_id, now = launch.queue(), NOON
    wire = PretendWire([LATER])
    while launch.message(message_id).state is MessageState.QUEUED:
        now = max(now, launch.message(message_id).send_after)
        drain(launch.engine, now, wire, needed)
    assert launch.message(message_id).state is MessageState.DEAD
    assert len(launch.attempts(message_id)) == len(BACKOFF_MINUTES) + 1
    assert timedelta(days=3) < now - NOON < timedelta(days=3, hours=6)
    assert [todo.purpose for todo in launch.todos()] == ["messages given up"]


def test_it_kills_a_letter_refused_for_good_and_tells_the_convener(launch: OutboxLaunch) -> None:
    message_id = launch.queue()
    drain(launch.engine, NOON, PretendWire([Receipt(Outcome.NEVER, 550, "5.2.2", "mailbox full")]), needed)
    assert launch.message(message_id).state is MessageState.DEAD
    (todo,) = launch.todos()
    assert (todo.owner_id, todo.about_id, todo.kind) == (launch.convener_id, launch.guest_id, ToDoKind.OTHER)
    assert launch.refused_at(launch.guest_id) is None


def test_it_gives_one_task_about_the_sender_whose_mail_is_refused(launch: OutboxLaunch) -> None:
    messages = [launch.queue(), launch.queue()]
    spam = Receipt(Outcome.NEVER, 554, "5.7.1", "rejected as spam")
    drain(launch.engine, NOON, PretendWire([spam, spam]), needed)
    assert {launch.message(one).held_because for one in messages} == {HeldBecause.SENDER_REFUSED}
    (todo,) = launch.todos()
    assert (todo.owner_id, todo.about_id, todo.purpose) == (launch.convener_id, None, "sender refused")
    assert launch.refused_at(launch.guest_id) is None


def test_it_marks_an_unknown_mailbox_and_asks_the_convener_to_mend_the_address(launch: OutboxLaunch) -> None:
    launch.queue()
    drain(launch.engine, NOON, PretendWire([UNKNOWN]), needed)
    assert launch.refused_at(launch.guest_id) == NOON
    (todo,) = launch.todos()
    assert (todo.kind, todo.owner_id, todo.about_id) == (
        ToDoKind.ADDRESS,
        launch.convener_id,
        launch.guest_id,
    )
    assert "Mend the address of Gus Guest" in todo.title
    assert "address failed" in launch.event_kinds()


def test_it_leaves_an_address_that_was_mended_meanwhile_alone(launch: OutboxLaunch) -> None:
    """Between the claim and the server's answer: the letter was on its way to the old one."""

    class Mending(PretendWire):
        def send(self, envelope: Envelope) -> Receipt:
            with Session(launch.engine) as session, session.begin():
                session.get_one(Person, launch.guest_id).email = "new@example.org"
            return super().send(envelope)

    launch.queue()
    drain(launch.engine, NOON, Mending([UNKNOWN]), needed)
    assert launch.refused_at(launch.guest_id) is None


def test_it_withholds_what_else_waits_for_a_failed_address(launch: OutboxLaunch) -> None:
    launch.queue()
    second = launch.queue()
    drain(launch.engine, NOON, PretendWire([UNKNOWN]), needed)
    assert launch.message(second).state is MessageState.WITHHELD


def test_it_repeats_a_doubtful_letter_under_the_same_identity_and_date(launch: OutboxLaunch) -> None:
    message_id = launch.queue()
    wire = PretendWire([DOUBT, Receipt(Outcome.SENT, 250)])
    drain(launch.engine, NOON, wire, needed)
    drain(launch.engine, NOON + timedelta(minutes=1), wire, needed)
    first, second = wire.handed
    assert first == second
    assert launch.message(message_id).state is MessageState.SENT


def test_it_asks_a_person_when_a_letter_stays_in_doubt(launch: OutboxLaunch) -> None:
    message_id, now = launch.queue(), NOON
    for _ in range(AMBIGUOUS_TRIES):
        now = max(now, launch.message(message_id).send_after)
        drain(launch.engine, now, PretendWire([DOUBT]), needed)
    assert launch.message(message_id).state is MessageState.UNCERTAIN
    assert launch.todos()[0].title == "Ask Gus Guest whether “Letter 1” arrived"


def test_it_never_repeats_a_doubtful_text_message(launch: OutboxLaunch) -> None:
    message_id = launch.queue()
    drain(launch.engine, NOON, PretendWire([DOUBT], carries_letters=False, masked="twilio://****"), needed)
    assert launch.message(message_id).state is MessageState.UNCERTAIN
    assert len(launch.attempts(message_id)) == 1


def test_it_notes_a_doubt_when_a_wire_breaks(launch: OutboxLaunch, monkeypatch: pytest.MonkeyPatch) -> None:
    wire = PretendWire()
    monkeypatch.setattr(wire, "send", lambda envelope: 1 / 0)
    message_id = launch.queue()
    drain(launch.engine, NOON, wire, needed)
    assert launch.message(message_id).state is MessageState.QUEUED
    assert launch.attempts(message_id)[0].outcome == "ambiguous"


def test_it_works_for_a_message_without_a_partnership(launch: OutboxLaunch) -> None:
    message_id = launch.queue(run_id=None)
    drain(launch.engine, NOON, PretendWire([UNKNOWN]), needed)
    assert launch.message(message_id).state is MessageState.DEAD
    assert launch.todos() == []


def test_it_reviews_the_gates_once_for_a_burst(launch: OutboxLaunch, monkeypatch: pytest.MonkeyPatch) -> None:
    from sectorlaunch.engine import gates

    reviewed: list[int] = []
    monkeypatch.setattr(gates, "review_run", lambda session, now, run_id: reviewed.append(run_id))
    for _ in range(5):
        launch.queue()
    launch.queue(send_after=NOON + timedelta(days=1))
    drain(launch.engine, NOON, PretendWire(), needed)
    assert reviewed == [launch.run_id]


def test_it_keeps_the_words_of_every_try(launch: OutboxLaunch) -> None:
    message_id = launch.queue()
    wire = PretendWire([LATER, Receipt(Outcome.SENT, 250)])
    drain(launch.engine, NOON, wire, needed)
    drain(launch.engine, NOON + timedelta(minutes=1), wire, needed)
    assert [attempt.outcome for attempt in launch.attempts(message_id)] == ["later", "sent"]


def test_it_never_counts_a_message_twice(launch: OutboxLaunch) -> None:
    message_id = launch.queue()
    drain(launch.engine, NOON, PretendWire(), needed)
    drain(launch.engine, NOON, PretendWire(), needed)
    assert len(launch.attempts(message_id)) == 1
    assert isinstance(launch.message(message_id), Message)
