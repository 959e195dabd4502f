"""Meetings and each person's place at them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import false
from sqlmodel import Field, UniqueConstraint

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT, json_of, words


class MeetingKind(StrEnum):
    SUPPORT_TEAM = "support team"
    LAUNCH = "launch"
    DEBRIEF = "debrief"
    TEAM_CALL = "action-team call"
    QUARTERLY = "quarterly"
    HEALTH_CHECK = "health check"
    TALK = "talk of two"
    """Between a champion and who asks them, at a time the champion picked."""


class PlaceKind(StrEnum):
    BUSINESS = "business facility"
    PUBLIC = "public building"
    ONLINE = "online"


class Meeting(Row, table=True):
    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    kind: MeetingKind = words(MeetingKind)
    title: str = Field(max_length=SHORT)
    starts_at: datetime | None = None
    starts_local: str = Field(default="", max_length=19, sa_column_kwargs={"server_default": ""})
    """What clocks of the partnership's zone show then, as it was said: it stays when a law changes the clocks."""
    minutes: int = 120
    place: str = Field(default="", max_length=SHORT)
    address: str = Field(default="", max_length=SHORT)
    getting_there: str = Field(default="", max_length=LONG)
    """Parking, entrance, step-free access, in a sentence or two."""
    join_url: str = Field(default="", max_length=SHORT)
    """Where to join when it is held online."""
    dial_in: str = Field(default="", max_length=SHORT)
    """Number and code for those who join by phone."""
    place_kind: PlaceKind | None = words(PlaceKind, default=None, nullable=True)
    host_id: int | None = Field(default=None, foreign_key="person.id")
    facilitator_id: int | None = Field(default=None, foreign_key="person.id")
    facilitator_neutral: bool = True
    """False when the facilitator is the lead voice of a public body's agenda."""
    chair_id: int | None = Field(default=None, foreign_key="person.id")
    agenda_by_id: int | None = Field(default=None, foreign_key="person.id")
    roles: dict[str, int] = json_of()
    """Role at the meeting (welcome, scribe, observe) → person."""
    team_id: int | None = Field(default=None, foreign_key="actionteam.id")
    uid: str = Field(unique=True, max_length=120)
    """The calendar UID; never changes."""
    sequence: int = 0
    """Raised by a real change of time or place only."""
    canceled_at: datetime | None = None
    held_at: datetime | None = None
    """When it was recorded as having taken place."""
    note: str = Field(default="", max_length=LONG)
    closed_at: datetime | None = None
    """When what came of it was sent to those who belong to it."""
    capacity: int | None = None
    """How many guests there is room for; None: as many as come."""
    vote_opened_at: datetime | None = None
    vote_closed_at: datetime | None = None
    """Between the two, guests place dots on the candidate priorities."""
    needs_notice: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether a public body must announce it, because enough of its members may be in the room."""
    notice_posted_on: date | None = None
    notice_where: str = Field(default="", max_length=SHORT, sa_column_kwargs={"server_default": ""})
    """The day and the place the notice was posted."""
    rhythm_id: int | None = Field(default=None, foreign_key="rhythm.id", index=True)
    """The rhythm it comes from, and of which month it is the date, such as "2027-03"."""
    rhythm_month: str = Field(default="", max_length=7, sa_column_kwargs={"server_default": ""})


class InvitationState(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    TO_CONFIRM = "to be confirmed"  # came, or meant to, on a date that has changed since
    ATTENDED = "attended"
    NO_SHOW = "no-show"
    WAITING = "waiting"  # would come, and there is no room yet


class Ring(StrEnum):
    """Where somebody sits: with those who talk, or with those who listen around them."""

    TABLE = "table"
    AROUND = "around"


class Invitation(Row, table=True):
    """A person's place at a meeting, from the list to the attendance."""

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    state: InvitationState = words(InvitationState, default=InvitationState.INVITED)
    reason: str = Field(default="", max_length=LONG)
    substitute: str = Field(default="", max_length=SHORT)
    replied_at: datetime | None = None
    replied_by: str = Field(default="", max_length=SHORT)
    wave: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    """In which wave of the letter: 1, or 2 for those who are written to later."""
    calendar_sequence: int | None = None
    calendar_stamped_at: datetime | None = None
    """SEQUENCE and DTSTAMP of the newest answer from a calendar: older ones that arrive late change nothing."""
    ring: Ring | None = words(Ring, default=None, nullable=True)
    seat: int | None = None
    """Where the convener has seated them: the ring, and their number in it; None while the proposal stands."""
    waits_since: datetime | None = None
    """On the waiting list, first come, first served."""
    arrived_at: datetime | None = None
    checked_in_by: str = Field(default="", max_length=SHORT, sa_column_kwargs={"server_default": ""})
    state_before: InvitationState | None = words(InvitationState, default=None, nullable=True)
    """What had been known of them before they were checked in: it stands again when that is undone."""
    reminder_seen_at: datetime | None = None
    """When they took note of the fair-competition reminder."""
    accommodation: str = Field(default="", max_length=LONG, sa_column_kwargs={"server_default": ""})
    """What they need to take part, in their words: an interpreter, a step-free seat, large print."""
    accommodation_asked_on: date | None = None
    accommodation_settled_on: date | None = None
    """The days it was asked for, and seen to."""
