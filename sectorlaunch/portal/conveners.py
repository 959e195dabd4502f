"""What a signed-in person may see: the partnerships they convene, and no other."""

from dataclasses import dataclass

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from sectorlaunch.operations import people_of
from sectorlaunch.portal.entry import Stranger, WrongRole
from sectorlaunch.tables import Partnership, Person, Role


@dataclass(frozen=True)
class Viewer:
    """A signed-in convener, with the token that their forms carry."""

    person_id: int
    name: str
    form_token: str


def convenes_anything(session: Session, person_id: int) -> bool:
    return session.exec(_convening(person_id).limit(1)).first() is not None


def partnerships(session: Session, person_id: int, *, after: int, limit: int) -> list[Partnership]:
    """One page, by id, of the partnerships this person convenes."""
    return list(
        session.exec(
            select(Partnership)
            .where(col(Partnership.id).in_(_convening(person_id)), col(Partnership.id) > after)
            .order_by(col(Partnership.id))
            .limit(limit)
        )
    )


def partnership(session: Session, person_id: int, slug: str) -> Partnership:
    """A partnership this person convenes. Raises WrongRole for one they only take part in, Stranger otherwise."""
    found = session.exec(select(Partnership).where(Partnership.slug == slug)).one_or_none()
    if found is None:
        raise Stranger
    roles = session.exec(
        select(Role.kind).where(
            Role.partnership_id == found.id, Role.person_id == person_id, col(Role.ended_at).is_(None)
        )
    ).all()
    if any(kind in people_of.CONVENING for kind in roles):
        return found
    raise WrongRole if roles else Stranger


def with_address(session: Session, email: str) -> Person | None:
    """The convener who has this address, of whatever partnership."""
    person = session.exec(
        select(Person).where(Person.email == email.strip().lower(), col(Person.anonymised_at).is_(None))
    ).one_or_none()
    if person is None or person.id is None or not convenes_anything(session, person.id):
        return None
    return person


def _convening(person_id: int) -> SelectOfScalar[int]:
    return select(Role.partnership_id).where(
        Role.person_id == person_id,
        col(Role.kind).in_(people_of.CONVENING),
        col(Role.ended_at).is_(None),
    )
