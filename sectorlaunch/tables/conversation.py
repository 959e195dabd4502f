"""A meeting from the inside: what is to be said, in which order and by whom, and what was said.

A note is one thing somebody said, not a page of minutes: two scribes write at once without overwriting each other, the
facilitator groups what belongs together, and the summary is drafted from the pieces. Each carries a key made where it
was typed, so that a phone that sends it again after a lost connection adds nothing twice. Notes are never deleted:
one that was a mistake is taken out, and can be put back.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, UniqueConstraint

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT
from sectorlaunch.tables.columns import words as one_of


class AgendaItem(Row, table=True):
    """One part of a meeting, in its turn."""

    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    position: int
    key: str = Field(default="", max_length=60)
    """Which part of the playbook's run of show it was made from; empty: added by hand."""
    minutes: int
    """1 to 480."""
    title: str = Field(max_length=SHORT)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who holds this part."""
    role: str = Field(default="", max_length=40)
    """The role at the meeting whose holder it falls to where nobody is named: host, welcome, facilitator, scribe …"""
    handout: str = Field(default="", max_length=SHORT)
    """What is handed out for it."""
    commitment_id: int | None = Field(default=None, foreign_key="commitment.id")
    """The promise that is looked at again here."""
    decision: str = Field(default="", max_length=LONG)
    """What was decided here, in words."""
    confirmed_at: datetime | None = None
    """When whoever holds it said that they will; None again once somebody else holds it."""


class MeetingNoteKind(StrEnum):
    """The shape of the conversation: from what could be, through what is missing, to what is worth doing."""

    OPPORTUNITY = "opportunity"
    NEED = "need"
    PRIORITY = "candidate priority"
    TAKE_AWAY = "take-away"
    WIN = "win"
    QUESTION = "question"


class Quotable(StrEnum):
    """Whether words may be printed with the name of whoever said them."""

    NO = "no"
    ASKED = "asked"
    """They see their words first; until they say yes, these are printed without a name."""
    YES = "yes"


class MeetingNote(Row, table=True):
    """One thing that was said at a meeting, in the speaker's words."""

    __table_args__ = (UniqueConstraint("meeting_id", "client_key"),)

    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    client_key: str = Field(max_length=60)
    """Made where it was typed."""
    kind: MeetingNoteKind = one_of(MeetingNoteKind)
    words: str = Field(max_length=LONG)
    speaker_id: int | None = Field(default=None, foreign_key="person.id")
    speaker_name: str = Field(default="", max_length=SHORT)
    """Of somebody who is on no list."""
    quotable: Quotable = one_of(Quotable, default=Quotable.NO)
    quote_settled_at: datetime | None = None
    """When the speaker said yes or no to being named."""
    agenda_item_id: int | None = Field(default=None, foreign_key="agendaitem.id")
    priority_id: int | None = Field(default=None, foreign_key="priority.id")
    """The candidate priority it is grouped under."""
    is_held_back: bool = False
    """Recorded for the conveners, and in nothing that is sent or printed for others."""
    taken_by: str = Field(max_length=SHORT)
    taken_at: datetime
    taken_out_at: datetime | None = None
