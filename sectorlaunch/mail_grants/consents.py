"""The consent of a mailbox's owner: a link that can be passed on to them, and what they come back with, once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from notifications.oauth.providers import Clouds, Way
from notifications.oauth.tokens import NoToken, login_address, redeem
from sectorlaunch import events, links
from sectorlaunch.database import unit_of_work
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.mail_grants import fetching, grants
from sectorlaunch.mail_grants.fetching import MailTokens
from sectorlaunch.tables import MailGrant

LINK_LASTS = timedelta(days=7)
"""As long as somebody may take who is asked by mail."""
OVERTAKEN = "This link is not good any more: it was used, is older than a week, or another was made since. Ask for a new one."


@dataclass(frozen=True)
class Asked:
    """A consent that waits to be given, as its page shows it."""

    mailbox: str
    provider: str
    login_address: str


def begin(session: Session, now: datetime, grant_id: int, by: str) -> str:
    """A link for the owner of the mailbox, good once and for a week; one that was made before ends. Raises BadInput."""
    grant = grants.find(session, grant_id)
    if grant.way is not Way.CONSENT:
        raise BadInput("This mailbox is opened without its owner’s consent; there is nothing to agree to.")
    state = secrets.token_urlsafe(32)
    grant.asked_state, grant.asked_until = _hash(state), now + LINK_LASTS
    grant.asked_verifier = secrets.token_urlsafe(48)
    session.add(grant)
    said = f"{by} made a link by which the owner of {grant.mailbox} agrees."
    events.record(session, now, None, by, EventKind.MAIL_GRANT_SET, said)
    return links.mail_consent(state)


def asked(session: Session, now: datetime, state: str, clouds: Clouds) -> Asked | None:
    """What a link asks for; None for one that is not good."""
    grant = _with(session, now, state)
    if grant is None:
        return None
    client = grants.client_of(grant)
    address = login_address(client, clouds, links.mail_consented(), state, grant.asked_verifier)
    return Asked(grant.mailbox, grants.NAMES[grant.provider], address)


def complete(
    engine: Engine, now: datetime, state: str, code: str, clouds: Clouds, tokens: MailTokens
) -> MailGrant:
    """Takes what the owner came back with from the provider. The link is used up, whatever comes of it.

    Takes an engine because the provider is asked meanwhile. Raises BadInput, with what to do.
    """
    with unit_of_work(engine, now) as session:
        grant = _with(session, now, state)
        if grant is None:
            raise BadInput(OVERTAKEN)
        client, verifier, number = grants.client_of(grant), grant.asked_verifier, grant.pk
        grant.asked_state = grant.asked_verifier = ""
        session.add(grant)
    try:
        given = redeem(client, clouds, links.mail_consented(), code, verifier, tokens.hosts)
    except NoToken as error:
        raise BadInput(f"{error} Ask for a new link.") from None
    with unit_of_work(engine, now) as session:
        grant = grants.find(session, number)
        grants.let_in_again(session, now, grant, grant.mailbox)
        fetching.take(grant, now, given)
        session.add(grant)
        said = f"The owner of {grant.mailbox} agreed that it is used."
        events.record(session, now, None, grant.mailbox, EventKind.MAIL_GRANT_SET, said)
    return grant


def _with(session: Session, now: datetime, state: str) -> MailGrant | None:
    if not 20 <= len(state) <= 100:
        return None
    held = select(MailGrant).where(MailGrant.asked_state == _hash(state), col(MailGrant.asked_until) > now)
    return session.exec(held.with_for_update()).first()


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
