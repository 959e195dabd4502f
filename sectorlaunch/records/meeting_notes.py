"""Notes of a meeting: what was said, by whom, and what of it may leave the house."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from sectorlaunch.errors import NotFound
from sectorlaunch.query_cache import cached
from sectorlaunch.tables import MeetingNote, MeetingNoteKind, Person, Quotable


@dataclass(frozen=True)
class Said:
    """A note and who said it."""

    note: MeetingNote
    speaker: Person | None

    @property
    def name(self) -> str:
        """Whose words they are; empty where nobody is named."""
        return self.speaker.name if self.speaker is not None else self.note.speaker_name

    @property
    def named_in_print(self) -> str:
        """The name that may stand beside the words outside the room; empty until its owner may be quoted."""
        return self.name if self.note.quotable is Quotable.YES else ""


def find(session: Session, meeting_id: int, note_id: int) -> MeetingNote:
    """Raises NotFound for a number of another meeting, or of none."""
    note = session.get(MeetingNote, note_id)
    if note is None or note.meeting_id != meeting_id:
        raise NotFound("There is no note number %(number)s of this meeting.", number=note_id)
    return note


def of_meeting(session: Session, meeting_id: int, *, to_circulate: bool = False) -> list[Said]:
    """In the order they were taken, without those taken out; `to_circulate` leaves out what is held back as well."""

    def read() -> list[Said]:
        rows = session.exec(
            select(MeetingNote, Person)
            .join(Person, col(MeetingNote.speaker_id) == col(Person.id), isouter=True)
            .where(MeetingNote.meeting_id == meeting_id, col(MeetingNote.taken_out_at).is_(None))
            .order_by(col(MeetingNote.id))
        )
        return [Said(note, person) for note, person in rows]

    found = cached(session, (MeetingNote, Person), ("notes", meeting_id), read)
    return [one for one in found if not (to_circulate and one.note.is_held_back)]


def of_kinds(said: Iterable[Said], *kinds: MeetingNoteKind) -> list[Said]:
    return [one for one in said if one.note.kind in kinds]


def taken_out(session: Session, meeting_id: int) -> list[MeetingNote]:
    """Those that can be put back, newest first."""
    found = select(MeetingNote).where(
        MeetingNote.meeting_id == meeting_id, col(MeetingNote.taken_out_at).is_not(None)
    )
    return list(session.exec(found.order_by(col(MeetingNote.taken_out_at).desc())))


def waiting_for(session: Session, person_id: int) -> list[MeetingNote]:
    """Words of somebody who is asked whether they may be named with them, oldest first."""
    found = select(MeetingNote).where(
        MeetingNote.speaker_id == person_id,
        MeetingNote.quotable == Quotable.ASKED,
        col(MeetingNote.is_held_back).is_(False),
        col(MeetingNote.taken_out_at).is_(None),
    )
    return list(session.exec(found.order_by(col(MeetingNote.id))))
