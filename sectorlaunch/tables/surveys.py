"""Surveys: a round, who is asked in it, and what was said. Of a grouped round no row says who said what, or when."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import SHORT, json_of, open_index

WORDS = 1000
"""The longest comment, in characters."""


class SurveyRound(Row, table=True):
    """A survey asked once. It keeps the text it was opened with: a later edition of the playbook does not bend it."""

    __table_args__ = (open_index("ix_surveyround_open", "closes_at", where="closed_at IS NULL"),)

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    key: str = Field(max_length=60)
    definition: dict[str, Any] = json_of()
    """The survey by language: {"en": …, "es": …}."""
    opened_at: datetime
    opened_by: str = Field(max_length=SHORT)
    closes_at: datetime
    closed_at: datetime | None = None
    """Its results can be read from then on, and nobody answers anymore."""
    closed_by: str = Field(default="", max_length=SHORT)


class SurveyPlace(Row, table=True):
    """Somebody who is asked in a round. When they answered is known by the day: an hour could be laid beside a rating."""

    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    round_id: int = Field(foreign_key="surveyround.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    is_business: bool
    """At opening, so that the split of the results stays what it was."""
    answered_on: date | None = None


class SurveyRating(SQLModel, table=True):
    """What was said to one statement. Its key is drawn by lot, so that no order tells which ratings are one sheet."""

    __table_args__ = {"sqlite_with_rowid": False}

    key: str = Field(primary_key=True, max_length=32)
    round_id: int = Field(foreign_key="surveyround.id", index=True)
    statement: str = Field(max_length=60)
    point: int | None = None
    """0 is the best of the scale; None: cannot say, or words only."""
    words: str = Field(default="", max_length=WORDS)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """Named rounds only."""
    field: str = Field(default="", max_length=20)
    """Grouped rounds only, and only where both fields are large enough to be told apart: "business" or "others"."""
    joint: bool = False
    """What the team settled on together, once the results lay before it."""
