"""Where and when a meeting was before it moved: what news of the move is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from languages import Language, formatting
from sectorlaunch.events import EventKind
from sectorlaunch.query_cache import cached
from sectorlaunch.tables import Event, Meeting, Message, MessageState, Person

LEFT = (MessageState.SENT, MessageState.LEASED, MessageState.UNCERTAIN)
"""What has left, or is leaving just now: what waits has told nobody anything."""


@dataclass(frozen=True)
class WhenAndWhere:
    """A meeting as it stood once. `starts_at` is aware; None while it had no date."""

    starts_at: datetime | None
    place: str

    @classmethod
    def of(cls, meeting: Meeting) -> "WhenAndWhere":
        return cls(meeting.starts_at, ", ".join(part for part in (meeting.place, meeting.address) if part))

    def as_data(self, meeting: Meeting) -> dict[str, Any]:
        """What the event of a change keeps of the meeting as it was."""
        was_at, is_at = (at.isoformat() if at else "" for at in (self.starts_at, meeting.starts_at))
        return {"meeting_id": meeting.id, "was_at": was_at, "is_at": is_at, "was_place": self.place}


def known_to(session: Session, run_id: int, meeting: Meeting, person: Person) -> WhenAndWhere:
    """The meeting as this person was told of it last; as it was before its last move where they never were.

    As it is now, where it never moved.
    """
    told = last_told(session, run_id, meeting, person)
    if told is not None and told != WhenAndWhere.of(meeting):
        return told
    moved = _moves(session, run_id, meeting)
    return moved[-1][1] if moved else WhenAndWhere.of(meeting)


def last_told(session: Session, run_id: int, meeting: Meeting, person: Person) -> WhenAndWhere | None:
    """The meeting as the last letter about it that left says it to this person; None where none has left."""
    moves = _moves(session, run_id, meeting)
    known = _moves_known(session, moves, meeting, person)
    if known is None:
        return None
    return moves[known][1] if known < len(moves) else WhenAndWhere.of(meeting)


def has_moved_since(session: Session, run_id: int, meeting: Meeting, at: datetime) -> bool:
    """Whether the meeting has had another time or place since a moment."""
    return any(moved_at > at for moved_at, _ in _moves(session, run_id, meeting))


def was_when(language: Language, known: WhenAndWhere, meeting: Meeting, zone: ZoneInfo) -> str:
    """The moment somebody knew, in words; empty where it is the one that holds, or there was none."""
    if known.starts_at is None or known.starts_at == meeting.starts_at:
        return ""
    return formatting.short_moment(language, known.starts_at, zone)


def was_where(known: WhenAndWhere, meeting: Meeting) -> str:
    """The place somebody knew; empty where it is the one that holds, or there was none."""
    return "" if known.place == WhenAndWhere.of(meeting).place else known.place


def _moves(session: Session, run_id: int, meeting: Meeting) -> list[tuple[datetime, WhenAndWhere]]:
    """Each move of the meeting, and how it stood before."""

    def read() -> list[tuple[datetime, WhenAndWhere]]:
        events = (
            select(Event)
            .where(Event.run_id == run_id, Event.kind == EventKind.MEETING_MOVED.value)
            .order_by(col(Event.id))
        )
        return [
            (event.at, _before(event.data))
            for event in session.exec(events)
            if event.data.get("meeting_id") == meeting.id
        ]

    return cached(session, (Event,), ("moves", run_id, meeting.id), read)


def _before(data: dict[str, Any]) -> WhenAndWhere:
    at = data.get("was_at")
    return WhenAndWhere(datetime.fromisoformat(at) if at else None, data.get("was_place", ""))


def newest_entry(session: Session, meeting: Meeting, person: Person) -> int | None:
    """The SEQUENCE of the newest calendar entry that left this person; None where none has."""
    left = select(Message.calendar_sequence).where(
        Message.meeting_id == meeting.id,
        Message.person_id == person.id,
        col(Message.calendar_sequence).is_not(None),
        col(Message.state).in_(LEFT),
    )
    return max((sequence for sequence in session.exec(left) if sequence is not None), default=None)


def _moves_known(
    session: Session, moves: Sequence[tuple[datetime, WhenAndWhere]], meeting: Meeting, person: Person
) -> int | None:
    """How many moves the newest letter that left them speaks of: its calendar entry says so, else when it was written."""
    written = select(Message.calendar_sequence, Message.queued_at).where(
        Message.meeting_id == meeting.id,
        Message.person_id == person.id,
        col(Message.copy_of_id).is_(None),
        col(Message.state).in_(LEFT),
    )
    known = (
        sum(at <= queued_at for at, _ in moves) if sequence is None else sequence
        for sequence, queued_at in session.exec(written)
    )
    return max(known, default=None)
