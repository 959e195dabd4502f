"""What a signed-in person may see: the partnerships they convene, and no other."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from sectorlaunch.portal.entry import LinkUnknown, WrongRole
from sectorlaunch.records import people
from sectorlaunch.tables import Partnership, Person, Role


@dataclass(frozen=True)
class Viewer:
    """A signed-in convener, with the token that their forms carry."""

    person_id: int
    name: str
    form_token: str
    sees_all: bool = False
    """Whether they are a lead, who sees every partnership and convenes those they have a role in."""
    only_looks: bool = False
    """Whether they look at this partnership as a lead, and others change it."""


def convenes_anything(session: Session, person_id: int) -> bool:
    return session.exec(_convening(person_id).limit(1)).first() is not None


def convenes(session: Session, person_id: int, partnership_id: int | None) -> bool:
    return (
        session.exec(_convening(person_id).where(Role.partnership_id == partnership_id)).first() is not None
    )


def partnerships(
    session: Session, person_id: int, *, after: int, limit: int, sees_all: bool = False
) -> list[Partnership]:
    """One page, by id, of the partnerships this person convenes; of all of them for a lead."""
    wanted = select(Partnership).order_by(col(Partnership.id))
    if sees_all:
        return list(session.exec(wanted.where(col(Partnership.id) > after).limit(limit)))
    page = (
        _convening(person_id)
        .where(col(Role.partnership_id) > after)
        .distinct()
        .order_by(col(Role.partnership_id))
        .limit(limit)
    )
    return list(session.exec(wanted.where(col(Partnership.id).in_(page))))


def partnership(session: Session, person_id: int, slug: str) -> Partnership:
    """A partnership this person convenes. Raises WrongRole for one they only take part in, LinkUnknown otherwise."""
    found = session.exec(select(Partnership).where(Partnership.slug == slug)).one_or_none()
    if found is None:
        raise LinkUnknown
    roles = session.exec(
        select(Role.kind).where(
            Role.partnership_id == found.id, Role.person_id == person_id, col(Role.ended_at).is_(None)
        )
    ).all()
    if any(kind in people.CONVENING for kind in roles):
        return found
    raise WrongRole if roles else LinkUnknown


def seen(session: Session, slug: str) -> Partnership:
    """Any partnership, for a lead to look at. Raises LinkUnknown where there is none."""
    found = session.exec(select(Partnership).where(Partnership.slug == slug)).one_or_none()
    if found is None:
        raise LinkUnknown
    return found


def address_of(session: Session, person_id: int) -> str:
    return session.get_one(Person, person_id).email or ""


def with_address(session: Session, email: str, leads: Collection[str] = ()) -> Person | None:
    """The convener who has this address, of whatever partnership, or the lead."""
    person = session.exec(
        select(Person).where(Person.email == email.strip().lower(), col(Person.anonymized_at).is_(None))
    ).one_or_none()
    if person is None or person.id is None:
        return None
    return person if person.email in leads or convenes_anything(session, person.id) else None


def _convening(person_id: int) -> SelectOfScalar[int]:
    return select(Role.partnership_id).where(
        Role.person_id == person_id,
        col(Role.kind).in_(people.CONVENING),
        col(Role.ended_at).is_(None),
    )
