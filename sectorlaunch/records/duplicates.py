"""People of a partnership who may be on record twice: proposed to the convener, who decides."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from sectorlaunch.contacts.likeness import Known, likely
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.records import partnerships
from sectorlaunch.records.people import who_is_now
from sectorlaunch.tables import Merge, Message, Organization, Person, Role


@dataclass(frozen=True)
class Entry:
    person_id: int
    name: str
    email: str
    phone: str
    organization: str


@dataclass(frozen=True)
class Duplicate:
    """Two entries that may be one person. `keep` has the longer history, or the better address."""

    keep: Entry
    go: Entry
    why: str
    likeness: int


def propose(session: Session, slug: str) -> list[Duplicate]:
    """Pairs in a partnership that may be one person, likeliest first. A pair that was merged and taken apart again
    is two people, and not proposed any more. Raises NotFound."""
    partnership_id = partnerships.find(session, slug).id
    rows = session.exec(
        select(Person, Organization)
        .join(Organization, col(Organization.id) == col(Person.organization_id), isouter=True)
        .where(
            col(Person.id).in_(select(Role.person_id).where(Role.partnership_id == partnership_id)),
            col(Person.anonymized_at).is_(None),
            col(Person.merged_into_id).is_(None),
        )
    ).all()
    entries = {person.id: _entry(person, organization) for person, organization in rows if person.id}
    taken_apart = {
        frozenset((merge.kept_id, merge.gone_id))
        for merge in session.exec(
            select(Merge).where(col(Merge.undone_at).is_not(None), col(Merge.kept_id).in_(entries))
        )
    }
    pairs = [
        pair
        for pair in likely([_known(entry) for entry in entries.values()])
        if frozenset((pair.first.id, pair.second.id)) not in taken_apart
    ]
    written = _written_to(session, [one.id for pair in pairs for one in (pair.first, pair.second)])
    found = []
    for pair in pairs:
        both = [entries[pair.first.id], entries[pair.second.id]]
        keep, go = sorted(
            both, key=lambda one: (-written.get(one.person_id, 0), not one.email, one.person_id)
        )
        found.append(Duplicate(keep, go, pair.why, pair.likeness))
    return found


def someone(session: Session, named: str) -> Person:
    """An entry by its number as `propose` shows it, or by its address.

    Raises NotFound, and BadInput for an address that several entries have.
    """
    text = named.strip().casefold()
    if text.isdecimal() and len(text) < 10:
        person = session.get(Person, int(text))
    else:
        found = session.exec(select(Person).where(Person.email == text)).all()
        there = {one.pk: one for one in (who_is_now(session, entry) for entry in found)}
        if len(there) > 1:
            raise BadInput(
                f"{len(there)} entries have the address “{named}”; give the number, as `sector-launch people duplicates` "
                "shows it."
            )
        person = next(iter(there.values()), None)
    if person is None:
        raise NotFound(
            f"Nobody on record is “{named}”; give an address, or a number as `sector-launch people duplicates` shows it."
        )
    return person


def _entry(person: Person, organization: Organization | None) -> Entry:
    return Entry(
        person.pk, person.name, person.email or "", person.phone, organization.name if organization else ""
    )


def _known(entry: Entry) -> Known:
    alone = entry.organization.casefold() == entry.name.casefold()
    return Known(entry.person_id, entry.name, entry.email, entry.phone, "" if alone else entry.organization)


def _written_to(session: Session, person_ids: list[int]) -> dict[int, int]:
    """How many messages each has been written."""
    counts: dict[int, int] = {}
    wanted = sorted(set(person_ids))
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        found = select(Message.person_id, func.count()).where(col(Message.person_id).in_(part))
        rows = session.exec(found.group_by(col(Message.person_id)))
        counts.update({person_id: count for person_id, count in rows if person_id is not None})
    return counts
