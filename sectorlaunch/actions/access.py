"""Personal links: random tokens, kept as hashes, scoped to a purpose, revocable."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships
from sectorlaunch.tables import AccessLink, LinkPurpose, Person


def revoke(session: Session, now: datetime, person_id: int, partnership_id: int | None = None) -> int:
    """Ends every link a person holds; returns how many. With a partnership, those that open its pages: the way to
    be left alone stays open."""
    held = select(AccessLink).where(AccessLink.person_id == person_id, col(AccessLink.revoked_at).is_(None))
    if partnership_id is not None:
        held = held.where(
            AccessLink.partnership_id == partnership_id, AccessLink.purpose != LinkPurpose.UNSUBSCRIBE
        )
    links = session.exec(held).all()
    for link in links:
        link.revoked_at = now
        session.add(link)
    return len(links)


def end_links(session: Session, now: datetime, run_id: int, person: Person, *, by: str) -> int:
    """Ends the links with which somebody opens the pages of one partnership; returns how many.

    What is written to them next has a new one, and so has a letter that is sent again.
    """
    ended = revoke(session, now, person.pk, partnerships.partnership_of(session, run_id).pk)
    if ended:
        words = f"The links {person.name} held were ended."
        events.record(session, now, run_id, by, EventKind.LINKS_ENDED, words, person_id=person.pk)
    return ended
