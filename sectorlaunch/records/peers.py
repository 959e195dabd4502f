"""Peers members have named for their teams: those who wait for their welcome, and who named them."""

from sqlmodel import Session, col, select

from sectorlaunch.errors import NotFound
from sectorlaunch.tables import NamedPeer


def waiting(session: Session, partnership_id: int) -> list[NamedPeer]:
    """Those who are neither welcomed nor let be, the oldest first."""
    found = select(NamedPeer).where(
        NamedPeer.partnership_id == partnership_id,
        col(NamedPeer.welcomed_at).is_(None),
        col(NamedPeer.let_be_at).is_(None),
    )
    return list(session.exec(found.order_by(col(NamedPeer.id))))


def named_by(session: Session, partnership_id: int, person_id: int) -> list[NamedPeer]:
    """Those somebody has named and has to let go."""
    return [one for one in waiting(session, partnership_id) if one.named_by_id == person_id]


def find(session: Session, partnership_id: int, number: int) -> NamedPeer:
    """One who waits. Raises NotFound, also for another partnership's."""
    found = next((one for one in waiting(session, partnership_id) if one.pk == number), None)
    if found is None:
        raise NotFound("There is nobody number %(number)s who waits for a welcome.", number=number)
    return found


def welcomed(session: Session, team_id: int, person_id: int) -> NamedPeer:
    """By what somebody came to a team; the newest time."""
    found = select(NamedPeer).where(
        NamedPeer.team_id == team_id,
        NamedPeer.person_id == person_id,
        col(NamedPeer.welcomed_at).is_not(None),
    )
    return session.exec(found.order_by(col(NamedPeer.id).desc()).limit(1)).one()
