"""Personal links: random tokens, kept as hashes, scoped to a purpose, revocable."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch.tables import AccessLink


def revoke(session: Session, now: datetime, person_id: int) -> int:
    """Ends every link a person holds; returns how many."""
    links = session.exec(
        select(AccessLink).where(AccessLink.person_id == person_id, col(AccessLink.revoked_at).is_(None))
    ).all()
    for link in links:
        link.revoked_at = now
        session.add(link)
    return len(links)
