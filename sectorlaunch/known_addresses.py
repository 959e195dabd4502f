"""What is known of e-mail addresses over the whole installation: that one was refused, or that its owner wants nothing.

It is all that partnerships share of a person. Nothing here says on whose list an address stands, or who wrote to it.
"""

from datetime import datetime

from sqlmodel import Session, col, or_, select

from sectorlaunch.query_cache import cached
from sectorlaunch.tables import Address


def refused_at(session: Session, email: str | None) -> datetime | None:
    """Since when nothing goes to an address, because it was refused for good and nobody has mended it."""
    known = _known(session).get(email or "")
    return known.failed_at if known is not None else None


def stopped_at(session: Session, email: str | None) -> datetime | None:
    """Since when the owner of an address wants no messages from anybody here."""
    known = _known(session).get(email or "")
    return known.stopped_at if known is not None else None


def note_refused(session: Session, now: datetime, email: str) -> None:
    row = _row(session, email)
    row.failed_at = now
    session.add(row)


def note_mended(session: Session, email: str) -> None:
    """Somebody has looked: the address is tried again."""
    if refused_at(session, email) is not None:
        row = _row(session, email)
        row.failed_at = None
        session.add(row)


def stop(session: Session, now: datetime, email: str) -> bool:
    """Its owner wants no more messages. False where that is known already."""
    row = _row(session, email)
    if row.stopped_at is not None:
        return False
    row.stopped_at = now
    session.add(row)
    return True


def take_back(session: Session, email: str) -> bool:
    """Its owner wants messages after all. False where they had not stopped them."""
    if stopped_at(session, email) is None:
        return False
    row = _row(session, email)
    row.stopped_at = None
    session.add(row)
    return True


def _row(session: Session, email: str) -> Address:
    found = session.exec(select(Address).where(Address.email == email)).one_or_none()
    return found or Address(email=email)


def _known(session: Session) -> dict[str, Address]:
    """Those there is something to say of, by address: few, and read once in a unit of work."""

    def read() -> dict[str, Address]:
        told = or_(col(Address.failed_at).is_not(None), col(Address.stopped_at).is_not(None))
        return {address.email: address for address in session.exec(select(Address).where(told))}

    return cached(session, (Address,), "addresses there is something to say of", read)
