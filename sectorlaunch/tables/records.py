"""Records the convener makes: data snapshots, other efforts, documents, what the columns of a list mean."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, UniqueConstraint

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT, json_of, words


class Erasure(Row, table=True):
    """Somebody's data was taken out of the records, history among them. Open only within the deed itself."""

    person_id: int = Field(index=True)
    asked_by: str = Field(default="", max_length=SHORT)
    started_at: datetime
    finished_at: datetime | None = None


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


class DocumentLook(Row, table=True):
    """Somebody who looks at a document before it leaves, and what they say to it."""

    __table_args__ = (UniqueConstraint("document_id", "person_id"),)

    document_id: int = Field(foreign_key="document.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    asked_at: datetime
    until: date
    """Up to this day it waits for them, and no longer."""
    said_at: datetime | None = None
    words: str = Field(default="", max_length=LONG)
    """What is to be changed; empty where it is right."""


class ListColumns(Row, table=True):
    """What somebody said the columns of a list mean, so that they are asked once for each kind of list."""

    __table_args__ = (UniqueConstraint("partnership_id", "header"),)

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    header: str = Field(max_length=64)
    """The SHA-256 of the columns' names, in their order."""
    meanings: dict[str, str] = json_of(dict)
    """By the column's name; empty for one that is not read."""
    by: str = Field(max_length=SHORT)
    at: datetime
