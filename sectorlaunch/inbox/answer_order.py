"""Which of two answers came later: by our own record. What a stranger's counter and clock say is held within it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, func, select

from notifications.inbox.calendar_replies import CalendarReply
from sectorlaunch.tables import Invitation, InvitationState, Meeting, Message

BY = "calendar"
"""Who is on record for an answer that came from one."""
CLOCKS_AGREE = timedelta(minutes=10)
"""Two clocks that differ by no more say nothing of which of two answers came first."""


class Order(StrEnum):
    NEWER = "newer"
    OLDER = "older"
    UNCLEAR = "unclear"
    """It says something else than the record, and which was meant last nobody can tell but its author."""


@dataclass(frozen=True)
class Moment:
    """When an answer was pressed: never after it came, and never before the letter it answers was written."""

    sequence: int
    at: datetime
    is_clock_off: bool


def moment_of(
    session: Session, now: datetime, reply: CalendarReply, meeting: Meeting, person_id: int
) -> Moment:
    """The counter is at most our own: whoever sends a higher one would be the newest for ever."""
    entries = select(func.min(Message.queued_at)).where(
        Message.meeting_id == meeting.id,
        Message.person_id == person_id,
        col(Message.calendar_organizer) != "",
    )
    written_at = session.exec(entries).one() or reply.stamped_at
    at = min(max(reply.stamped_at, written_at), now)
    return Moment(min(reply.sequence, meeting.sequence), at, abs(reply.stamped_at - at) > CLOCKS_AGREE)


def order(moment: Moment, answer: InvitationState | None, place: Invitation, now: datetime) -> Order:
    """Whether an answer is newer than what is on record of the place; one that repeats the record is older."""
    late = Order.OLDER if answer is place.state else Order.UNCLEAR
    if place.calendar_sequence is not None and place.calendar_stamped_at is not None:
        stamped = min(place.calendar_stamped_at, now)
        sequence = min(place.calendar_sequence, moment.sequence)
        if moment.sequence == sequence and moment.at < stamped:
            return late if moment.is_clock_off else Order.OLDER
        if (moment.sequence, moment.at) == (sequence, stamped) and answer is place.state:
            return Order.OLDER
    if place.replied_at is None or place.replied_by == BY or moment.at >= place.replied_at:
        return Order.NEWER
    is_close = place.replied_at - moment.at <= CLOCKS_AGREE
    return late if is_close or moment.is_clock_off else Order.OLDER
