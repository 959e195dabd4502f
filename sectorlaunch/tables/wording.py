"""What a convener changed about what goes out: a single message left out or reworded, and the words of a kind."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, UniqueConstraint

from languages import DEFAULT, Language
from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import SHORT, words


class ChangeAction(StrEnum):
    SKIP = "skip"
    RESTORE = "restore"
    """Takes an earlier skip back."""
    WORDS = "words"
    """Other words for it; with none, ours again."""
    NOW = "now"


class TouchChange(Row, table=True):
    """One decision about one planned touch, for a person or for everyone. Append-only: the newest one counts."""

    planned_id: int = Field(foreign_key="plannedtouch.id", index=True)
    """A planned touch keeps its row when its date moves, so the decision moves with it."""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """None: everyone the touch reaches."""
    action: ChangeAction = words(ChangeAction)
    subject: str = Field(default="", max_length=SHORT)
    text: str = ""
    by: str = Field(max_length=SHORT)
    at: datetime


class KindWords(Row, table=True):
    """A partnership's own words for one part of a message kind, with merge fields."""

    __table_args__ = (UniqueConstraint("partnership_id", "kind", "part", "language"),)

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    kind: str = Field(max_length=60)
    part: str = Field(max_length=20)
    """subject, opening or text."""
    language: Language = words(Language, default=DEFAULT)
    """They stand in letters in this language, and in no other."""
    words: str
    by: str = Field(max_length=SHORT)
    at: datetime
