"""What members know of a sector that the numbers do not say (S2 slide 7)."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.actions import sector_records
from sectorlaunch.census.industries import level_of, title_of
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships
from sectorlaunch.tables import NoteKind, Person, SectorNote


def note(
    session: Session, now: datetime, run_id: int, person: Person, industry: str, kind: NoteKind, text: str
) -> SectorNote:
    """Puts beside a sector what a member knows. An effort under way is listed among other efforts as well."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    level_of(industry)
    if not text.strip():
        raise BadInput("Write what you know, in a sentence.")
    noted = SectorNote(
        partnership_id=partnership_id,
        person_id=person.pk,
        industry=industry,
        kind=kind,
        text=text.strip()[:4000],
        noted_at=now,
    )
    session.add(noted)
    said = f"{title_of(industry)}, {kind.value}: {noted.text}"
    events.record(session, now, run_id, person.name, EventKind.SECTOR_NOTE, said[:4000])
    if kind is NoteKind.EFFORT:
        name, _, rest = noted.text.partition(".")
        sector_records.note_other_effort(session, now, run_id, name[:200], by=person.name, note=rest.strip())
    return noted
