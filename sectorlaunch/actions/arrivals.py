"""Who is there: checked in one at a time at the door, taken back, and let in who was not expected.

A check-in says that somebody came, and that they took note of the fair-competition reminder. It records nothing about
anybody else: who did not come is known once the door is closed, and that is `meetings.hold`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from sectorlaunch import events, plain_values
from sectorlaunch.actions import invitations, meetings
from sectorlaunch.actions.matching import OnRecord
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import invitations as places
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.tables import Invitation, InvitationState, Meeting, Person, Role, RoleKind, Sector

DOORS_OPEN = timedelta(hours=4)
"""How long before a meeting its first guests may be checked in."""
IS_REMEMBERED = timedelta(hours=12)
"""How long after its end the moment of a check-in is still that of the arrival; later only that they came is known."""


@dataclass(frozen=True)
class WalkIn:
    """Somebody at the door who is not on the list. The address may be empty."""

    name: str
    company: str
    email: str = ""
    from_business: bool = True


def check_in(
    session: Session,
    now: datetime,
    run_id: int,
    meeting_id: int,
    person: Person,
    *,
    by: str,
    saw_reminder: bool = True,
) -> Invitation:
    """Notes that somebody is there; again, only what was not noted before.

    Raises NotFound for somebody who is not on the list, BadInput before the doors open and for a meeting that is
    called off.
    """
    meeting = _open(session, now, meeting_id)
    place = places.place_of(session, meeting_id, person)
    if saw_reminder and place.reminder_seen_at is None:
        place.reminder_seen_at = now
    if place.state is not InvitationState.ATTENDED:
        place.state_before, place.state = place.state, InvitationState.ATTENDED
        place.arrived_at = now if _is_remembered(meeting, now) else None
        place.checked_in_by = by
        words = f"{person.name} is at {meeting.title}."
        _note(session, now, run_id, meeting, person, EventKind.GUEST_ARRIVED, words, by)
    session.add(place)
    session.flush()
    return place


def undo(
    session: Session, now: datetime, run_id: int, meeting_id: int, person: Person, *, by: str
) -> Invitation:
    """Takes a check-in back: what was known of them before stands again; of a meeting that is over, that they missed it."""
    meeting = _open(session, now, meeting_id)
    place = places.place_of(session, meeting_id, person)
    if place.state is InvitationState.ATTENDED:
        before = place.state_before or InvitationState.INVITED
        place.state = meetings.state_after(before, was_there=False) if meeting.held_at else before
        place.state_before = place.arrived_at = place.reminder_seen_at = None
        place.checked_in_by = ""
        session.add(place)
        words = f"{person.name} is not at {meeting.title} after all."
        _note(session, now, run_id, meeting, person, EventKind.ARRIVAL_TAKEN_BACK, words, by)
        session.flush()
    return place


def let_in(
    session: Session, now: datetime, run_id: int, meeting_id: int, who: WalkIn, *, by: str
) -> tuple[Person, Invitation]:
    """Puts somebody who was not expected on the list and checks them in.

    Whoever is on record already, by address or else by name and company, is that person: sent twice, it is one guest.
    Raises BadInput for a name or address that is none, or one that several people have.
    """
    meeting = _open(session, now, meeting_id)
    try:
        name = plain_values.filled_line(who.name)
        company = plain_values.filled_line(who.company)
        address = plain_values.email_address(who.email) if who.email.strip() else None
        known = OnRecord(session, meeting.partnership_id, [address] if address else [], [name], [company])
        person = known.person(address, name, company)
        if person is None:
            sector = Sector.BUSINESS if who.from_business else Sector.COMMUNITY
            place = known.organization_or_new(company, sector)
            session.flush()
            person = known.new_person(now, name, address, place)
            session.flush()
            kind = RoleKind.BUSINESS_LEADER if place.sector is Sector.BUSINESS else RoleKind.PUBLIC_PARTNER
            _give(session, now, meeting.partnership_id, person, kind)
    except ValueError as remedy:
        raise BadInput(str(remedy)) from None
    invitations.invite(session, now, meeting_id, [person])
    return person, check_in(session, now, run_id, meeting_id, person, by=by)


def close_door(session: Session, now: datetime, run_id: int, meeting_id: int, *, by: str) -> Meeting:
    """Everyone who comes is there: whoever had said they would and is not, did not come."""
    listed = places.invited(session, meeting_id)
    there = [person for place, person in listed if place.state is InvitationState.ATTENDED]
    if not there:
        raise BadInput("Nobody is checked in yet.")
    return meetings.hold(session, now, run_id, meeting_id, there, by=by)


def _give(session: Session, now: datetime, partnership_id: int, person: Person, kind: RoleKind) -> None:
    """Their role, without the letters a newcomer gets: they stand at the door."""
    held = select(Role).where(Role.partnership_id == partnership_id, Role.person_id == person.id)
    if session.exec(held).first() is None:
        session.add(Role(partnership_id=partnership_id, person_id=person.pk, kind=kind, since=now))


def _open(session: Session, now: datetime, meeting_id: int) -> Meeting:
    meeting = meeting_records.find(session, meeting_id)
    if meeting.canceled_at is not None:
        raise BadInput("This meeting is called off.")
    if meeting.starts_at is None:
        raise BadInput("This meeting has no day and hour yet.")
    if meeting.starts_at - DOORS_OPEN > now:
        raise BadInput(
            "%(title)s has not begun yet: %(when)s.",
            title=meeting.title,
            when=meeting_records.when_words(session, meeting),
        )
    return meeting


def _is_remembered(meeting: Meeting, now: datetime) -> bool:
    assert meeting.starts_at is not None
    return now <= meeting.starts_at + timedelta(minutes=meeting.minutes) + IS_REMEMBERED


def _note(
    session: Session,
    now: datetime,
    run_id: int,
    meeting: Meeting,
    person: Person,
    kind: EventKind,
    words: str,
    by: str,
) -> None:
    """Once the door is closed, who was there matters at once to letters that are still to leave."""
    what = EventKind.ATTENDANCE_RECORDED if meeting.held_at is not None else kind
    data = {"meeting_id": meeting.pk, "person_id": person.pk}
    events.record(session, now, run_id, by, what, words, **data)
