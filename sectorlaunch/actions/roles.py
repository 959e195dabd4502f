"""Who holds which role, since when, and whether they have read its sheet."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events, plain_values
from sectorlaunch.actions import access, accounts, champions
from sectorlaunch.actions.matching import OnRecord
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import meetings, partnerships, people, people_list
from sectorlaunch.tables import Person, Role, RoleKind, Sector

_HELD_BY_ONE = (RoleKind.CONVENER, RoleKind.FACILITATOR, RoleKind.SCRIBE)


@dataclass(frozen=True)
class Newcomer:
    """What is known of somebody who is not on record yet."""

    name: str = ""
    organization: str = ""
    sector: Sector | None = None


def add_role(
    session: Session, now: datetime, slug: str, person_id: int, kind: RoleKind, *, by: str = ""
) -> Role:
    """Gives somebody a role, or gives one back that was ended; its role sheet is then to be read anew.

    A champion is put on the pipeline as a prospect; whoever convenes, leads a team or looks is given an account. `by` is who says so, in
    words; the convener when absent.
    """
    partnership_id, run_id = partnerships.ids(session, slug)
    person = people.of_partnership(session, partnership_id, person_id)
    if person.anonymized_at is not None:
        raise NotAllowed("This person's data was removed on request; they hold no roles any more.")
    role = session.exec(
        select(Role).where(
            Role.partnership_id == partnership_id, Role.person_id == person_id, Role.kind == kind
        )
    ).one_or_none()
    if role is not None and role.ended_at is None:
        return role
    role = role or Role(partnership_id=partnership_id, person_id=person_id, kind=kind, since=now)
    role.since, role.ended_at, role.acknowledged_at = now, None, None
    session.add(role)
    session.flush()
    if kind in (*people.CONVENING, *people.SIGN_IN_ONLY):
        accounts.open_for(session, now, person)
    _note(session, now, run_id, by, EventKind.ROLE_GIVEN, f"{person.name} is now {kind}.", role)
    if kind is RoleKind.CHAMPION:
        champions.propose(
            session, now, run_id, person, None, by or people.convener(session, partnership_id).name
        )
    return role


def end_role(
    session: Session, now: datetime, slug: str, person_id: int, kind: RoleKind, *, by: str = ""
) -> None:
    """Ends a role. Ending it again changes nothing. Raises NotFound for one the person never held, and
    NotAllowed when nobody would convene the partnership any more."""
    partnership_id, run_id = partnerships.ids(session, slug)
    role = session.exec(
        select(Role).where(
            Role.partnership_id == partnership_id, Role.person_id == person_id, Role.kind == kind
        )
    ).one_or_none()
    person = session.get_one(Person, person_id)
    if role is None:
        raise NotFound("%(name)s is not %(role)s of this partnership.", name=person.name, role=kind)
    if role.ended_at is not None:
        return
    if kind in people.CONVENING:
        others = people.with_role(session, partnership_id, people.CONVENING)
        if all(other.id == person_id for other in others):
            raise NotAllowed(
                "%(name)s is the only convener; name another first, then end this role.", name=person.name
            )
    role.ended_at = now
    session.add(role)
    session.flush()
    if not people.roles_of(session, partnership_id, person_id):
        access.revoke(session, now, person_id, partnership_id)
    _note(
        session,
        now,
        run_id,
        by,
        EventKind.ROLE_ENDED,
        f"{person.name} is no longer {kind}.",
        role,
    )


def name_role(
    session: Session,
    now: datetime,
    slug: str,
    kind: RoleKind,
    email: str,
    newcomer: Newcomer = Newcomer(),
    *,
    by: str = "",
) -> Role:
    """Names who holds a role, such as the facilitator; a role only one can hold leaves whoever had it.

    Raises NotFound with the nearest right address when the e-mail is unknown and no name is given, BadInput when the
    rest is missing.
    """
    partnership_id, _ = partnerships.ids(session, slug)
    person = _person(session, now, partnership_id, slug, email, newcomer)
    before = people.with_role(session, partnership_id, [kind]) if kind in _HELD_BY_ONE else []
    role = add_role(session, now, slug, person.pk, kind, by=by)
    for other in before:
        if other.id is not None and other.id != person.pk:
            end_role(session, now, slug, other.id, kind, by=by)
    if kind is RoleKind.FACILITATOR:
        _facilitates_the_launch(session, partnership_id, person, before)
    return role


def acknowledge_role_sheet(session: Session, now: datetime, run_id: int, person_id: int) -> int:
    """Notes that somebody has read and accepted the role sheets of all their roles (S2 slide 18).

    Returns how many were still open; again, none. Raises NotFound for somebody without such a role.
    """
    partnership_id = partnerships.partnership_of(session, run_id).id
    person = session.get_one(Person, person_id)
    roles = session.exec(
        select(Role).where(
            Role.partnership_id == partnership_id,
            Role.person_id == person_id,
            col(Role.kind).in_(people.ROLE_SHEET),
            col(Role.ended_at).is_(None),
        )
    ).all()
    if not roles:
        raise NotFound("%(name)s holds no role with a role sheet in this partnership.", name=person.name)
    unread = [role for role in roles if role.acknowledged_at is None]
    for role in unread:
        role.acknowledged_at = now
        session.add(role)
    if unread:
        kinds = ", ".join(role.kind for role in unread)
        words = f"{person.name} has acknowledged the role sheet: {kinds}."
        events.record(
            session, now, run_id, person.name, EventKind.ROLE_SHEET_ACKNOWLEDGED, words, person_id=person_id
        )
    return len(unread)


def _person(
    session: Session, now: datetime, partnership_id: int, slug: str, email: str, newcomer: Newcomer
) -> Person:
    name, organization, sector = newcomer.name, newcomer.organization, newcomer.sector
    try:
        address = plain_values.email_address(email)
        known = OnRecord(session, partnership_id, [address], [], [organization])
        person = known.person(address, name, organization)
        if person is not None:
            return person
        if not name:
            return people_list.find(session, slug, address)
        if not organization or (sector is None and known.organization(organization) is None):
            raise ValueError(f"give the organization of {name} and its sector")
        place = known.organization_or_new(organization, sector or Sector.COMMUNITY)
        session.flush()
        person = known.new_person(now, plain_values.filled_line(name), address, place)
        session.flush()
        return person
    except ValueError as remedy:
        raise BadInput(str(remedy)) from None


def _facilitates_the_launch(
    session: Session, partnership_id: int, person: Person, before: list[Person]
) -> None:
    """The new facilitator takes the launch, unless somebody else was asked for that one meeting."""
    launch = meetings.launch_meeting(session, partnership_id)
    if launch is None or launch.held_at is not None:
        return
    if launch.facilitator_id in (None, *(other.id for other in before)):
        launch.facilitator_id = person.id
        session.add(launch)


def _note(
    session: Session, now: datetime, run_id: int, by: str, kind: EventKind, words: str, role: Role
) -> None:
    """Notes a change of roles; the convener made it where nobody is named."""
    actor = by or people.convener(session, role.partnership_id).name
    data = {"person_id": role.person_id, "role": role.kind.value}
    events.record(session, now, run_id, actor, kind, words, **data)
