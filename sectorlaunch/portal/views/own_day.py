"""A meeting while it is on, as one person's own page has it: their dots, what they want to go on with, their part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import select

from sectorlaunch.actions import dots
from sectorlaunch.portal import day_door
from sectorlaunch.records import meetings, priorities
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Interest, Invitation, Meeting, Priority

LASTS = timedelta(days=1)
"""So long after the launch has begun whoever was there says what they want to go on with, on their own page."""


@dataclass(frozen=True)
class OwnDay:
    meeting: Meeting
    looks_after_it: bool
    """Whether the page for the day is theirs."""
    candidates: list[Priority]
    """What they place their dots on; none while nobody chooses."""
    chosen: list[Priority]
    """What they may lead, join, or be told of, once it is chosen."""
    mine: set[int]
    dots: int
    interests: Mapping[int, Interest]

    @property
    def asks(self) -> bool:
        """Whether there is something for them to say."""
        return bool(self.candidates or self.chosen)


def of_person(launch: Launch, person_id: int) -> OwnDay | None:
    """None away from the day of the launch."""
    meeting = launch.meeting
    if meeting is None or meeting.starts_at is None or not day_door.is_now(meeting, launch):
        return None
    session = launch.session
    looks_after = person_id in meetings.day_is_of(session, meeting)
    there = select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.person_id == person_id)
    place = session.exec(there).one_or_none()
    in_the_room = place is not None and dots.may_place(place.state)
    listed = priorities.listed(session, launch.partnership_id) if in_the_room else []
    is_recent = launch.now <= meeting.starts_at + timedelta(minutes=meeting.minutes) + LASTS
    closed = meeting.vote_closed_at is not None and is_recent
    return OwnDay(
        meeting=meeting,
        looks_after_it=looks_after,
        candidates=listed if dots.is_open(meeting) else [],
        chosen=[one for one in listed if one.chosen_at is not None] if closed else [],
        mine=priorities.dots_of(session, person_id),
        dots=dots.each_has(launch),
        interests=priorities.interests_of(session, person_id),
    )
