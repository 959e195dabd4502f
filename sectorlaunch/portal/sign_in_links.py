"""Sends a sign-in link to a convener who asks for one."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from sectorlaunch import access_links
from sectorlaunch.engine import messages
from sectorlaunch.portal import conveners
from sectorlaunch.records import partnerships
from sectorlaunch.tables import AccessLink, LinkPurpose

MOST_AN_HOUR = 5


def send(session: Session, now: datetime, email: str, leads: Collection[str] = ()) -> bool:
    """Queues a one-time link for the convener or lead with this address. False, and nothing done, for anybody else.

    Nobody can have somebody's mailbox filled: after five links in an hour the next has to wait.
    """
    person = conveners.with_address(session, email, leads)
    if person is None or person.id is None:
        return False
    recent = session.exec(
        select(func.count())
        .select_from(AccessLink)
        .where(
            AccessLink.person_id == person.id,
            AccessLink.purpose == LinkPurpose.SIGN_IN,
            col(AccessLink.created_at) > now - timedelta(hours=1),
        )
    ).one()
    if recent >= MOST_AN_HOUR:
        return False
    first = conveners.partnerships(session, person.id, after=0, limit=1, sees_all=person.email in leads)
    if not first:
        return False
    partnership = first[0]
    run = partnerships.run_of(session, partnership.pk)
    token = access_links.issue(session, now, person.id, LinkPurpose.SIGN_IN)
    messages.queue_sign_in(session, now, person, token, run.pk)
    return True
