"""Meetings that come round: the rule they follow. Each date is a meeting of its own, which may be moved by hand."""

from datetime import date, datetime

from sqlmodel import Field

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT, words
from sectorlaunch.tables.meetings import MeetingKind


class Rhythm(Row, table=True):
    """Every so many months, on a certain weekday of the month, at a local hour."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    kind: MeetingKind = words(MeetingKind)
    team_id: int | None = Field(default=None, foreign_key="actionteam.id", index=True)
    """Whose calls they are."""
    every_months: int
    """1 to 12."""
    week: int
    """Of the month: 1 to 4, or 5 for the last."""
    weekday: int
    """0, Monday, to 4, Friday."""
    hour: str = Field(max_length=5)
    """What clocks of the partnership's zone show, such as "08:30"."""
    minutes: int
    place: str = Field(default="", max_length=SHORT)
    join_url: str = Field(default="", max_length=SHORT)
    dial_in: str = Field(default="", max_length=SHORT)
    first_month: date
    """The first day of the month it is counted from."""
    kept_up_at: datetime
    """When its dates were last put on the calendar up to the horizon."""
    set_by: str = Field(max_length=SHORT)
    set_at: datetime
    ended_at: datetime | None = None
    ended_why: str = Field(default="", max_length=LONG)
