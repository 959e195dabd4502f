"""Mailboxes that are read, and each mail that was looked at, once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Field, UniqueConstraint

from sectorlaunch.sealing import Sealed
from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import SHORT, open_index, words


class Inbox(Row, table=True):
    """A mailbox to which answers from calendars and returned letters come. It is read once a test has succeeded."""

    name: str = Field(unique=True, max_length=40)
    url: str = Field(sa_type=Sealed)
    """The IMAP address, password included: sealed, never shown, never logged; `masked` is for eyes."""
    masked: str = Field(max_length=1000)
    address: str = Field(max_length=254)
    """What the plus-addresses are made from, lower case."""
    secret: str = Field(max_length=64)
    """Signs the return paths; random, never shown."""
    takes_bounces: bool = True
    """Whether letters leave with a return path of this mailbox."""
    move_to: str = Field(default="", max_length=SHORT)
    """The folder mail that was dealt with is moved to; empty: it stays, with a keyword."""
    uid_validity: int | None = Field(default=None, sa_type=BigInteger)
    begins_at_uid: int = Field(default=1, sa_type=BigInteger)
    """What was in the mailbox before, while it had this UIDVALIDITY, is none of our business."""
    tested_at: datetime | None = None
    live_since: datetime | None = None
    trouble: str = Field(default="", max_length=SHORT)
    """Why it could not be read the last time; empty when it could."""


class ReceivedKind(StrEnum):
    CALENDAR = "calendar answer"
    BOUNCE = "returned letter"
    COMPLAINT = "complaint"
    LETTER = "letter"
    """Somebody wrote to an address that is for machines."""
    AUTOMATIC = "automatic answer"
    OTHER = "other mail"
    """Not for us: nothing of it is kept, and it is left as it was."""


class ReceivedMail(Row, table=True):
    """One mail that was looked at, so that a crash repeats nothing. Neither sender nor words are kept."""

    __table_args__ = (
        UniqueConstraint("inbox_id", "uid_validity", "uid"),
        open_index("ix_receivedmail_unmarked", "inbox_id", where="is_marked = false"),
    )

    inbox_id: int = Field(foreign_key="inbox.id", index=True)
    uid_validity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    """Both have 32 bits without a sign."""
    fingerprint: str = Field(max_length=64, index=True)
    """SHA-256 of what was read: a mailbox that was rebuilt gives the same mail another number."""
    kind: ReceivedKind = words(ReceivedKind)
    outcome: str = Field(max_length=SHORT)
    """What became of it, in words, without names."""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    received_at: datetime
    is_marked: bool = False
    """Whether it was flagged, or moved, in the mailbox; True for mail that is left as it was."""
