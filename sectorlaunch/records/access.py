"""Personal links: what a token opens."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch.access_links import hash_of
from sectorlaunch.tables import AccessLink, LinkPurpose


def look_up(session: Session, now: datetime, token: str, purpose: LinkPurpose) -> AccessLink | None:
    """The link of a token, if it holds now; None for a stranger's, an expired, a used sign-in or a revoked one."""
    link = session.exec(
        select(AccessLink).where(
            AccessLink.token_hash == hash_of(token),
            AccessLink.purpose == purpose,
            col(AccessLink.revoked_at).is_(None),
        )
    ).one_or_none()
    if link is None or (link.expires_at is not None and link.expires_at <= now):
        return None
    if purpose is LinkPurpose.SIGN_IN and link.used_at is not None:
        return None
    return link
