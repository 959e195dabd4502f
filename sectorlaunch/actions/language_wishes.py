"""Which language somebody wants their letters in."""

from datetime import datetime

from sqlmodel import Session

from languages import Language
from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.tables import Person


def wish(
    session: Session, now: datetime, run_id: int, person: Person, language: Language, *, by: str
) -> None:
    """Letters composed from now on are in this language, where their kind has words in it; what is written stays so."""
    if person.language is language:
        return
    person.language = language
    session.add(person)
    said = f"{person.name} wants letters in {language.own_name}."
    events.record(session, now, run_id, by, EventKind.WISHES_CHANGED, said, person_id=person.id)
    session.flush()
