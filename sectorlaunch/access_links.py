"""New links: one token for each person and purpose, or each account. Letters, pages and calendars hand them out."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session

from sectorlaunch.tables import AccessLink, AccountLink, AccountLinkPurpose, LinkPurpose

TOKEN_BYTES = 16
SIGN_IN_LASTS = timedelta(hours=24)
"""So long, what is mailed to an account works, once."""


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
    lasts: timedelta | None = None,
    sent_to: str = "",
) -> str:
    """A new token of 128 random bits. It is returned once and kept only as its hash; without `lasts` it has no end.

    That of a reply address is kept sealed as well, to be put into later letters: it must be the same in each.
    """
    token = _new_token(purpose)
    session.add(
        AccessLink(
            token_hash=hash_of(token),
            token=token if purpose is LinkPurpose.REPLY else None,
            purpose=purpose,
            person_id=person_id,
            partnership_id=partnership_id,
            meeting_id=meeting_id,
            team_id=team_id,
            for_assistant=for_assistant,
            sent_to=sent_to,
            created_at=now,
            expires_at=now + lasts if lasts is not None else None,
        )
    )
    return token


def issue_to_account(
    session: Session,
    now: datetime,
    account_id: int,
    purpose: AccountLinkPurpose,
    expires_at: datetime | None = None,
) -> str:
    """The same for whoever signs in: good once, for a day unless another end is given."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        AccountLink(
            token_hash=hash_of(token),
            purpose=purpose,
            account_id=account_id,
            created_at=now,
            expires_at=expires_at or now + SIGN_IN_LASTS,
        )
    )
    return token


def dead() -> str:
    """A token that opens nothing, for a link nobody may use any more."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _new_token(purpose: LinkPurpose) -> str:
    """In an address it must survive programs that write everything in capitals, or in none."""
    if purpose is LinkPurpose.REPLY:
        return base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=").lower()
    return secrets.token_urlsafe(TOKEN_BYTES)
