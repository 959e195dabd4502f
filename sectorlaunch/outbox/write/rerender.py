"""A message that has not left is put into words again, when what it speaks of has changed meanwhile."""

from datetime import datetime
from functools import partial

from sqlmodel import Session, col, select

from notifications.own_words import OwnWords
from notifications.rendering import kinds_with
from sectorlaunch import access_links, letters, links
from sectorlaunch.outbox.write import addresses, render_letter
from sectorlaunch.records import assistants, overrides, partnerships
from sectorlaunch.records.about import About
from sectorlaunch.tables import LinkPurpose, Meeting, Message, MessageState, Person, PlannedTouch


def write(session: Session, now: datetime, message: Message, person: Person) -> None:
    """Puts a message into words as they are true today, in the convener's where there are some."""
    assert message.run_id is not None
    partnership_id = partnerships.partnership_of(session, message.run_id).id
    letter = letters.compose(
        session,
        now,
        message.run_id,
        message.kind,
        person,
        About.parse(message.occurrence.split("#")[0]),
        gate_key=message.stop_gate,
        why=message.reason,
        link=links.personal(
            access_links.issue(session, now, person.pk, LinkPurpose.PERSONAL, partnership_id)
        ),
        unsubscribe_url=message.unsubscribe_url,
        organiser=partial(addresses.organiser_address, session, now),
    )
    own = _own_words(session, message)
    rendered = render_letter.in_words(session, now, message.run_id, message.kind, letter, own)
    message.subject, message.text = rendered.subject, rendered.text
    message.html, message.short_text = rendered.html, rendered.short_text
    message.meeting_id = letter.meeting_id
    message.calendar_method = letter.calendar.method if letter.calendar else ""
    message.calendar_text = letter.calendar.text if letter.calendar else ""
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
            message.state, message.state_reason = MessageState.CANCELLED, "the meeting has moved since"
            session.add(message)
        else:
            write(session, now, message, session.get_one(Person, message.person_id))
    return len(found)


def _own_words(session: Session, message: Message) -> OwnWords | None:
    """What the convener wrote for this message alone, or for everyone of its touch."""
    step_key, _, touch_key = message.purpose.partition("/")
    planned = session.exec(
        select(PlannedTouch.id).where(
            PlannedTouch.run_id == message.run_id,
            PlannedTouch.step_key == step_key,
            PlannedTouch.touch_key == touch_key,
            PlannedTouch.occurrence == message.occurrence,
        )
    ).first()
    return overrides.of(session, planned).words_for(message.person_id) if planned is not None else None
