"""The touch log: calls, meetings and mails with a person, noted by hand beside what the system sent."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from sectorlaunch.errors import BadInput
from sectorlaunch.operations import events
from sectorlaunch.operations.people import people_of
from sectorlaunch.tables import ContactKind, ContactNote, Person


def add(
    session: Session,
    now: datetime,
    run_id: int,
    person: Person,
    kind: ContactKind,
    words: str,
    *,
    on: date,
    by: str,
) -> ContactNote:
    """Notes a talk on the day it took place (in the partnership's zone). Raises BadInput without words."""
    if not words.strip():
        raise BadInput("Say in a few words what was talked about.")
    partnership = people_of.partnership_of(session, run_id)
    assert partnership.id is not None
    assert person.id is not None
    note = ContactNote(
        partnership_id=partnership.id,
        person_id=person.id,
        kind=kind,
        happened_on=on,
        words=words.strip()[:4000],
        noted_by=by[:200],
        noted_at=now,
    )
    session.add(note)
    events.record(
        session,
        now,
        run_id,
        by,
        "contact noted",
        f"{kind.value.capitalize()} with {person.name}: {note.words}",
    )
    return note


def of_partnership(session: Session, partnership_id: int) -> dict[int, list[ContactNote]]:
    """Every note by person, oldest first."""
    found: dict[int, list[ContactNote]] = {}
    notes = select(ContactNote).where(ContactNote.partnership_id == partnership_id)
    for note in session.exec(notes.order_by(col(ContactNote.happened_on), col(ContactNote.id))):
        found.setdefault(note.person_id, []).append(note)
    return found
