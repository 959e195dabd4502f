"""Date polls: which of a few dates suits those who are asked."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT, open_index, words


class PollRule(StrEnum):
    CHAMPIONS_FIRST = "champions first"
    """For the launch: the champions' votes decide, and those of the others where they leave it open."""
    EVERYONE_ALIKE = "everyone alike"


class PollState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    CALLED_OFF = "called off"


class PollChoice(StrEnum):
    YES = "yes"
    IF_NEED_BE = "if need be"
    NO = "no"


class Poll(Row, table=True):
    """A question about a date: for the launch meeting, or for a call of an action team."""

    __table_args__ = (open_index("ix_poll_due", "due_at", where="state = 'open'"),)

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    """The meeting it dates. A call of a team is planned only by the result."""
    team_id: int | None = Field(default=None, foreign_key="actionteam.id")
    title: str = Field(max_length=SHORT)
    rule: PollRule = words(PollRule)
    state: PollState = words(PollState, default=PollState.OPEN)
    opened_at: datetime
    opened_by: str = Field(max_length=SHORT)
    closes_at: datetime
    closes_local: str = Field(default="", max_length=19, sa_column_kwargs={"server_default": ""})
    """What clocks of the partnership's zone show then, as everyone was told."""
    remind_at: datetime | None = None
    """When those who have not voted are reminded; None when there is no time for it."""
    reminded_at: datetime | None = None
    due_at: datetime
    """The next moment something is to be done: the reminder, then the deadline."""
    closed_at: datetime | None = None
    closed_how: str = Field(default="", max_length=LONG)
    """Why it ended as it did, in words."""


class PollOption(Row, table=True):
    poll_id: int = Field(foreign_key="poll.id", index=True)
    starts_at: datetime
    starts_local: str = Field(default="", max_length=19, sa_column_kwargs={"server_default": ""})
    """What clocks of the partnership's zone show then, as it is offered."""
    minutes: int
    chosen_at: datetime | None = None


class PollVote(Row, table=True):
    """What a person said to one date. Append-only: the latest of a person counts."""

    option_id: int = Field(foreign_key="polloption.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    choice: PollChoice = words(PollChoice)
    voted_at: datetime
    recorded_by: str = Field(default="", max_length=SHORT)
    """Who noted it, when it was not the person."""
