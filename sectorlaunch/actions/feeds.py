"""Private calendar addresses: made anew, the earlier one ended; kept for longer, or ended, by whoever holds them."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import access_links, events
from sectorlaunch.errors import NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import access, feeds, partnerships
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AccessLink, LinkPurpose, Person


def open_feed(
    session: Session, now: datetime, person_id: int, partnership_id: int, team_id: int | None = None
) -> str:
    """A new token for a person's own dates, or for those of a team they are in; it ends the one they had before.

    It works as long as the partnership's personal links do. Raises NotAllowed for a team they are not in.
    """
    if team_id is not None and not feeds.is_in_team(session, team_id, person_id):
        raise NotAllowed("The calendar of an action team is for its members.")
    for link in feeds.links_held(session, now, person_id, partnership_id, team_id):
        link.revoked_at = now
        session.add(link)
    launch = _note(session, now, person_id, partnership_id, "has a new private calendar address")
    return access_links.issue(
        session,
        now,
        person_id,
        LinkPurpose.FEED,
        partnership_id,
        team_id=team_id,
        lasts=access.life(launch),
    )


def renew(session: Session, now: datetime, person_id: int, partnership_id: int, link_id: int) -> None:
    """Has an address that works go on from today as long as a new one would. Raises NotFound for no such address."""
    link = _own(session, now, person_id, partnership_id, link_id)
    launch = _note(session, now, person_id, partnership_id, "keeps their private calendar address for longer")
    lasts = access.life(launch)
    link.expires_at = now + lasts if lasts is not None else None
    session.add(link)


def end(session: Session, now: datetime, person_id: int, partnership_id: int, link_id: int) -> None:
    """Ends an address: calendars that ask for it get nothing any more. Raises NotFound for no such address."""
    link = _own(session, now, person_id, partnership_id, link_id)
    link.revoked_at = now
    session.add(link)
    _note(session, now, person_id, partnership_id, "has ended a private calendar address")


def _own(session: Session, now: datetime, person_id: int, partnership_id: int, link_id: int) -> AccessLink:
    for link in feeds.all_held(session, now, person_id, partnership_id):
        if link.id == link_id:
            return link
    raise NotFound("That address no longer works. Make a new one.")


def _note(session: Session, now: datetime, person_id: int, partnership_id: int, what: str) -> Launch:
    launch = Launch.of(session, now, partnerships.run_of(session, partnership_id).pk)
    name = session.get_one(Person, person_id).name
    events.record(session, now, launch.run_id, name, EventKind.CALENDAR_ADDRESS_MADE, f"{name} {what}.")
    return launch
