"""Private calendar addresses: made anew, the earlier one ended."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import access_links, events
from sectorlaunch.errors import NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import feeds, partnerships
from sectorlaunch.tables import LinkPurpose, Person


def open_feed(
    session: Session, now: datetime, person_id: int, partnership_id: int, team_id: int | None = None
) -> str:
    """A new token for a person's own dates, or for those of a team they are in; it ends the one they had before.

    Raises NotAllowed for a team they are not in.
    """
    if team_id is not None and not feeds.is_in_team(session, team_id, person_id):
        raise NotAllowed("The calendar of an action team is for its members.")
    for link in feeds.links_held(session, person_id, partnership_id, team_id):
        link.revoked_at = now
        session.add(link)
    run = partnerships.run_of(session, partnership_id)
    name = session.get_one(Person, person_id).name
    events.record(
        session,
        now,
        run.id,
        name,
        EventKind.CALENDAR_ADDRESS_MADE,
        f"{name} has a new private calendar address.",
    )
    return access_links.issue(session, now, person_id, LinkPurpose.FEED, partnership_id, team_id=team_id)
