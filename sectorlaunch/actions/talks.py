"""Talks of two: hours offered, a talk booked, moved, called off."""

from datetime import datetime, time

from sqlmodel import Session, select

from languages.catalogs import mark
from sectorlaunch import events
from sectorlaunch.actions import invitations, meetings
from sectorlaunch.actions.meetings import NewMeeting
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.records import talks
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.talk_times import Hours
from sectorlaunch.tables import Invitation, InvitationState, Meeting, MeetingKind, Person, TalkHours

GONE = mark("That time has been taken. Pick another one.")


def offer(
    session: Session, now: datetime, run_id: int, person: Person, hours: Hours, join_url: str, *, by: str
) -> TalkHours:
    """When somebody takes calls, from now on. Raises BadInput for hours in which nobody could be had."""
    hours.check()
    if join_url and not join_url.startswith("https://"):
        raise BadInput("The address where you meet begins with https://.")
    row = talks.hours_of(session, person.pk) or TalkHours(person_id=person.pk, opens="", closes="")
    row.weekdays, row.minutes, row.join_url = sorted(hours.weekdays), hours.minutes, join_url[:200]
    row.opens, row.closes = _hour(hours.opens), _hour(hours.closes)
    session.add(row)
    session.flush()
    events.record(
        session, now, run_id, by, EventKind.TALK_HOURS_SET, f"{person.name} offers times for talks."
    )
    return row


def share_busy_times(
    session: Session, now: datetime, run_id: int, person: Person, url: str, masked: str, *, by: str
) -> None:
    """Has somebody's own calendar read for when they are busy, as they consent to; an empty address ends it, and what was
    read is forgotten. Raises BadInput for somebody who offers no times."""
    row = talks.hours_of(session, person.pk)
    if row is None:
        raise BadInput("Say first when you take calls.")
    if url == row.busy_url:
        return
    row.busy_url, row.busy_masked, row.busy_consented_at = url, masked[:200], now if url else None
    row.busy_asked_at = row.busy_read_at = None
    row.busy, row.busy_trouble = [], ""
    session.add(row)
    words = "is read" if url else "is no longer read, and what was read is forgotten"
    said = f"The calendar of {person.name} {words} for when they are busy."
    events.record(session, now, run_id, by, EventKind.TALK_HOURS_SET, said)


def stop(session: Session, now: datetime, run_id: int, person: Person, *, by: str) -> None:
    """Offers no times any more; talks that stand, stand. The calendar's address and what was read of it are forgotten."""
    row = talks.hours_of(session, person.pk)
    if row is not None:
        session.delete(row)
        session.flush()
        said = f"{person.name} no longer offers times for talks."
        events.record(session, now, run_id, by, EventKind.TALK_HOURS_SET, said)


def book(session: Session, now: datetime, run_id: int, champion: Person, at: datetime, *, by: str) -> Meeting:
    """A talk with whoever asks them, at a time that was offered; one that stands already moves there.

    Raises BadInput for a time that is not free (any more), NotFound for somebody nobody asks.
    """
    launch = Launch.of(session, now, run_id)
    owner = talks.owner_of(launch, champion.pk)
    if owner is None:
        raise NotFound("You have not been asked to be a champion here.")
    standing = talks.of_two(launch, champion.pk)
    if standing is not None and standing.meeting.starts_at == at:
        return standing.meeting
    if not talks.may_be_had(launch, champion.pk, at, standing.meeting.id if standing else None):
        raise BadInput(GONE)
    if standing is not None:
        meeting = meetings.change(session, now, run_id, standing.meeting.pk, by=by, starts_at=at)
        _both_come(session, now, meeting, by)
        return meeting
    row = talks.hours_of(session, owner.pk)
    assert row is not None
    meeting = meetings.plan(
        session,
        now,
        run_id,
        NewMeeting(MeetingKind.TALK, title(launch), None, minutes=row.minutes),
        by=by,
    )
    invitations.invite(session, now, meeting.pk, [champion, owner])
    _both_come(session, now, meeting, by)
    return meetings.change(session, now, run_id, meeting.pk, by=by, starts_at=at, join_url=row.join_url)


def title(launch: Launch) -> str:
    """Without names: it stays when somebody's data is removed."""
    return meeting_records.usual_title(MeetingKind.TALK, launch.partnership.name)[:200]


def call_off(
    session: Session, now: datetime, run_id: int, person: Person, meeting_id: int, why: str, *, by: str
) -> None:
    """One of the two cannot. Raises NotFound for anybody else's talk, NotAllowed for one that is over."""
    meeting = session.get(Meeting, meeting_id)
    mine = select(Invitation.id).where(Invitation.meeting_id == meeting_id, Invitation.person_id == person.pk)
    if meeting is None or meeting.kind is not MeetingKind.TALK or session.exec(mine).first() is None:
        raise NotFound("That talk is somebody else's.")
    if meeting.held_at is not None or (meeting.starts_at is not None and meeting.starts_at <= now):
        raise NotAllowed("That talk is over.")
    meetings.call_off(
        session, now, run_id, meeting_id, by=by, why=why.strip()[:500] or f"{person.name} cannot"
    )


def _both_come(session: Session, now: datetime, meeting: Meeting, by: str) -> None:
    for place in session.exec(select(Invitation).where(Invitation.meeting_id == meeting.id)):
        place.state, place.replied_at, place.replied_by = InvitationState.ACCEPTED, now, by
        session.add(place)
    session.flush()


def _hour(at: time) -> str:
    return at.isoformat("minutes")
