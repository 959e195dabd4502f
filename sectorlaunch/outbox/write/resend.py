"""Sending a message again by hand: the same words, as a message of its own, to where the person is reached now."""

import re
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, col, func, select

from notifications.rendering import traits
from sectorlaunch import events
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import assistants
from sectorlaunch.tables import Meeting, Message, MessageState, Person

AGAIN = "#again-"
"""How the occurrence of a repeat goes on."""
_SEQUENCE = re.compile(r"^SEQUENCE:(\d+)", re.MULTILINE)
_KEPT = (
    "run_id", "person_id", "kind", "purpose", "reason", "channel", "to_name", "to_address", "sender_name", "reply_to",
    "subject", "text", "html", "short_text", "meeting_id", "calendar_method", "calendar_text", "unsubscribe_url",
)  # fmt: skip


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
    occurrence = _next(session, message)
    again = Message(
        **{name: getattr(message, name) for name in _KEPT},
        occurrence=occurrence,
        message_id=_message_id(message, occurrence),
        queued_at=now,
        send_after=now,
    )
    person = session.get_one(Person, message.person_id)
    if again.channel == "email" and not assistants.is_copy(message):
        if person.email is None:
            raise BadInput(f"No address of {person.name} is known. Mend it first.")
        again.to_address = person.email
    session.add(again)
    session.flush()
    said = f"“{again.subject}” is sent to {again.to_name} again."
    events.record(
        session, now, run_id, by, EventKind.MESSAGE_SENT_AGAIN, said, message_id=again.id, first=message.id
    )
    return again


def _check_date_is_true(session: Session, message: Message) -> None:
    """A letter with a calendar entry must not put an old time back into somebody's calendar."""
    meeting = session.get(Meeting, message.meeting_id) if message.meeting_id is not None else None
    if meeting is None:
        return
    if meeting.cancelled_at is not None:
        raise NotAllowed("The meeting it is about was called off.")
    stated = _SEQUENCE.search(message.calendar_text)
    if stated is not None and int(stated[1]) != meeting.sequence:
        raise NotAllowed("The meeting has another time or place by now; this letter states the old one.")


def _next(session: Session, message: Message) -> str:
    first = message.occurrence.partition(AGAIN)[0]
    count = session.exec(
        select(func.count())
        .select_from(Message)
        .where(
            Message.run_id == message.run_id,
            Message.purpose == message.purpose,
            Message.person_id == message.person_id,
            col(Message.occurrence).like(f"{first}{AGAIN}%"),
        )
    ).one()
    return f"{first}{AGAIN}{count + 1}"[:80]


def _message_id(message: Message, occurrence: str) -> str:
    seed = f"{message.message_id}/{occurrence}"
    return f"{sha256(seed.encode()).hexdigest()[:32]}@{message.message_id.partition('@')[2]}"
