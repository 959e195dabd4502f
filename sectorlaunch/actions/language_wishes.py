"""Which language somebody wants to be spoken to in."""

from datetime import datetime

from sqlmodel import Session

from languages import Language
from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.records.people import runs_of
from sectorlaunch.tables import Person


def wish(session: Session, now: datetime, person: Person, language: Language, *, by: str) -> None:
    """Their pages, and letters composed from now on, are in this language; what is written stays as it is."""
    if person.language is language:
        return
    person.language = language
    session.add(person)
    said = f"{person.name} wants letters and pages in {language.english_name}."
    for run_id in runs_of(session, person.pk) or [None]:
        events.record(session, now, run_id, by, EventKind.WISHES_CHANGED, said, person_id=person.id)
    session.flush()
