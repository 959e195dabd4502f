"""Browsers that are signed in now."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch.access_links import hash_of
from sectorlaunch.tables import SignIn


def of(session: Session, now: datetime, account_id: int, secret: str) -> SignIn | None:
    """The one with this secret; None where it has ended, run out, or never begun."""
    wanted = select(SignIn).where(
        SignIn.secret_hash == hash_of(secret),
        SignIn.account_id == account_id,
        SignIn.expires_at > now,
        col(SignIn.ended_at).is_(None),
    )
    return session.exec(wanted).one_or_none()


def open_of(session: Session, now: datetime, account_id: int) -> list[SignIn]:
    """An account's, newest first."""
    wanted = select(SignIn).where(
        SignIn.account_id == account_id, SignIn.expires_at > now, col(SignIn.ended_at).is_(None)
    )
    return list(session.exec(wanted.order_by(col(SignIn.id).desc())))
