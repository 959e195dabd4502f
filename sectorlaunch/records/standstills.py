"""Whether the installation stands still."""

from sqlmodel import Session, col, select

from sectorlaunch.tables import Standstill


def current(session: Session) -> Standstill | None:
    """The standstill that nobody has ended yet."""
    standing = select(Standstill).where(col(Standstill.ended_at).is_(None))
    return session.exec(standing.order_by(col(Standstill.id)).limit(1)).first()


def is_still(session: Session) -> bool:
    return current(session) is not None
