"""Who is who in one partnership: the reads that everything else is built on."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from languages import Language
from sectorlaunch import known_addresses
from sectorlaunch.errors import NotFound
from sectorlaunch.query_cache import cached
from sectorlaunch.tables import Organization, Partnership, Person, PlaybookRun, Role, RoleKind, Sector

CONVENING = (RoleKind.CONVENER, RoleKind.CO_CONVENER)
SIGN_IN_ONLY = (RoleKind.TEAM_LEAD, RoleKind.LEAD_WHO_LOOKS)
"""Roles that mean nothing but that somebody may sign in: given where others are let in, and on no list."""
SIGNING_IN = (*CONVENING, RoleKind.FACILITATOR, RoleKind.SCRIBE, *SIGN_IN_ONLY)
"""Roles with which somebody may be let in; what each opens, the portal's table of rights says."""
ROLE_SHEET = (*CONVENING, RoleKind.FACILITATOR, RoleKind.SCRIBE, RoleKind.SUPPORT_TEAM)
"""Roles that come with a role sheet to acknowledge."""


def language_of(session: Session, person: Person) -> Language:
    """The language somebody is spoken to in: their own wish, else their partnership's."""
    return person.language or session.get_one(Partnership, person.partnership_id).language


def read_together(session: Session, person_ids: Iterable[int]) -> None:
    """Reads people in one query, so that asking for each of them afterward costs nothing."""
    wanted = set(person_ids)
    if wanted:
        session.exec(select(Person).where(col(Person.id).in_(wanted))).all()


def with_role(session: Session, partnership_id: int, kinds: Iterable[RoleKind]) -> list[Person]:
    """People who hold one of the roles now, each once, in the order the roles were given."""
    wanted = frozenset(kinds)

    def read() -> list[Person]:
        held = roles_held(session, partnership_id)
        return list({person.id: person for person, kind in held if kind in wanted}.values())

    return list(cached(session, (Role, Person), ("with role", partnership_id, wanted), read))


def roles_held(session: Session, partnership_id: int) -> list[tuple[Person, RoleKind]]:
    """Every role somebody holds in the partnership now, in the order they were given."""

    def read() -> list[tuple[Person, RoleKind]]:
        # Their organizations come along, because whoever writes to people names these too.
        rows = session.exec(
            select(Person, Role.kind, Organization)
            .join(Role, col(Role.person_id) == col(Person.id))
            .join(Organization, col(Person.organization_id) == col(Organization.id), isouter=True)
            .where(
                Role.partnership_id == partnership_id,
                col(Role.ended_at).is_(None),
                col(Person.anonymized_at).is_(None),
            )
            .order_by(col(Role.id))
        )
        return [(person, RoleKind(kind)) for person, kind, _ in rows]

    return cached(session, (Role, Person), ("roles held", partnership_id), read)


def roles_of(session: Session, partnership_id: int, person_id: int | None) -> list[RoleKind]:
    """The roles one person holds in the partnership now."""

    def read() -> dict[int | None, list[RoleKind]]:
        held: dict[int | None, list[RoleKind]] = {}
        for person, kind in roles_held(session, partnership_id):
            held.setdefault(person.id, []).append(kind)
        return held

    held = cached(session, (Role, Person), ("roles by person", partnership_id), read)
    return list(held.get(person_id, ()))


def has_left(session: Session, partnership_id: int, person_id: int) -> bool:
    """Whether somebody had roles in the partnership, and every one of them has ended."""

    def read() -> set[int]:
        ended = select(Role.person_id).where(
            Role.partnership_id == partnership_id, col(Role.ended_at).is_not(None)
        )
        return set(session.exec(ended))

    once = cached(session, (Role,), ("roles that ended", partnership_id), read)
    return person_id in once and not roles_of(session, partnership_id, person_id)


def of_partnership(session: Session, partnership_id: int, person_id: int) -> Person:
    """Somebody on the list of a partnership. Raises NotFound for a number of another list, or of none."""
    person = session.get(Person, person_id)
    if person is None or person.partnership_id != partnership_id:
        raise NotFound("There is nobody with the number %(number)s in this partnership.", number=person_id)
    return person


def who_is_now(session: Session, person: Person) -> Person:
    """The person somebody was merged into, or themselves."""
    while person.merged_into_id is not None:
        person = session.get_one(Person, person.merged_into_id)
    return person


def left_alone_since(session: Session, person: Person) -> datetime | None:
    """Since when nothing is sent to a person: by their own wish, or as their convener noted it; None where it may be."""
    asked = (person.do_not_contact_since, known_addresses.stopped_at(session, person.email))
    return min((moment for moment in asked if moment is not None), default=None)


def address_refused_at(session: Session, person: Person) -> datetime | None:
    """When a letter to the address they have was refused for good; None where it may be written to."""
    return known_addresses.refused_at(session, person.email)


def convener(session: Session, partnership_id: int) -> Person:
    """The lead convener, or the first co-convener where nobody leads alone."""
    leads = with_role(session, partnership_id, [RoleKind.CONVENER])
    return (leads or with_role(session, partnership_id, [RoleKind.CO_CONVENER]))[0]


def scribe(session: Session, partnership_id: int) -> Person:
    named = with_role(session, partnership_id, [RoleKind.SCRIBE])
    return named[0] if named else convener(session, partnership_id)


def sectors(session: Session, people: Sequence[Person]) -> dict[int, Sector]:
    """The sector each person speaks for, by person id; people without an organization are left out."""
    wanted = frozenset(p.organization_id for p in people if p.organization_id is not None)
    if not wanted:
        return {}

    def read() -> dict[int | None, Sector]:
        found = session.exec(select(Organization).where(col(Organization.id).in_(wanted)))
        return {organization.id: organization.sector for organization in found}

    by_id = cached(session, (Organization,), ("sectors", wanted), read)
    return {
        p.id: by_id[p.organization_id] for p in people if p.id is not None and p.organization_id is not None
    }


def is_business(sectors_by_person: dict[int, Sector], person: Person) -> bool:
    return sectors_by_person.get(person.pk) is Sector.BUSINESS


def organization_name(session: Session, person: Person) -> str:
    if person.organization_id is None:
        return ""
    return session.get_one(Organization, person.organization_id).name


def runs_of(session: Session, person_id: int) -> list[int | None]:
    """The runs of the person's partnership."""
    runs = select(PlaybookRun.id).where(
        PlaybookRun.partnership_id == Person.partnership_id, Person.id == person_id
    )
    return list(session.exec(runs.order_by(col(PlaybookRun.id))))


def at_address(session: Session, email: str) -> list[Person]:
    """Everyone with an address, on whatever list: for what its owner wishes, and for nothing else."""
    found = select(Person).where(Person.email == email, col(Person.anonymized_at).is_(None))
    return list(session.exec(found.order_by(col(Person.id))))


def known_by(session: Session, partnership_id: int) -> dict[int, tuple[int | None, str]]:
    """By person: who of the team knows them, and what to know before calling; those of whom either is said."""

    def read() -> dict[int, tuple[int | None, str]]:
        said = select(Role.person_id, Role.owner_id, Role.note).where(
            Role.partnership_id == partnership_id,
            col(Role.ended_at).is_(None),
            or_(col(Role.owner_id).is_not(None), col(Role.note) != ""),
        )
        return {person_id: (owner_id, note) for person_id, owner_id, note in session.exec(said)}

    return cached(session, (Role,), ("known by", partnership_id), read)


def owner_of(session: Session, partnership_id: int, person_id: int) -> Person | None:
    """Whoever of the team knows a person best; None where nobody is named, or their data was removed."""
    owner_id, _ = known_by(session, partnership_id).get(person_id, (None, ""))
    owner = session.get(Person, owner_id) if owner_id is not None else None
    return owner if owner is not None and owner.anonymized_at is None else None


def note_on(session: Session, partnership_id: int, person_id: int) -> str:
    """What to know before calling somebody; empty where nothing was noted."""
    return known_by(session, partnership_id).get(person_id, (None, ""))[1]


def contact_of(session: Session, organization_id: int | None) -> Person | None:
    """Whom to talk to first at an organization; None where nobody is named."""
    if organization_id is None:
        return None
    named = select(Person).where(
        Person.organization_id == organization_id,
        col(Person.is_contact).is_(True),
        col(Person.anonymized_at).is_(None),
    )
    return session.exec(named).first()
