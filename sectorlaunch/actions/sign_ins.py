"""Browsers somebody is signed in with: begun by a link that was mailed, ended by their owner."""

from datetime import datetime, timedelta

from sqlmodel import Session

from sectorlaunch import access_links
from sectorlaunch.errors import NotFound
from sectorlaunch.records import sign_ins
from sectorlaunch.tables import SignIn

LASTS = timedelta(days=14)


def begin(session: Session, now: datetime, account_id: int, secret: str, browser: str = "") -> SignIn:
    """Notes that a browser is signed in from now on; of its secret only the hash is kept."""
    row = SignIn(
        account_id=account_id,
        secret_hash=access_links.hash_of(secret),
        browser=browser,
        began_at=now,
        expires_at=now + LASTS,
    )
    session.add(row)
    session.flush()
    return row


def end(session: Session, now: datetime, account_id: int, sign_in_id: int) -> None:
    """Ends one of an account's. Raises NotFound for somebody else's, and for one that has ended."""
    row = next((one for one in sign_ins.open_of(session, now, account_id) if one.id == sign_in_id), None)
    if row is None:
        raise NotFound("This browser is signed out already.")
    row.ended_at = now
    session.add(row)


def end_all(session: Session, now: datetime, account_id: int, but: int | None = None) -> int:
    """Ends every one of an account's, save `but`; returns how many."""
    ended = [row for row in sign_ins.open_of(session, now, account_id) if row.id != but]
    for row in ended:
        row.ended_at = now
        session.add(row)
    return len(ended)
