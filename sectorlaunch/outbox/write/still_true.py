"""What happened between the writing of a message and its leaving, and makes it say what is not so."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from notifications.rendering import kinds_with, traits
from sectorlaunch.records import meeting_moves, partnerships, people
from sectorlaunch.records.about import About
from sectorlaunch.records.meeting_moves import WhenAndWhere
from sectorlaunch.tables import Meeting, Message, MessageState, Person

OVERTAKEN = "the meeting has moved again since."
NO_NEWS = "the meeting is back at the time and place they know."
NEVER_TOLD = "they were never told of the meeting."
HAS_LEFT = "has no part in the partnership any more."
JUST_INVITED = "their invitation left less than two days before."

FRESH = timedelta(hours=36)
"""For so long after an invitation nobody needs to be reminded of its date."""


def why_not(session: Session, now: datetime, run_id: int, message: Message, person: Person) -> str:
    """Why a message would not be true, or no news; "" where it is. A copy for an assistant follows its original."""
    kind = traits(message.kind)
    takes_back = kind.calendar_method == "CANCEL"
    if not takes_back and people.has_left(
        session, partnerships.partnership_of(session, run_id).pk, person.pk
    ):
        return HAS_LEFT
    if message.copy_of_id is not None:
        original = session.get_one(Message, message.copy_of_id)
        return original.state_reason if original.state is MessageState.CANCELED else ""
    if kind.only_reminds_of_a_date and _was_just_invited(session, now, message):
        return JUST_INVITED
    if message.meeting_id is None or not (takes_back or kind.tells_of_a_move):
        return ""
    meeting = session.get_one(Meeting, message.meeting_id)
    told = meeting_moves.last_told(session, run_id, meeting, person)
    if takes_back:
        return NEVER_TOLD if told is None and _was_written_to(session, meeting, message) else ""
    if message.calendar_sequence is not None and message.calendar_sequence < meeting.sequence:
        return OVERTAKEN
    return NO_NEWS if told == WhenAndWhere.of(meeting) else ""


def _was_just_invited(session: Session, now: datetime, message: Message) -> bool:
    """Whether the entry for their calendar left a moment ago, or leaves with the same mail run."""
    invited = select(Message.id).where(
        Message.meeting_id == About.of(message).id_of("meeting"),
        Message.person_id == message.person_id,
        col(Message.kind).in_(kinds_with("calendar_method", "REQUEST")),
        col(Message.copy_of_id).is_(None),
        or_(
            col(Message.state).in_([MessageState.QUEUED, MessageState.LEASED]),
            col(Message.sent_at) > now - FRESH,
        ),
        Message.id != message.id,
    )
    return session.exec(invited).first() is not None


def _was_written_to(session: Session, meeting: Meeting, message: Message) -> bool:
    """Whether letters are how they would have heard: some meetings are shown on a page alone."""
    others = select(Message.id).where(
        Message.meeting_id == meeting.id,
        Message.person_id == message.person_id,
        Message.id != message.id,
        col(Message.copy_of_id).is_(None),
    )
    return session.exec(others).first() is not None
