"""Personal links and sign-in: random tokens, kept as hashes, scoped to a purpose, revocable."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from sectorlaunch.operations import events
from sectorlaunch.tables import AccessLink, LinkPurpose, Person

TOKEN_BYTES = 16
SIGN_IN_LASTS = timedelta(hours=24)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue(
    session: Session,
    now: datetime,
    person_id: int,
    purpose: LinkPurpose,
    partnership_id: int | None = None,
    *,
    meeting_id: int | None = None,
    team_id: int | None = None,
    for_assistant: bool = False,
) -> str:
    """A new token of 128 random bits. It is returned once and kept only as its hash."""
    token = _new_token(purpose)
    session.add(
        AccessLink(
            token_hash=_hash(token),
            purpose=purpose,
            person_id=person_id,
            partnership_id=partnership_id,
            meeting_id=meeting_id,
            team_id=team_id,
            for_assistant=for_assistant,
            created_at=now,
            expires_at=now + SIGN_IN_LASTS if purpose is LinkPurpose.SIGN_IN else None,
        )
    )
    return token


def _new_token(purpose: LinkPurpose) -> str:
    """In an address it must survive programs that write everything in capitals, or in none."""
    if purpose is LinkPurpose.REPLY:
        return base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=").lower()
    return secrets.token_urlsafe(TOKEN_BYTES)


def look_up(session: Session, now: datetime, token: str, purpose: LinkPurpose) -> AccessLink | None:
    """The link of a token, if it holds now; None for a stranger's, an expired, a used sign-in or a revoked one."""
    link = session.exec(
        select(AccessLink).where(
            AccessLink.token_hash == _hash(token),
            AccessLink.purpose == purpose,
            col(AccessLink.revoked_at).is_(None),
        )
    ).one_or_none()
    if link is None or (link.expires_at is not None and link.expires_at <= now):
        return None
    if purpose is LinkPurpose.SIGN_IN and link.used_at is not None:
        return None
    return link


def use_sign_in(session: Session, now: datetime, token: str) -> Person | None:
    """Signs the holder of a one-time link in, once. None when the link does not hold."""
    link = look_up(session, now, token, LinkPurpose.SIGN_IN)
    if link is None:
        return None
    link.used_at = now
    session.add(link)
    person = session.get_one(Person, link.person_id)
    events.record(session, now, None, person.name, "signed in", f"{person.name} signed in.")
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
