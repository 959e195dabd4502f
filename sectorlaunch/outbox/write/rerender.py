"""A message that has not left is put into words again, when what it speaks of has changed meanwhile."""

from datetime import datetime

from sqlmodel import Session, col, select

from notifications.own_words import OwnWords
from notifications.rendering import kinds_with
from sectorlaunch.outbox import message_states
from sectorlaunch.outbox.write import message_rows, render_letter
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.message_rows import Written
from sectorlaunch.records import assistants, overrides
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Meeting, Message, MessageState, Person


def message_of(session: Session, now: datetime, message: Message, person: Person) -> None:
    """Puts a message into words as they are true today, in the convener's where there are some."""
    assert message.run_id is not None
    launch = Launch.of(session, now, message.run_id)
    letter = render_letter.letter_of(launch, Draft.of_message(message, person), message.unsubscribe_url)
    words = render_letter.in_words(launch, message.kind, letter, _own_words(session, message))
    message_rows.say_anew(message, Written.of(letter, words))
    message.queued_at = now
    session.add(message)


def all_about(session: Session, now: datetime, meeting: Meeting) -> int:
    """Everything that waits to leave and speaks of a meeting that has moved; says how much.

    What it says is true when it arrives, so that nobody reads an old date and its correction on one morning. An
    assistant's copy is withdrawn: the news of the move brings them one.
    """
    waiting = select(Message).where(
        Message.meeting_id == meeting.id,
        Message.state == MessageState.QUEUED,
        col(Message.kind).not_in(kinds_with("keeps_its_words")),
    )
    found = session.exec(waiting.order_by(col(Message.id))).all()
    for message in found:
        if assistants.is_copy(message):
            message_states.withdraw(session, message, "the meeting has moved since")
        else:
            message_of(session, now, message, session.get_one(Person, message.reader_id))
    return len(found)


def _own_words(session: Session, message: Message) -> OwnWords | None:
    """What the convener wrote for this message alone, or for everyone of its touch."""
    if message.planned_id is None:
        return None
    return overrides.of(session, message.planned_id).words_for(message.person_id)
