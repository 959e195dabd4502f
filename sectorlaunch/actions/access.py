"""Personal links and sign-in: random tokens, kept as hashes, scoped to a purpose, revocable."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.records import access
from sectorlaunch.tables import AccessLink, LinkPurpose, Person


def use_sign_in(session: Session, now: datetime, token: str) -> Person | None:
    """Signs the holder of a one-time link in, once. None when the link does not hold."""
    link = access.look_up(session, now, token, LinkPurpose.SIGN_IN)
    if link is None:
        return None
    link.used_at = now
    session.add(link)
    person = session.get_one(Person, link.person_id)
    events.record(session, now, None, person.name, EventKind.SIGNED_IN, f"{person.name} signed in.")
    return person


def revoke(session: Session, now: datetime, person_id: int) -> int:
    """Ends every link a person holds; returns how many."""
    links = session.exec(
        select(AccessLink).where(AccessLink.person_id == person_id, col(AccessLink.revoked_at).is_(None))
    ).all()
    for link in links:
        link.revoked_at = now
        session.add(link)
    return len(links)
