"""Places at meetings: who is invited, what they answered, who was there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events, wording
from sectorlaunch.actions import contact_log
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import invitations, meetings, partnerships
from sectorlaunch.records import people as people_records
from sectorlaunch.records.invitations import REPLIES, SAID
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ContactKind, Event, Invitation, InvitationState, Meeting, Person, RoleKind


@dataclass(frozen=True)
class Reply:
    """What somebody says to an invitation: an answer, why, and who could come instead."""

    state: InvitationState
    reason: str = ""
    substitute: str = ""


def list_guests(session: Session, now: datetime, run_id: int) -> list[str]:
    """Puts every business leader, champion and public partner on the invitation list of the launch, once."""
    partnership = partnerships.partnership_of(session, run_id)
    launch = meetings.launch_meeting(session, partnership.pk)
    if launch is None or launch.id is None:
        return []
    people = people_records.with_role(
        session,
        partnership.pk,
        [RoleKind.CHAMPION, RoleKind.BUSINESS_LEADER, RoleKind.PUBLIC_PARTNER],
    )
    added = invite(session, now, launch.id, people)
    if added:
        events.record(
            session,
            now,
            run_id,
            "Sector Launch",
            EventKind.GUESTS_LISTED,
            f"{wording.counted(added, 'person is', 'people are')} on the invitation list.",
        )
    return [f"{added} people put on the invitation list"] if added else []


def invite(session: Session, now: datetime, meeting_id: int, people: Iterable[Person]) -> int:
    """Gives people a place at a meeting; those who have one keep it as it is. Returns how many are new."""
    there = set(session.exec(select(Invitation.person_id).where(Invitation.meeting_id == meeting_id)))
    fresh = [p for p in people if p.id is not None and p.id not in there]
    for person in fresh:
        session.add(Invitation(meeting_id=meeting_id, person_id=person.pk))
    session.flush()
    return len(fresh)


def reply(
    session: Session,
    now: datetime,
    run_id: int,
    meeting_id: int,
    person: Person,
    said: Reply,
    *,
    by: str = "",
    on_a_call: bool = False,
) -> Invitation:
    """Notes an answer to an invitation; it may change at any time until the meeting.

    Who says yes to a meeting that is full waits for a place; who gives one up leaves it to whoever has waited longest.

    Calls that were to ask for it end, unless it came `on_a_call`, which notes its own outcome. `by` names who recorded
    it when it was not the person. Raises NotFound for someone without an invitation, BadInput when it is no answer or
    the meeting is over.
    """
    if said.state not in REPLIES:
        raise BadInput("An answer is coming, maybe or not coming.")
    meeting = _one_at_a_time(session, meeting_id)
    invitation = invitations.place_of(session, meeting_id, person)
    if meeting.held_at is not None:
        raise BadInput("This meeting is over, so its answers can no longer change.")
    waits = (
        said.state is InvitationState.ACCEPTED
        and invitation.state not in invitations.PLACED
        and invitations.is_full(session, meeting)
    )
    sends_another = said.substitute.strip() and not (
        invitation.state in invitations.PLACED or invitation.substitute
    )
    if sends_another and invitations.is_full(session, meeting):
        raise BadInput("Every place is taken for now, so nobody can come in your place.")
    invitation.state = InvitationState.WAITING if waits else said.state
    invitation.waits_since = (invitation.waits_since or now) if waits else None
    invitation.reason = said.reason.strip()
    invitation.substitute = said.substitute.strip()
    invitation.replied_at = now
    invitation.replied_by = by or person.name
    session.add(invitation)
    words = f"{person.name} answered the invitation to {meeting.title}: {said.state.value}."
    if waits:
        words = f"{person.name} would come to {meeting.title}, and waits for a place."
    data = {
        "state": invitation.state.value,
        "person_id": person.pk,
        "meeting_id": meeting_id,
        "on_a_call": on_a_call,
    }
    events.record(session, now, run_id, by or person.name, EventKind.INVITATION_ANSWERED, words, **data)
    give_places(session, now, run_id, meeting)
    return invitation


def give_places(session: Session, now: datetime, run_id: int, meeting: Meeting) -> None:
    """Gives free places to those who have waited longest, as long as there are both."""
    waiting = [
        (place, person)
        for place, person in invitations.invited(session, meeting.pk)
        if place.state is InvitationState.WAITING
    ]
    for place, person in sorted(waiting, key=lambda one: (one[0].waits_since or now, one[0].pk)):
        if invitations.is_full(session, meeting):
            return
        place.state, place.waits_since = InvitationState.ACCEPTED, None
        session.add(place)
        session.flush()
        data = {
            "state": place.state.value,
            "person_id": person.pk,
            "meeting_id": meeting.pk,
            "on_a_call": False,
        }
        words = f"A place at {meeting.title} was free, and {person.name} has it."
        events.record(session, now, run_id, "Sector Launch", EventKind.INVITATION_ANSWERED, words, **data)


def _one_at_a_time(session: Session, meeting_id: int) -> Meeting:
    """The meeting; where places are counted, whoever else answers at this moment waits until we are done."""
    meeting = session.get_one(Meeting, meeting_id)
    if meeting.capacity is not None:
        session.refresh(meeting, with_for_update=True)
    return meeting


def ask_anew(session: Session, meeting_id: int) -> int:
    """The meeting has another time: whoever came, or meant to, is to say it again. Says how many.

    Their calendars ask anew as well. Who could not come on the old date has said so, and it stands.
    """
    meant_to_come = [InvitationState.ACCEPTED, InvitationState.TENTATIVE]
    places = session.exec(
        select(Invitation).where(
            Invitation.meeting_id == meeting_id, col(Invitation.state).in_(meant_to_come)
        )
    ).all()
    for place in places:
        place.state = InvitationState.TO_CONFIRM
        session.add(place)
    session.flush()
    return len(places)


def stand_as_answered(session: Session, run_id: int, meeting_id: int, person_ids: Collection[int]) -> None:
    """The meeting is back at the time these people know: who was to say it again need not, their answer stands."""
    for place, person in invitations.invited(session, meeting_id):
        if person.id not in person_ids or place.state is not InvitationState.TO_CONFIRM:
            continue
        answered = select(Event).where(
            Event.run_id == run_id, Event.kind == EventKind.INVITATION_ANSWERED.value
        )
        said = [
            event.data["state"]
            for event in session.exec(answered.order_by(col(Event.id)))
            if (event.data.get("meeting_id"), event.data.get("person_id")) == (meeting_id, person.id)
        ]
        if said:
            place.state = InvitationState(said[-1])
            session.add(place)


def note_answer(
    session: Session,
    now: datetime,
    run_id: int,
    meeting_id: int,
    person: Person,
    said: Reply,
    came: ContactKind,
    *,
    by: str,
) -> Invitation:
    """An answer given by phone, by letter or in a talk, noted for the person by `by`, with the talk in the touch log."""
    place = reply(session, now, run_id, meeting_id, person, said, by=by)
    words = [f"{session.get_one(Meeting, meeting_id).title}: {SAID[said.state]}"]
    words += [place.reason] if place.reason else []
    words += [f"{place.substitute} could come instead"] if place.substitute else []
    today = Launch.of(session, now, run_id).today
    contact_log.add(session, now, run_id, person, came, ". ".join(words), on=today, by=by)
    return place
