"""Touches planned, messages in the outbox with their attempts, tasks for people, and channels."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, UniqueConstraint

from sectorlaunch.sealing import Sealed
from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT, open_index, words


class TouchState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    MISSED = "missed"
    """Its moment passed beyond the late window while the system was down, or before the rule existed."""
    CANCELLED = "cancelled"


class PlannedTouch(Row, table=True):
    """One occurrence of a touch: the anchor and the offset are kept beside the computed date."""

    __table_args__ = (
        UniqueConstraint("run_id", "step_key", "touch_key", "occurrence"),
        open_index("ix_plannedtouch_missed", "run_id", where="state = 'missed'"),
        open_index("ix_plannedtouch_held", "run_id", where="state = 'planned' AND result <> ''"),
        open_index("ix_plannedtouch_due", "due_at", where="state = 'planned'"),
    )

    run_id: int = Field(foreign_key="playbookrun.id", index=True)
    step_key: str = Field(max_length=60)
    activity_key: str = Field(max_length=60)
    touch_key: str = Field(max_length=60)
    occurrence: str = Field(max_length=80)
    """What it is about: "run", "person:12", "meeting:3", "commitment:7", "week:2026-11-23"."""
    anchor_on: date
    due_at: datetime
    state: TouchState = words(TouchState, default=TouchState.PLANNED)
    settled_at: datetime | None = None
    result: str = Field(default="", max_length=SHORT)


class MessageState(StrEnum):
    QUEUED = "queued"
    LEASED = "leased"
    SENT = "sent"
    DEAD = "dead"
    """Refused for good, or given up on."""
    CANCELLED = "cancelled"
    """No longer needed when its turn came."""
    MISSED = "missed"
    UNCERTAIN = "uncertain"
    """May or may not have arrived, and must not be repeated without asking."""
    WITHHELD = "withheld"
    """Do-not-contact, a dead address, or the frequency cap."""


class Message(Row, table=True):
    """One rendered message to one person: the outbox."""

    __table_args__ = (
        UniqueConstraint("run_id", "purpose", "person_id", "occurrence"),
        open_index("ix_message_open", "send_after", where="state IN ('queued', 'leased')"),
        open_index("ix_message_sent", "sent_at", "id", where="state = 'sent'"),  # the newest of the mailbox
    )

    run_id: int | None = Field(default=None, foreign_key="playbookrun.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str = Field(max_length=60)
    purpose: str = Field(max_length=120)
    """Step and touch that caused it, or what else did."""
    occurrence: str = Field(max_length=80)
    reason: str = Field(max_length=SHORT)
    """Why this person gets it, in words."""
    stop: str = Field(default="never", max_length=40)
    """The stop rule asked again right before sending."""
    stop_gate: str | None = Field(default=None, max_length=60)
    channel: str = Field(default="email", max_length=40)
    to_name: str = Field(max_length=SHORT)
    to_address: str = Field(max_length=254)
    sender_name: str = Field(max_length=SHORT)
    reply_to: str = Field(default="", max_length=254)
    subject: str = Field(max_length=SHORT)
    text: str
    html: str
    short_text: str = Field(default="", max_length=LONG)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    """The meeting it is about: called off, it is not sent."""
    calendar_method: str = Field(default="", max_length=20)
    calendar_text: str = ""
    unsubscribe_url: str = Field(default="", max_length=SHORT)
    message_id: str = Field(unique=True, max_length=SHORT)
    in_reply_to: str = Field(default="", max_length=SHORT)
    state: MessageState = words(MessageState, default=MessageState.QUEUED)
    state_reason: str = Field(default="", max_length=LONG)
    queued_at: datetime
    send_after: datetime
    """Not before this moment; moved back after a try that may succeed later."""
    missed_after: datetime | None = None
    """The end of its late window."""
    lease_until: datetime | None = None
    leased_by: str = Field(default="", max_length=80)
    attempts: int = 0
    sent_at: datetime | None = None


class Attempt(Row, table=True):
    """One try to deliver a message; written before the wire is touched."""

    message_id: int = Field(foreign_key="message.id", index=True)
    started_at: datetime
    finished_at: datetime | None = None
    outcome: str = Field(default="", max_length=20)
    code: int | None = None
    enhanced_code: str = Field(default="", max_length=12)
    words: str = Field(default="", max_length=LONG)
    wire: str = Field(default="", max_length=SHORT)
    """The channel's address with its secrets masked."""
    repeatable: bool = False
    """Whether the wire carries letters, so that a repeat is recognised by its Message-ID."""


class ToDoKind(StrEnum):
    PHONE = "phone"
    WAIVER = "waiver returns"
    ADDRESS = "mend address"
    MISSED = "missed message"
    OTHER = "other"


class ToDo(Row, table=True):
    """A task for a named person."""

    __table_args__ = (
        UniqueConstraint("run_id", "purpose", "about_id", "occurrence"),
        open_index("ix_todo_open", "due_on", where="done_at IS NULL"),
    )

    run_id: int = Field(foreign_key="playbookrun.id", index=True)
    kind: ToDoKind = words(ToDoKind)
    purpose: str = Field(max_length=120)
    occurrence: str = Field(max_length=80)
    owner_id: int = Field(foreign_key="person.id", index=True)
    about_id: int | None = Field(default=None, foreign_key="person.id")
    title: str = Field(max_length=SHORT)
    script: str = Field(default="", max_length=LONG)
    due_on: date
    created_at: datetime
    done_at: datetime | None = None
    outcome: str = Field(default="", max_length=LONG)


class Channel(Row, table=True):
    """A way out of the machine. Nothing leaves by it before a test send has succeeded."""

    tag: str = Field(unique=True, max_length=40)
    url: str = Field(sa_type=Sealed)
    """The Apprise URL, secrets included: sealed, never shown, never logged; `masked` is for eyes."""
    masked: str = Field(max_length=1000)
    sender_address: str = Field(default="", max_length=254)
    tested_at: datetime | None = None
    live_since: datetime | None = None
