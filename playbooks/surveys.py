"""Surveys of a playbook: what invited people say about how something stands. An answer opens a gate; a survey measures."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from playbooks.frozen import Frozen, Key, Number

MOST_STATEMENTS = 40
Label = Annotated[str, Field(min_length=1, max_length=60)]


class Privacy(StrEnum):
    NAMED = "named"  # the convener reads who said what
    GROUPED = "grouped"  # nobody can tell: results stand for several people, comments come without a name


class Per(StrEnum):
    PERSON = "person"
    ORGANIZATION = "organization"  # one sheet for each: by its contact, else by whoever is first on record


class About(StrEnum):
    PARTNERSHIP = "partnership"
    ORGANIZATION = "own organization"
    MEETING = "meeting"


class Statement(Frozen):
    key: Key
    """A statement that is reworded gets a new key: it is not compared with what it said before."""
    text: str = Field(min_length=1, max_length=300)
    words: bool = False
    """Answered in words instead of on the scale; never required."""


class Theme(Frozen):
    key: Key
    title: str = Field(default="", max_length=200)
    statements: tuple[Statement, ...] = Field(min_length=1)


class Survey(Frozen):
    """One survey, asked again and again."""

    key: Key
    title: str = Field(max_length=200)
    intro: str = Field(default="", max_length=1000)
    about: About = About.PARTNERSHIP
    raters: str
    """An audience."""
    per: Per = Per.PERSON
    privacy: Privacy = Privacy.NAMED
    least: int = Field(default=5, ge=3, le=50)
    """Fewer people never stand behind a number when it is grouped; from so many on two rounds are compared."""
    closes_in_days: int = Field(default=10, ge=1, le=60)
    """It closes sooner once everybody has answered."""
    scale: tuple[Label, ...] = Field(default=(), max_length=7)
    """Two to seven points, the best first; none for a survey of words alone."""
    good: int = Field(default=1, ge=1)
    """So many points, from the best, count as good: whoever chooses another is asked for a word about it."""
    every: Number | None = None
    """Days between its rounds, where it comes round by itself: see the anchor `survey-round`."""
    asked_in: Key | None = None
    """The touch whose letter brings it already: no request of its own leaves, and nobody is reminded."""
    themes: tuple[Theme, ...] = Field(min_length=1)

    def statements(self) -> Iterator[Statement]:
        for theme in self.themes:
            yield from theme.statements

    @property
    def on_scale(self) -> list[Statement]:
        return [one for one in self.statements() if not one.words]

    @property
    def minutes(self) -> int:
        """What it takes, at ten seconds a statement."""
        return max(1, round(len(list(self.statements())) / 6))

    @property
    def is_grouped(self) -> bool:
        return self.privacy is Privacy.GROUPED

    @model_validator(mode="after")
    def _fits(self) -> Self:
        keys = [one.key for one in self.statements()]
        if len(keys) > MOST_STATEMENTS:
            raise ValueError(f"{len(keys)} statements are too many; keep to {MOST_STATEMENTS}")
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"two statements are called “{key}”; give one of them another key")
        if self.on_scale and len(self.scale) < 2:
            raise ValueError("give the scale two to seven points, or mark each statement with `words: true`")
        if len(set(self.scale)) < len(self.scale):
            raise ValueError("two points of the scale say the same")
        if self.scale and self.good >= len(self.scale):
            raise ValueError("`good` is a part of the scale: fewer points than it has")
        return self
