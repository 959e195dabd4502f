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
    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    priority_id: int = Field(foreign_key="priority.id", unique=True)
    name: str = Field(max_length=SHORT)
    lead_id: int | None = Field(default=None, foreign_key="person.id")
    outcome: str = Field(default="", max_length=LONG)
    strategy: str = Field(default="", max_length=LONG)
    measure: str = Field(default="", max_length=LONG)
    way_in: str = Field(default="", max_length=LONG)
    """How partners can join in."""
    channel: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    """The tag of the channel its calls are posted to; empty: none."""
    formed_at: datetime


class TeamMember(Row, table=True):
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
    what: str = Field(max_length=LONG)
    due_on: date | None = None
    state: CommitmentState = words(CommitmentState, default=CommitmentState.OPEN)
    made_at: datetime
    settled_at: datetime | None = None
