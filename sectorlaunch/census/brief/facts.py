"""What a data brief is made from, in no language yet, save what people wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sectorlaunch.census.areas import County
from sectorlaunch.census.measures import Industry, Picture
from sectorlaunch.census.ranking import RankedIndustry, Weights


@dataclass(frozen=True)
class Source:
    """A file the figures come from."""

    name: str
    sha256: str
    published: date | None
    loaded: date


@dataclass(frozen=True)
class Known:
    """A note of a member."""

    industry: str
    """By its code."""
    kind: str
    """As it is chosen: "announced closure"."""
    text: str
    by: str
    on: date


@dataclass(frozen=True)
class Stated:
    """Why the footprint is neither too small nor too large."""

    not_too_small: str
    not_too_large: str
    commuting: str
    by: str
    on: date


@dataclass(frozen=True)
class Decided:
    """What the team chose, the industries by their codes."""

    industry: str
    following: str
    """What may be next; empty for nothing."""
    on: date
    agreed: Sequence[str]
    reasons: str


@dataclass(frozen=True)
class Facts:
    """What the brief is made from, gathered by whoever has the tables."""

    partnership: str
    region: str
    """Empty: it is called by its counties."""
    made_on: date
    counties: Sequence[County]
    picture: Picture
    in_order: Sequence[RankedIndustry]
    chosen: str
    """The NAICS code the brief is about: the sector decided upon, else the first in order."""
    parts: Picture | None
    quarters: Sequence[tuple[str, Industry]]
    weights: Weights
    sources: Sequence[Source]
    notes: Sequence[Known] = ()
    decision: Decided | None = None
    stated: Stated | None = None
