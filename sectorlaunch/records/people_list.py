"""The people of a partnership as a list: for the page, the command line and machines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from sectorlaunch import plain_values
from sectorlaunch.errors import NotFound
from sectorlaunch.records import contact_log, partnerships
from sectorlaunch.records import people as people_records
from sectorlaunch.records.people import who_is_now
from sectorlaunch.tables import (
    Champion,
    ChampionStage,
    ContactNote,
    Organization,
    Person,
    Role,
    RoleKind,
    Sector,
)


@dataclass(frozen=True)
class Talk:
    on: date
    kind: str
    words: str
    noted_by: str


@dataclass(frozen=True)
class PersonOnList:
    person_id: int
    name: str
    email: str
    phone: str
    title: str
    organization: str
    sector: Sector | None
    roles: tuple[RoleKind, ...]
    champion_stage: ChampionStage | None
    relationship_owner: str
    decides: bool
    do_not_contact: bool
    role_sheet_open: bool
    """Holds a role whose sheet they have not acknowledged."""
    paused_until: date | None = None
    notes: tuple[Talk, ...] = ()
    """Calls, meetings and mails noted by hand, oldest first."""


def list_people(session: Session, slug: str) -> list[PersonOnList]:
    """Everyone with a role in the partnership now, in the order they came. Raises NotFound."""
    partnership_id = partnerships.find(session, slug).id
    held: dict[int, list[Role]] = {}
    roles = select(Role).where(Role.partnership_id == partnership_id, col(Role.ended_at).is_(None))
    for role in session.exec(roles.order_by(col(Role.id))):
        held.setdefault(role.person_id, []).append(role)
    people = {person.id: person for person in _with_ids(session, list(held))}
    ours = select(Organization).where(Organization.partnership_id == partnership_id)
    organizations = {organization.id: organization for organization in session.exec(ours)}
    champions = {
        champion.person_id: champion
        for champion in session.exec(select(Champion).where(Champion.partnership_id == partnership_id))
    }
    owners = {champion.owner_id for champion in champions.values() if champion.owner_id is not None}
    owner_names = {person.id: person.name for person in _with_ids(session, sorted(owners))}
    notes = contact_log.of_partnership(session, partnership_id) if partnership_id is not None else {}
    return [
        _on_list(
            session,
            people[person_id],
            roles_held,
            organizations,
            champions.get(person_id),
            owner_names,
            notes.get(person_id, []),
        )
        for person_id, roles_held in held.items()
    ]


def find(session: Session, slug: str, email: str) -> Person:
    """Somebody who has or had a role in the partnership, by e-mail. Raises NotFound with the nearest address."""
    partnership_id = partnerships.find(session, slug).id
    people = session.exec(
        select(Person).where(Role.person_id == Person.id, Role.partnership_id == partnership_id).distinct()
    ).all()
    wanted = email.strip().casefold()
    for person in people:
        if person.email == wanted:
            return person
    if merged := _merged_from(session, wanted, people):
        return merged
    near = plain_values.nearest(wanted, [person.email for person in people if person.email])
    hint = f"did you mean “{near}”?" if near else f"`sector-launch people list {slug}` shows everyone."
    raise NotFound(f"Nobody in this partnership has the address “{email}”; {hint}")


def _merged_from(session: Session, email: str, people: Sequence[Person]) -> Person | None:
    """The one of them who was once on record with this address as somebody else."""
    known = {one.id for one in people}
    for entry in session.exec(select(Person).where(Person.email == email)):
        person = who_is_now(session, entry)
        if person.id in known:
            return person
    return None


def _with_ids(session: Session, ids: list[int]) -> list[Person]:
    return [
        person
        for start in range(0, len(ids), 500)
        for person in session.exec(select(Person).where(col(Person.id).in_(ids[start : start + 500])))
    ]


def _on_list(
    session: Session,
    person: Person,
    roles: list[Role],
    organizations: dict[int | None, Organization],
    champion: Champion | None,
    owner_names: dict[int | None, str],
    notes: list[ContactNote],
) -> PersonOnList:
    organization = organizations.get(person.organization_id)
    return PersonOnList(
        person_id=person.pk,
        name=person.name,
        email=person.email or "",
        phone=person.phone,
        title=person.job_title,
        organization=organization.name if organization else "",
        sector=organization.sector if organization else None,
        roles=tuple(role.kind for role in roles),
        champion_stage=champion.stage if champion else None,
        relationship_owner=owner_names.get(champion.owner_id, "") if champion else "",
        decides=person.decides,
        do_not_contact=people_records.left_alone_since(session, person) is not None,
        role_sheet_open=any(
            role.kind in people_records.ROLE_SHEET and role.acknowledged_at is None for role in roles
        ),
        paused_until=person.paused_until,
        notes=tuple(Talk(note.happened_on, note.kind.value, note.words, note.noted_by) for note in notes),
    )
