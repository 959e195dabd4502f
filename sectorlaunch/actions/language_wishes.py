"""Which language people are spoken to in: a partnership's, and a person's own wish."""

from datetime import datetime

from sqlmodel import Session

from languages import Language
from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.records.people import runs_of
from sectorlaunch.tables import Partnership, Person


def wish(session: Session, now: datetime, person: Person, language: Language | None, *, by: str) -> None:
    """Their pages, and letters composed from now on, are in this language, or the partnership's; what is written stays."""
    if person.language is language:
        return
    person.language = language
    session.add(person)
    wanted = f"in {language.english_name}" if language else "in the language of the partnership"
    said = f"{person.name} wants letters and pages {wanted}."
    for run_id in runs_of(session, person.pk) or [None]:
        events.record(session, now, run_id, by, EventKind.WISHES_CHANGED, said, person_id=person.id)
    session.flush()


def choose(
    session: Session, now: datetime, run_id: int, partnership: Partnership, language: Language, *, by: str
) -> None:
    """What everybody is spoken to in who has no wish of their own; what is written stays as it is."""
    if partnership.language is language:
        return
    partnership.language = language
    session.add(partnership)
    said = f"Letters and personal pages are in {language.english_name}, for all who have chosen nothing else."
    events.record(session, now, run_id, by, EventKind.LANGUAGE_CHOSEN, said)
    session.flush()
