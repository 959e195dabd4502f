"""Notes of a meeting: taken, reworded, grouped, taken out and put back. History says that, and never their words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from sectorlaunch import events
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import meetings, people
from sectorlaunch.tables import (
    AgendaItem,
    Meeting,
    MeetingNote,
    MeetingNoteKind,
    Priority,
    Quotable,
)


@dataclass(frozen=True)
class NewNote:
    """One thing somebody said. `client_key` is made where it was typed, so that sending it again adds nothing."""

    kind: MeetingNoteKind
    words: str
    speaker_id: int | None = None
    speaker_name: str = ""
    quotable: Quotable = Quotable.NO
    is_held_back: bool = False
    agenda_item_id: int | None = None
    priority_id: int | None = None
    client_key: str = ""


def take(
    session: Session, now: datetime, run_id: int, meeting_id: int, new: NewNote, *, by: str
) -> MeetingNote:
    """Keeps a note; the one that is on record where its key is known already.

    Raises BadInput without words, for somebody quoted who is not named, and for a meeting that is called off.
    """
    meeting = _standing(session, meeting_id)
    words, name = new.words.strip(), new.speaker_name.strip()
    if not words:
        raise BadInput("Write down what was said.")
    if new.quotable is not Quotable.NO and new.speaker_id is None and not name:
        raise BadInput("Say who said it, or leave the name out of what is printed.")
    _check(session, meeting, new.speaker_id, new.agenda_item_id, new.priority_id)
    key = new.client_key.strip() or uuid4().hex
    of_key = select(MeetingNote).where(MeetingNote.meeting_id == meeting_id, MeetingNote.client_key == key)
    if (known := session.exec(of_key).one_or_none()) is not None:
        if known.words == words:
            return known
        key = uuid4().hex  # a page that was gone back to: another note
    note = MeetingNote(
        meeting_id=meeting_id,
        client_key=key,
        kind=new.kind,
        words=words,
        speaker_id=new.speaker_id,
        speaker_name="" if new.speaker_id is not None else name,
        quotable=new.quotable,
        is_held_back=new.is_held_back,
        agenda_item_id=new.agenda_item_id,
        priority_id=new.priority_id,
        taken_by=by,
        taken_at=now,
    )
    try:
        with session.begin_nested():
            session.add(note)
    except IntegrityError:  # two windows sent the same one at the same moment
        return session.exec(of_key).one()
    words = f"A note was taken at {meeting.title}: {note.kind.value}."
    events.record(session, now, run_id, by, EventKind.MEETING_NOTE_TAKEN, words, note_id=note.pk)
    return note


def change(
    session: Session,
    now: datetime,
    run_id: int,
    note: MeetingNote,
    new: NewNote,
    *,
    by: str,
) -> MeetingNote:
    """The note as it should have been. Its key stays. Who may be quoted is asked anew where the words changed.

    Raises BadInput as `take` does.
    """
    meeting = _standing(session, note.meeting_id)
    words, name = new.words.strip(), new.speaker_name.strip()
    if not words:
        raise BadInput("Write down what was said, or take the note out.")
    if new.quotable is not Quotable.NO and new.speaker_id is None and not name:
        raise BadInput("Say who said it, or leave the name out of what is printed.")
    _check(session, meeting, new.speaker_id, new.agenda_item_id, new.priority_id)
    is_other = (words, new.speaker_id) != (note.words, note.speaker_id)
    quotable = new.quotable
    if note.quote_settled_at is not None and is_other:
        note.quote_settled_at = None
        quotable = Quotable.ASKED if quotable is Quotable.YES else quotable
    note.kind, note.words, note.quotable = new.kind, words, quotable
    note.speaker_id, note.speaker_name = new.speaker_id, "" if new.speaker_id is not None else name
    note.is_held_back = new.is_held_back
    note.agenda_item_id, note.priority_id = new.agenda_item_id, new.priority_id
    session.add(note)
    _noted(session, now, run_id, meeting, note, "changed", by)
    return note


def group(
    session: Session, now: datetime, run_id: int, note: MeetingNote, priority_id: int | None, *, by: str
) -> None:
    """Puts a note under a candidate priority; None takes it from where it was."""
    meeting = _standing(session, note.meeting_id)
    _check(session, meeting, None, None, priority_id)
    if note.priority_id != priority_id:
        note.priority_id = priority_id
        session.add(note)
        _noted(session, now, run_id, meeting, note, "grouped", by)


def take_out(session: Session, now: datetime, run_id: int, note: MeetingNote, *, by: str) -> None:
    """Takes a note off the list; it can be put back."""
    if note.taken_out_at is None:
        note.taken_out_at = now
        session.add(note)
        _noted(session, now, run_id, _standing(session, note.meeting_id), note, "taken out", by)


def put_back(session: Session, now: datetime, run_id: int, note: MeetingNote, *, by: str) -> None:
    if note.taken_out_at is not None:
        note.taken_out_at = None
        session.add(note)
        _noted(session, now, run_id, _standing(session, note.meeting_id), note, "put back", by)


def settle_quote(
    session: Session, now: datetime, run_id: int, note: MeetingNote, may_be_named: bool, *, by: str
) -> None:
    """What the speaker says to being named with these words."""
    note.quotable = Quotable.YES if may_be_named else Quotable.NO
    note.quote_settled_at = now
    session.add(note)
    said = "may be printed with the speaker’s name" if may_be_named else "to be printed without a name"
    _noted(session, now, run_id, _standing(session, note.meeting_id), note, said, by)


def _standing(session: Session, meeting_id: int) -> Meeting:
    meeting = meetings.find(session, meeting_id)
    if meeting.canceled_at is not None:
        raise BadInput("This meeting is called off.")
    return meeting


def _check(
    session: Session,
    meeting: Meeting,
    speaker_id: int | None,
    item_id: int | None,
    priority_id: int | None,
) -> None:
    """Raises NotFound for what belongs to another partnership or meeting."""
    if speaker_id is not None:
        people.of_partnership(session, meeting.partnership_id, speaker_id)
    item = session.get(AgendaItem, item_id) if item_id is not None else None
    if item_id is not None and (item is None or item.meeting_id != meeting.id):
        raise NotFound("There is no part number %(number)s of this meeting.", number=item_id)
    priority = session.get(Priority, priority_id) if priority_id is not None else None
    if priority_id is not None and (priority is None or priority.partnership_id != meeting.partnership_id):
        raise NotFound("There is no priority number %(number)s.", number=priority_id)


def _noted(
    session: Session, now: datetime, run_id: int, meeting: Meeting, note: MeetingNote, what: str, by: str
) -> None:
    words = f"A note of {meeting.title}: {what}."
    events.record(session, now, run_id, by, EventKind.MEETING_NOTE_CHANGED, words, note_id=note.pk)
