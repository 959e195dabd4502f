"""Talks of two: when somebody takes calls, and what their own calendar says of those hours."""

from datetime import datetime

from sqlmodel import Field

from sectorlaunch.sealing import Sealed
from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import SHORT, json_of


class TalkHours(Row, table=True):
    """When somebody who asks champions can be had for a talk. Without a row nobody picks a time with them."""

    person_id: int = Field(foreign_key="person.id", unique=True)
    weekdays: list[int] = json_of(list)
    """0 is Monday."""
    opens: str = Field(max_length=5)
    closes: str = Field(max_length=5)
    """09:00, on the clocks of their zone."""
    minutes: int = 20
    join_url: str = Field(default="", max_length=SHORT)
    """Where they meet; empty where they call."""
    busy_url: str = Field(default="", sa_type=Sealed)
    """Their own calendar, which they had read here: sealed, never shown, never logged."""
    busy_masked: str = Field(default="", max_length=SHORT)
    busy_consented_at: datetime | None = None
    busy_asked_at: datetime | None = None
    busy_read_at: datetime | None = None
    busy_trouble: str = Field(default="", max_length=SHORT)
    """Why it could not be read the last time; empty when it could."""
    busy: list[list[str]] = json_of(list)
    """When they are busy, as pairs of moments in UTC, and nothing of what they do then."""
