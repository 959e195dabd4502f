"""What a partnership below has from the one it is started from: people as entries of its own, and own words."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, select

from sectorlaunch.actions import roles
from sectorlaunch.actions.matching import OnRecord
from sectorlaunch.records import partnerships, umbrella
from sectorlaunch.tables import KindWords, Organization, Person, RoleKind, Sector

ROLES = (
    RoleKind.CO_CONVENER,
    RoleKind.FACILITATOR,
    RoleKind.SCRIBE,
    RoleKind.SUPPORT_TEAM,
    RoleKind.CHAMPION,
    RoleKind.BUSINESS_LEADER,
    RoleKind.PUBLIC_PARTNER,
    RoleKind.EXPERT,
    RoleKind.NETWORK_SUPPORTER,
)
"""With which somebody may be copied, in the order in which they are offered."""


def copy_people(
    session: Session, now: datetime, from_id: int, slug: str, chosen: Mapping[int, RoleKind], *, by: str
) -> int:
    """Puts people of one partnership on the list of another, each with a role; how many are new there.

    An entry has who they are and how they are reached, and nothing else: no notes, no wishes, no letters, no links. Who
    asked not to be written to stays where they are. Numbers of people who are not on the first list are left out.
    """
    partnership_id, _ = partnerships.ids(session, slug)
    wanted = [person for person in umbrella.to_be_copied(session, from_id) if person.pk in chosen]
    emails = [person.email for person in wanted if person.email]
    places = {person.pk: session.get(Organization, person.organization_id or 0) for person in wanted}
    known = OnRecord(
        session, partnership_id, emails, [], [place.name for place in places.values() if place is not None]
    )
    new = 0
    for person in wanted:
        place = places[person.pk]
        name = place.name if place is not None else ""
        entry = known.person(person.email, person.name, name)
        if entry is None:
            organization = known.organization_or_new(
                name or "No organization", place.sector if place is not None else Sector.COMMUNITY
            )
            session.flush()
            entry = known.new_person(now, person.name, person.email, organization)
            _describe(entry, person)
            session.add(entry)
            session.flush()
            new += 1
        roles.add_role(session, now, slug, entry.pk, chosen[person.pk], by=by)
    return new


def _describe(entry: Person, person: Person) -> None:
    entry.phone, entry.job_title, entry.decides = person.phone, person.job_title, person.decides
    entry.zone, entry.language = person.zone, person.language


def copy_words(session: Session, now: datetime, from_id: int, to_id: int, *, by: str) -> int:
    """Gives a partnership the words of its own that another one has for messages; how many parts."""
    rows = session.exec(select(KindWords).where(KindWords.partnership_id == from_id)).all()
    for row in rows:
        copied = row.model_dump(exclude={"id", "partnership_id", "by", "at"})
        session.add(KindWords(**copied, partnership_id=to_id, by=by, at=now))
    session.flush()
    return len(rows)
