"""Sending a message again by hand: the same words, as a message of its own, to where the person is reached now."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, func, select

from notifications.rendering import traits
from sectorlaunch import events
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.write import message_rows
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.message_rows import Leaving, Way, Written
from sectorlaunch.records import assistants
from sectorlaunch.tables import Meeting, Message, MessageState, Person


def send_again(session: Session, now: datetime, run_id: int, message_id: int, by: str) -> Message:
    """Puts the words of a message that has left, or never did, into the outbox once more.

    Wishes hold as for every message: whoever wants none gets none. Raises NotFound; NotAllowed for one that waits or
    is on its way, for links that are good once, and for a date that is no longer true; BadInput without an address.
    """
    message = session.get(Message, message_id)
    if message is None or message.run_id != run_id:
        raise NotFound(f"There is no message number {message_id} in this partnership.")
    if message.state in (MessageState.QUEUED, MessageState.LEASED):
        raise NotAllowed("It is on its way already.")
    if not traits(message.kind).may_be_repeated:
        raise NotAllowed("A link that is good once cannot be sent twice; ask for a new one.")
    _check_date_is_true(session, message)
    first = message if message.repeat_of_id is None else session.get_one(Message, message.repeat_of_id)
    person = session.get_one(Person, message.reader_id)
    draft = _draft(session, first, person)
    again = message_rows.row(
        run_id,
        draft,
        Written.before(message),
        _way(message, person),
        Leaving(now, now),
        known_by=f"{message.message_id}/{draft.occurrence}",
    )
    again.copy_of_id, again.repeat_of_id = message.copy_of_id, first.pk
    session.add(again)
    session.flush()
    said = f"“{again.subject}” is sent to {again.to_name} again."
    events.record(
        session, now, run_id, by, EventKind.MESSAGE_SENT_AGAIN, said, message_id=again.id, first=message.id
    )
    return again


def _way(message: Message, person: Person) -> Way:
    way = Way(message.to_name, message.to_address, message.channel)
    if message.channel != "email" or assistants.is_copy(message):
        return way
    if person.email is None:
        raise BadInput(f"No address of {person.name} is known. Mend it first.")
    return replace(way, to_address=person.email)


def _check_date_is_true(session: Session, message: Message) -> None:
    """A letter with a calendar entry must not put an old time back into somebody's calendar."""
    meeting = session.get(Meeting, message.meeting_id) if message.meeting_id is not None else None
    if meeting is None:
        return
    if meeting.canceled_at is not None:
        raise NotAllowed("The meeting it is about was called off.")
    if message.calendar_sequence not in (None, meeting.sequence):
        raise NotAllowed("The meeting has another time or place by now; this letter states the old one.")


def _draft(session: Session, first: Message, person: Person) -> Draft:
    """The message once more, counted: nothing but its place in the outbox is new."""
    repeats = session.exec(
        select(func.count())
        .select_from(Message)
        .where(
            Message.run_id == first.run_id,
            Message.purpose == first.purpose,
            Message.person_id == first.person_id,
            col(Message.repeat_of_id).is_not(None),
        )
    ).one()
    number = f"#again-{repeats + 1}"
    return replace(
        Draft.of_message(first, person),
        occurrence=f"{first.occurrence[: 80 - len(number)]}{number}",
        gate_key=None,
    )
