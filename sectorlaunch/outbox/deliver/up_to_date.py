"""A message is brought up to date as it leaves: to where its reader is reached now, saying what holds now."""

from datetime import datetime

from sqlmodel import Session

from notifications import calendar
from notifications.rendering import traits
from sectorlaunch.outbox.write import enqueue, rerender
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.records import assistants, meeting_moves
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Meeting, Message, Person


def bring_up_to_date(session: Session, now: datetime, message: Message, person: Person) -> None:
    """For one that may leave, and has somewhere to go (`has_a_way`)."""
    if traits(message.kind).goes_to_a_room:
        return
    if _speaks_of_what_was(session, message) and not assistants.is_copy(message):
        rerender.message_of(session, now, message, person)
    name, address = _reader(message, person)
    if not address or (name, address) == (message.to_name, message.to_address):
        return
    if address != message.to_address:
        message.calendar_text = calendar.addressed_to(message.calendar_text, address)
    message.to_name, message.to_address = name[:200], address
    session.add(message)


def has_a_way(message: Message, person: Person) -> bool:
    """Whether any address is left where it can go."""
    return traits(message.kind).goes_to_a_room or bool(_reader(message, person)[1])


def ask_to_phone(session: Session, now: datetime, message: Message, person: Person) -> None:
    """Somebody who has no address any more is told by phone."""
    if message.run_id is not None and not assistants.is_copy(message):
        enqueue.ask_to_phone(Launch.of(session, now, message.run_id), Draft.of_message(message, person))


def _reader(message: Message, person: Person) -> tuple[str, str]:
    if assistants.is_copy(message):
        address = person.assistant_email.strip().lower()
        return person.assistant_name or address, address
    if message.channel == "sms":
        return person.name, person.phone or message.to_address
    return person.name, person.email or ""


def _speaks_of_what_was(session: Session, message: Message) -> bool:
    """It was on its way when its meeting moved, so nobody wrote it anew then, and it came back to wait."""
    if message.meeting_id is None or message.run_id is None or traits(message.kind).keeps_its_words:
        return False
    meeting = session.get_one(Meeting, message.meeting_id)
    if message.calendar_sequence is not None:
        return message.calendar_sequence < meeting.sequence
    return meeting_moves.has_moved_since(session, message.run_id, meeting, message.queued_at)
