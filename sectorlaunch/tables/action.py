"""What business leaders named and took on: priorities, action teams, commitments."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, UniqueConstraint

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT, words


class Priority(Row, table=True):
    """What business leaders named at the launch, in their own words: a candidate, until it is chosen."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    words: str = Field(max_length=LONG)
    position: int
    chosen_at: datetime | None = None
    taken_out_at: datetime | None = None
    """When it was taken off the list of candidates: said twice, or withdrawn. It can be put back."""


class PriorityVote(Row, table=True):
    """A vote. Those of people who are not from business are kept and do not count."""

    __table_args__ = (UniqueConstraint("priority_id", "person_id"),)

    priority_id: int = Field(foreign_key="priority.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    voted_at: datetime


class TeamState(StrEnum):
    ACTIVE = "active"
    RESTING = "resting"
    """Nobody is written to about it until the day it rests to, when its lead is asked once."""
    MERGED = "merged"
    """Everything it held is another team's now."""
    ENDED = "ended"


class PriorityTally(Row, table=True):
    """Dots of business leaders that were counted by hand, beside those placed on phones."""

    priority_id: int = Field(foreign_key="priority.id", unique=True)
    dots: int
    counted_by: str = Field(max_length=SHORT)
    counted_at: datetime


class Interest(StrEnum):
    """How far somebody wants to go with a priority."""

    LEAD = "lead"
    JOIN = "join"
    INFORMED = "informed"


class PriorityInterest(Row, table=True):
    """What somebody said there and then about a priority; the newest word holds."""

    __table_args__ = (UniqueConstraint("priority_id", "person_id"),)

    priority_id: int = Field(foreign_key="priority.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    interest: Interest = words(Interest)
    said_at: datetime
    said_by: str = Field(default="", max_length=SHORT)
    """Who noted it, in words."""


class ActionTeam(Row, table=True):
    """A few people at work on a priority, or on a need of its own: a priority may have one team after another."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    priority_id: int | None = Field(default=None, foreign_key="priority.id", index=True)
    name: str = Field(max_length=SHORT)
    lead_id: int | None = Field(default=None, foreign_key="person.id")
    outcome: str = Field(default="", max_length=LONG)
    strategy: str = Field(default="", max_length=LONG)
    measure: str = Field(default="", max_length=LONG)
    way_in: str = Field(default="", max_length=LONG)
    """How partners can join in."""
    channel: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    """The tag of the channel its calls are posted to; empty: none."""
    join_url: str = Field(default="", max_length=SHORT, sa_column_kwargs={"server_default": ""})
    dial_in: str = Field(default="", max_length=SHORT, sa_column_kwargs={"server_default": ""})
    place: str = Field(default="", max_length=SHORT, sa_column_kwargs={"server_default": ""})
    """Where its calls are held unless one says otherwise: online, by phone, or in a room."""
    formed_at: datetime
    state: TeamState = words(
        TeamState, default=TeamState.ACTIVE, sa_column_kwargs={"server_default": TeamState.ACTIVE.value}
    )
    rests_until: date | None = None
    merged_into_id: int | None = Field(default=None, foreign_key="actionteam.id")
    ended_at: datetime | None = None
    ended_why: str = Field(default="", max_length=LONG, sa_column_kwargs={"server_default": ""})
    """Why it rests, was merged or ended."""
    learned: str = Field(default="", max_length=LONG, sa_column_kwargs={"server_default": ""})
    """What others may learn from it."""


class TeamMember(Row, table=True):
    """Somebody on a team now. Who leaves goes from here; history keeps that they were."""

    __table_args__ = (UniqueConstraint("team_id", "person_id"),)

    team_id: int = Field(foreign_key="actionteam.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    contribution: str = Field(default="", max_length=LONG)
    """What a partner brings; required of those who are not from business."""
    joined_at: datetime


class CommitmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Commitment(Row, table=True):
    """A promised next step, carried from meeting to meeting."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="actionteam.id")
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    organization_id: int | None = Field(default=None, foreign_key="organization.id")
    """The organization it binds: an offer a team has accepted. Asked about each quarter while it is open."""
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    """Where it was made."""
    what: str = Field(max_length=LONG)
    due_on: date | None = None
    state: CommitmentState = words(CommitmentState, default=CommitmentState.OPEN)
    made_at: datetime
    settled_at: datetime | None = None
    settled_why: str = Field(default="", max_length=LONG, sa_column_kwargs={"server_default": ""})
    """Why it was dropped."""


class OfferState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    THANKED = "thanked"
    """The team has no use for it now, and has said so kindly."""


class Offer(Row, table=True):
    """What a partner could do for a team: the answer to its way in."""

    team_id: int = Field(foreign_key="actionteam.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    organization_id: int | None = Field(default=None, foreign_key="organization.id")
    what: str = Field(max_length=LONG)
    by_on: date | None = None
    """By when it could be there."""
    offered_at: datetime
    state: OfferState = words(OfferState, default=OfferState.OPEN)
    answered_at: datetime | None = None
    answered_by: str = Field(default="", max_length=SHORT)
    answer: str = Field(default="", max_length=LONG)
    """What the lead says to it."""
    commitment_id: int | None = Field(default=None, foreign_key="commitment.id")
    """What it became once it was accepted."""


class ReportBack(Row, table=True):
    """How an action team, or an organization's commitment, stands, in the words of whoever answers for it.

    A row of its own and no survey: four fields, one author, nothing to be counted or kept from anybody.
    """

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="actionteam.id", index=True)
    commitment_id: int | None = Field(default=None, foreign_key="commitment.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    written_at: datetime
    done: str = Field(default="", max_length=LONG)
    next: str = Field(default="", max_length=LONG)
    help: str = Field(default="", max_length=LONG)
    win: str = Field(default="", max_length=LONG)
