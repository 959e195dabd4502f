"""Links: what a token opens."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from sectorlaunch.access_links import hash_of
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AccessLink, AccountLink, AccountLinkPurpose, LinkPurpose

LIFE = "link_days"
"""The playbook's number of days a personal link or a calendar address works; a playbook without it sets no end."""


def life(launch: Launch) -> timedelta | None:
    """How long a personal link, or a calendar address, of this partnership works; None where it has no end."""
    days = launch.number(LIFE)
    return timedelta(days=days) if days else None


def held(session: Session, now: datetime, person_id: int, partnership_id: int) -> list[AccessLink]:
    """The personal links somebody holds in a partnership that work now, newest first."""
    found = select(AccessLink).where(
        AccessLink.person_id == person_id,
        AccessLink.partnership_id == partnership_id,
        col(AccessLink.purpose).in_((LinkPurpose.PERSONAL, LinkPurpose.FEED)),
        col(AccessLink.revoked_at).is_(None),
        or_(col(AccessLink.expires_at).is_(None), col(AccessLink.expires_at) > now),
    )
    return list(session.exec(found.order_by(col(AccessLink.id).desc())))


def look_up(session: Session, now: datetime, token: str, purpose: LinkPurpose) -> AccessLink | None:
    """The link of a token, if it holds now; None for a stranger's, an expired or a revoked one."""
    link = session.exec(
        select(AccessLink).where(
            AccessLink.token_hash == hash_of(token),
            AccessLink.purpose == purpose,
            col(AccessLink.revoked_at).is_(None),
        )
    ).one_or_none()
    if link is None or (link.expires_at is not None and link.expires_at <= now):
        return None
    return link


def of_account(
    session: Session, now: datetime, token: str, purpose: AccountLinkPurpose
) -> AccountLink | None:
    """The same for a link mailed to an account; None for a used one too."""
    link = session.exec(
        select(AccountLink).where(
            AccountLink.token_hash == hash_of(token),
            AccountLink.purpose == purpose,
            col(AccountLink.revoked_at).is_(None),
            col(AccountLink.used_at).is_(None),
        )
    ).one_or_none()
    return link if link is not None and link.expires_at > now else None
