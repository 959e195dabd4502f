"""Choosing the sector: the census files in hand, what the team knows besides, its scores and its decision."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, UniqueConstraint

from languages import Language
from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT, json_of, words


class CensusFile(Row, table=True):
    """A file of the quarterly census as it was loaded, with its figures in compressed columns."""

    __table_args__ = (UniqueConstraint("partnership_id", "sha256"),)

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    name: str = Field(max_length=SHORT)
    sha256: str = Field(max_length=64)
    size: int = Field(sa_type=BigInteger)
    """Of the file as it came, in bytes."""
    dialect: str = Field(max_length=60)
    source: str = Field(default="", max_length=SHORT)
    """The address it was fetched from; empty for a file somebody had."""
    areas: list[str] = json_of(list)
    periods: list[str] = json_of(list)
    rows: int
    remarks: list[str] = json_of(list)
    """What was repaired or left aside, in sentences."""
    content: bytes
    published_on: date | None = None
    loaded_at: datetime
    loaded_by: str = Field(max_length=SHORT)


class FetchState(StrEnum):
    UNDER_WAY = "under way"
    DONE = "done"
    STOPPED = "stopped"


class CensusFetch(Row, table=True):
    """Files of the census asked for on a page. What has come is on record file by file; this row says how far it is."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    periods: list[str] = json_of(list)
    nation: bool = True
    states: bool = False
    state: FetchState = words(FetchState, default=FetchState.UNDER_WAY)
    held_until: datetime | None = None
    """Until then whoever carries it out is believed to be at it; afterward another may take it up."""
    done: int = 0
    total: int = 0
    said: str = Field(default="", max_length=LONG)
    """The last thing there was to say: how it goes on, or why it ended."""
    troubles: list[str] = json_of(list)
    """In sentences: the files that could not be had."""
    asked_at: datetime
    asked_by: str = Field(max_length=SHORT)
    ended_at: datetime | None = None


class RankingChoice(Row, table=True):
    """How the team weighs what it sees. The newest row counts; earlier ones stay."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    weights: dict[str, int] = json_of()
    ownership: str = Field(max_length=20)
    against: str = Field(max_length=20)
    least_jobs: int = 0
    set_at: datetime
    set_by: str = Field(max_length=SHORT)


class NoteKind(StrEnum):
    CLOSURE = "announced closure"
    OPENING = "announced opening"
    HIDDEN_EMPLOYER = "hidden employer"
    SELF_EMPLOYMENT = "self-employment"
    EFFORT = "effort under way"
    CONTACT = "business contact"
    DISAGREEMENT = "disagreement"
    OTHER = "other"


class SectorNote(Row, table=True):
    """What a member knows about a sector that the numbers do not."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    industry: str = Field(max_length=10)
    """Its NAICS code, such as 31-33."""
    kind: NoteKind = words(NoteKind)
    text: str = Field(max_length=LONG)
    noted_at: datetime


class ScoringRound(Row, table=True):
    """The team scores a few sectors: each alone, then, with all scores on the table, together."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    industries: list[str] = json_of(list)
    opened_at: datetime
    opened_by: str = Field(max_length=SHORT)
    shown_at: datetime | None = None
    """When everyone's scores were laid open; from then on the team scores together."""


class SectorScore(Row, table=True):
    """A score for a sector, 1 to 5: a member's own, or the team's where nobody is named. The newest counts."""

    round_id: int = Field(foreign_key="scoringround.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    industry: str = Field(max_length=10)
    points: int
    why: str = Field(default="", max_length=LONG)
    given_at: datetime


class SectorDecision(Row, table=True):
    """Which sector is first, which may be next, and everything the team had before it when it decided."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    industry: str = Field(max_length=10)
    next_industry: str = Field(default="", max_length=10)
    reasons: str = Field(default="", max_length=LONG)
    agreed: list[str] = json_of(list)
    """Names of those who agreed."""
    decided_at: datetime
    decided_by: str = Field(max_length=SHORT)
    snapshot: dict[str, Any] = json_of()
    """Files with their hash, period, counties, weights, figures, notes and scores, as they were."""


class FootprintStatement(Row, table=True):
    """Why the footprint is neither too small nor too large. The newest counts, while its counties are the footprint's."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    counties: list[str] = json_of(list)
    """As they were named when it was written."""
    not_too_small: str = Field(max_length=LONG)
    not_too_large: str = Field(max_length=LONG)
    commuting: str = Field(default="", max_length=LONG)
    """What is known of where people live and work."""
    written_at: datetime
    written_by: str = Field(max_length=SHORT)


class DataBrief(Row, table=True):
    """Two pages about the region's sectors, as they were drawn up, in English: what was sent is what is kept."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    title: str = Field(max_length=SHORT)
    period: str = Field(max_length=10)
    summary: str = Field(max_length=LONG)
    """Its lead in a paragraph, as the letter says it."""
    pdf: bytes
    editable: bytes
    """The same as a Word document."""
    drawn_up_at: datetime
    drawn_up_by: str = Field(max_length=SHORT)
    sent_at: datetime | None = None


class DataBriefTranslation(Row, table=True):
    """The same brief in another language, drawn up with it."""

    __table_args__ = (UniqueConstraint("brief_id", "language"),)

    brief_id: int = Field(foreign_key="databrief.id", index=True)
    language: Language = words(Language)
    title: str = Field(max_length=SHORT)
    summary: str = Field(max_length=LONG)
    pdf: bytes
    editable: bytes
