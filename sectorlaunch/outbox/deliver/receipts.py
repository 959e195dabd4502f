"""What follows from a try: sent, later, never, or the honest fourth, ambiguous."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from notifications.envelope import Outcome, Receipt
from notifications.refusals import Fault, fault_of
from sectorlaunch import events, known_addresses
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.deliver import pacing
from sectorlaunch.outbox.message_states import settle, settle_as_sent
from sectorlaunch.outbox.write.tasks import MEND, SENDER_REFUSED, give_task
from sectorlaunch.records import assistants
from sectorlaunch.tables import Attempt, HeldBecause, Message, MessageState, Person, ToDoKind

BACKOFF_MINUTES = (1, 5, 15, 60, 240, 480, 720, 720, 720, 720, 720)
"""The wait after each try that may succeed later; a little over three days, then it is given up."""
AMBIGUOUS_TRIES = 3
"""How often a letter may end in doubt before a person is asked: each could be one more copy in a mailbox."""
HELD_BY_FAULT = {Fault.ADDRESS: HeldBecause.ADDRESS_REFUSED, Fault.SENDER: HeldBecause.SENDER_REFUSED}
"""What a message that was refused for good died of, where mending it lets the message go after all."""


def record_receipt(
    session: Session, now: datetime, message_id: int, attempt_id: int, receipt: Receipt
) -> MessageState:
    """Notes how a try went and what becomes of the message. Never raises for an outcome.

    A late receipt, whose lease was lost and whose message another sender holds by now, changes the message only
    if it says sent.
    """
    attempt = session.get_one(Attempt, attempt_id)
    message = session.get_one(Message, message_id, with_for_update=True)
    held = message.state is MessageState.LEASED and attempt.finished_at is None
    _finish(session, now, attempt, receipt)
    if receipt.pause_seconds:
        pacing.pause(session, message.channel, now + timedelta(seconds=receipt.pause_seconds))
    if message.state not in (MessageState.LEASED, MessageState.QUEUED):
        return message.state
    if receipt.outcome is Outcome.SENT:
        settle(session, now, message, MessageState.SENT, "")
    elif held:
        _FOLLOWS[receipt.outcome](session, now, message, attempt, receipt)
    return message.state


def close_unfinished(session: Session, now: datetime, message: Message) -> MessageState | None:
    """A lease that ran out. In the middle of a try nobody knows whether it arrived, and before one it did not.

    SENT when a try is on record as sent and only the message was not marked yet. None when the message is queued
    again, because a repeat is recognized by its Message-ID; else UNCERTAIN.
    """
    tries = session.exec(select(Attempt).where(Attempt.message_id == message.id)).all()
    if any(attempt.outcome == Outcome.SENT.value for attempt in tries):
        settle(session, now, message, MessageState.SENT, "")
        return MessageState.SENT
    unfinished = [attempt for attempt in tries if attempt.finished_at is None]
    doubt = Receipt(Outcome.AMBIGUOUS, words="The sender stopped before it could note the outcome.")
    for attempt in unfinished:
        _finish(session, now, attempt, doubt)
    message.state, message.lease_until, message.leased_by = MessageState.QUEUED, None, ""
    session.add(message)
    if not all(attempt.repeatable for attempt in unfinished) or _doubts(session, message) >= AMBIGUOUS_TRIES:
        _leave_uncertain(session, now, message, doubt)
        return MessageState.UNCERTAIN
    return None


def mark_sent(session: Session, now: datetime, messages: Sequence[Message]) -> dict[int, MessageState]:
    """Marks letters as sent whose tries are on record as that, all in a few statements; says what each is now.

    Whoever settled one meanwhile is not overruled, as with a late receipt.
    """
    by_id = {message.id: message for message in messages if message.id is not None}
    found = session.exec(
        select(Message.id, Message.state).where(col(Message.id).in_(by_id)).with_for_update()
    ).all()
    states = {message_id: MessageState(state) for message_id, state in found if message_id is not None}
    still_open = [
        by_id[message_id]
        for message_id, state in states.items()
        if state in (MessageState.LEASED, MessageState.QUEUED)
    ]
    settle_as_sent(session, now, still_open)
    for message in still_open:
        states[message.pk] = MessageState.SENT
    return states


def _finish(session: Session, now: datetime, attempt: Attempt, receipt: Receipt) -> None:
    attempt.finished_at = now
    attempt.outcome = receipt.outcome.value
    attempt.code = receipt.code
    attempt.enhanced_code = receipt.enhanced_code[:12]
    attempt.words = receipt.words[:4000]
    attempt.server_message_id = receipt.server_message_id[:200]
    session.add(attempt)


def _later(session: Session, now: datetime, message: Message, attempt: Attempt, receipt: Receipt) -> None:
    if message.attempts > len(BACKOFF_MINUTES):
        _give_up(session, now, message, receipt)
        return
    wait = max(
        timedelta(minutes=BACKOFF_MINUTES[message.attempts - 1]), timedelta(seconds=receipt.pause_seconds)
    )
    message.state, message.lease_until, message.leased_by = MessageState.QUEUED, None, ""
    message.send_after = now + wait
    message.state_reason, message.held_because = f"Try {message.attempts}: {said(receipt)}"[:4000], None
    session.add(message)


def _never(session: Session, now: datetime, message: Message, attempt: Attempt, receipt: Receipt) -> None:
    refuse(session, now, message, receipt, fault_of(receipt.enhanced_code, receipt.words))


def _ambiguous(session: Session, now: datetime, message: Message, attempt: Attempt, receipt: Receipt) -> None:
    if attempt.repeatable and _doubts(session, message) < AMBIGUOUS_TRIES:
        _later(session, now, message, attempt, receipt)
    else:
        _leave_uncertain(session, now, message, receipt)


_FOLLOWS = {Outcome.LATER: _later, Outcome.NEVER: _never, Outcome.AMBIGUOUS: _ambiguous}


def _give_up(session: Session, now: datetime, message: Message, receipt: Receipt) -> None:
    settle(
        session, now, message, MessageState.DEAD, f"Given up after {message.attempts} tries. {said(receipt)}"
    )
    give_task(
        session,
        now,
        message,
        ToDoKind.OTHER,
        purpose="messages given up",
        about_person=False,
        title=f"Messages could not be delivered for three days, such as “{message.subject}”",
        script=f"Look at the channel: send a test message. The last answer was: {said(receipt)}",
    )


def _leave_uncertain(session: Session, now: datetime, message: Message, receipt: Receipt) -> None:
    settle(session, now, message, MessageState.UNCERTAIN, said(receipt))
    give_task(
        session,
        now,
        message,
        ToDoKind.OTHER,
        purpose="uncertain message",
        about_person=True,
        title=f"Ask {message.to_name} whether “{message.subject}” arrived",
        script="It may have arrived, so it was not sent again. Send it again by hand if it did not.",
    )


def refuse(
    session: Session,
    now: datetime,
    message: Message,
    receipt: Receipt,
    fault: Fault,
    *,
    came_back: bool = False,
) -> None:
    """A message that will never arrive: the address is stopped where it is to blame, else another way is asked for.

    Where our own mail is to blame, one task says so for all that it keeps from arriving. `came_back` where it was
    taken first, and returned later.
    """
    settle(
        session,
        now,
        message,
        MessageState.DEAD,
        f"It came back: {said(receipt)}" if came_back else said(receipt),
        HELD_BY_FAULT.get(fault),
    )
    if fault is Fault.ADDRESS:
        note_failed_address(session, now, message, receipt)
        return
    if fault is Fault.SENDER:
        _ask_about_the_sender(session, now, message, receipt)
        return
    give_task(
        session,
        now,
        message,
        ToDoKind.OTHER,
        purpose="refused message",
        about_person=True,
        title=f"Find another way to reach {message.to_name}: “{message.subject}” "
        + ("came back" if came_back else "was refused"),
        script=f"To {message.to_address}: {said(receipt)}",
    )


def _ask_about_the_sender(session: Session, now: datetime, message: Message, receipt: Receipt) -> None:
    """One task while it is open, however many letters are refused for it."""
    give_task(
        session,
        now,
        message,
        ToDoKind.OTHER,
        purpose=SENDER_REFUSED,
        about_person=False,
        unless_open=True,
        title="Your mail is refused: have whoever runs your mail server look at it",
        script=f"“{message.subject}” to {message.to_address} was refused: {said(receipt)}\n\nThe reason lies in how "
        "the mail is sent or in what it says, not in this address: other letters may be refused too. Give these words "
        "to whoever runs your mail server. When it is mended, press “Send again what was refused” on the page of "
        "messages: everybody who missed a letter gets it then.",
    )


def note_failed_address(session: Session, now: datetime, message: Message, receipt: Receipt) -> None:
    """Stops the address a message was refused at, and gives the task to mend it; not when it was mended meanwhile."""
    if message.person_id is None:  # to somebody who signs in: their address is their own to change
        give_task(
            session,
            now,
            message,
            ToDoKind.ADDRESS,
            purpose=MEND,
            about_person=False,
            title=f"Mend the address of {message.to_name}",
            script=f"{message.to_address} was refused ({said(receipt)}).",
        )
        return
    person = session.get_one(Person, message.person_id)
    if assistants.is_copy(message):
        if message.run_id is not None:
            events.touch(session, message.run_id, EventKind.ASSISTANT_REFUSED, person_id=person.pk)
        return
    if (person.email or "").lower() != message.to_address.lower():
        return
    known_addresses.note_refused(session, now, message.to_address.lower())
    events.record(
        session,
        now,
        message.run_id,
        "outbox",
        EventKind.ADDRESS_FAILED,
        f"The address of {person.name} was refused: {said(receipt)}",
        person_id=person.id,
    )
    give_task(
        session,
        now,
        message,
        ToDoKind.ADDRESS,
        purpose=MEND,
        about_person=True,
        title=f"Mend the address of {person.name}",
        script=f"{message.to_address} was refused ({said(receipt)}). Nothing goes there until it is mended.",
    )


def _doubts(session: Session, message: Message) -> int:
    return session.exec(
        select(func.count())
        .select_from(Attempt)
        .where(Attempt.message_id == message.id, Attempt.outcome == Outcome.AMBIGUOUS.value)
    ).one()


def said(receipt: Receipt) -> str:
    """The server's answer in one line: code, enhanced code, words."""
    parts = [str(receipt.code) if receipt.code else "", receipt.enhanced_code, receipt.words]
    return " ".join(part for part in parts if part).replace("\n", " ") or "no words were given"
