"""The touch log: calls, meetings and mails with a person, noted by hand beside what the system sent."""

from datetime import date, datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships
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
    partnership = partnerships.partnership_of(session, run_id)
    note = ContactNote(
        partnership_id=partnership.pk,
        person_id=person.pk,
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
        EventKind.CONTACT_NOTED,
        f"{kind.value.capitalize()} with {person.name}: {note.words}",
    )
    return note
