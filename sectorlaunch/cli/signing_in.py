"""Sign-in links for those who convene."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import access_links, links, plain_values
from sectorlaunch.errors import NotFound
from sectorlaunch.records import people
from sectorlaunch.tables import LinkPurpose, Person, Role


def conveners(session: Session) -> list[Person]:
    """Everyone who convenes some partnership now, in the order they came."""
    rows = session.exec(
        select(Person, Role)
        .join(Role, col(Role.person_id) == col(Person.id))
        .where(
            col(Role.kind).in_(people.CONVENING),
            col(Role.ended_at).is_(None),
            col(Person.anonymized_at).is_(None),
        )
        .order_by(col(Role.id))
    )
    return list({person.id: person for person, _ in rows}.values())


def link_for(session: Session, now: datetime, email: str) -> str:
    """A fresh one-time link. Raises NotFound for somebody who convenes nothing."""
    known = conveners(session)
    wanted = email.strip().casefold()
    for person in known:
        if person.email == wanted:
            return fresh_link(session, now, person)
    near = plain_values.nearest(wanted, [person.email for person in known if person.email])
    hint = f"did you mean “{near}”?" if near else "only conveners sign in; others have their personal link."
    raise NotFound(f"No convener has the address “{email}”; {hint}")


def fresh_link(session: Session, now: datetime, person: Person) -> str:
    return links.sign_in(access_links.issue(session, now, person.pk, LinkPurpose.SIGN_IN))
