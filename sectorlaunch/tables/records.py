"""Records the convener makes: data snapshots, other efforts, documents."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT, json_of, words


class OtherEffort(Row, table=True):
    """Who else is already active in this field."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    name: str = Field(max_length=SHORT)
    note: str = Field(default="", max_length=LONG)
    recorded_at: datetime


class LaborData(Row, table=True):
    """The regional labor-market picture the team worked from, as it was then."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    source: str = Field(max_length=SHORT)
    quarter: str = Field(max_length=10)
    """Such as 2026-Q1."""
    published_on: date | None = None
    figures: dict[str, Any] = json_of()
    note: str = Field(default="", max_length=LONG)
    loaded_at: datetime


class DocumentKind(StrEnum):
    INVITATION_LETTER = "invitation letter"
    AGENDA = "agenda"
    EXECUTIVE_SUMMARY = "executive summary"
    SUSTAINABILITY_PLAN = "sustainability plan"
    PRIORITIES_REVIEW = "priorities review"
    MEMORANDUM = "memorandum of understanding"


class DocumentState(StrEnum):
    DRAFTED = "drafted"
    READY = "ready"
    """Written; whoever releases it may let it go."""
    SENT = "sent"
    ACCEPTED = "accepted"


class Document(Row, table=True):
    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    kind: DocumentKind = words(DocumentKind)
    title: str = Field(default="", max_length=SHORT)
    body: str = ""
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    state: DocumentState = words(DocumentState, default=DocumentState.DRAFTED)
    drafted_at: datetime
    settled_at: datetime | None = None
