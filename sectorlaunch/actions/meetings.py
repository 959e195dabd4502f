"""Meetings: planned, moved, called off, held."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from sectorlaunch import events, wall_clock, wording
from sectorlaunch.actions import invitations
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import about, audiences, meetings, partnerships
from sectorlaunch.records import invitations as invitation_records
from sectorlaunch.records.meeting_moves import WhenAndWhere
from sectorlaunch.records.meetings import DETAILS
from sectorlaunch.tables import InvitationState, Meeting, MeetingKind, Person

LARGEST = 5_000
"""Places at a meeting."""


@dataclass(frozen=True)
class NewMeeting:
    """A meeting to plan. `starts_at` is aware, or None while the date is open."""

    kind: MeetingKind
    title: str
    starts_at: datetime | None
    minutes: int = 60
    team_id: int | None = None


def plan(session: Session, now: datetime, run_id: int, new: NewMeeting, *, by: str) -> Meeting:
    """Plans a meeting; a debrief with its partners on the list from the start."""
    partnership = partnerships.partnership_of(session, run_id)
    meeting = Meeting(
        partnership_id=partnership.pk,
        uid=f"{uuid4()}@sector-launch",
        starts_local=wall_clock.reading(new.starts_at, partnership.zone),
        **asdict(new),
    )
    session.add(meeting)
    session.flush()
    if new.kind is MeetingKind.DEBRIEF:
        partners = audiences.resolve(session, partnership.pk, "partners", about.About())
        invitations.invite(session, now, meeting.pk, partners)
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.MEETING_PLANNED,
        f"{new.title}: {meetings.when_words(session, meeting)}.",
        meeting_id=meeting.pk,
    )
    return meeting


def change(
    session: Session,
    now: datetime,
    run_id: int,
    meeting_id: int,
    *,
    by: str,
    starts_at: datetime | None = None,
    **details: Any,
) -> Meeting:
    """Changes a meeting. Only another time or place raises its calendar SEQUENCE and is announced, once.

    `details` are columns of Meeting named in `DETAILS`. Raises BadInput for a meeting that is over or called off.
    """
    meeting = meetings.find(session, meeting_id)
    if meeting.canceled_at is not None or meeting.held_at is not None:
        raise BadInput("This meeting is over or called off, so it cannot be changed. Plan a new one.")
    before = WhenAndWhere.of(meeting)
    if starts_at is not None:
        zone = partnerships.partnership_of(session, run_id).zone
        meeting.starts_at, meeting.starts_local = starts_at, wall_clock.reading(starts_at, zone)
    for name, value in details.items():
        if name not in DETAILS:
            raise BadInput(
                "A meeting has no detail “%(name)s”. There are: %(known)s.",
                name=name,
                known=", ".join(sorted(DETAILS)),
            )
        setattr(meeting, name, value)
    if meeting.capacity is not None and not 1 <= meeting.capacity <= LARGEST:
        raise BadInput("Say for how many there is room: between 1 and %(most)s, or nothing.", most=LARGEST)
    session.add(meeting)
    session.flush()
    room = details.get("capacity")
    if room is not None and invitation_records.taken(session, meeting) > room:
        raise BadInput("More people than that have a place already. Ask some of them to step back first.")
    moved = before.starts_at is not None and before != WhenAndWhere.of(meeting)
    re_dated = before.starts_at is not None and before.starts_at != meeting.starts_at
    if moved:
        meeting.sequence += 1
    if re_dated:
        invitations.ask_anew(session, meeting_id)
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.MEETING_MOVED if moved else EventKind.MEETING_SETTLED,
        f"{meeting.title}: {meetings.when_words(session, meeting)}"
        + (f", {meeting.place}" if meeting.place else "")
        + ".",
        **before.as_data(meeting),
    )
    session.flush()
    if "capacity" in details:
        invitations.give_places(session, now, run_id, meeting)
    return meeting


def take_notes(
    session: Session, now: datetime, run_id: int, meeting_id: int, words: str, *, by: str
) -> Meeting:
    """Keeps what was written down at a meeting, before, during or after it. Raises BadInput for one called off."""
    meeting = meetings.find(session, meeting_id)
    if meeting.canceled_at is not None:
        raise BadInput("This meeting is called off.")
    meeting.note = words
    session.add(meeting)
    events.record(session, now, run_id, by, EventKind.NOTES_TAKEN, f"{meeting.title}: notes.")
    return meeting


def call_off(session: Session, now: datetime, run_id: int, meeting_id: int, *, by: str, why: str) -> Meeting:
    """Calls a meeting off: everyone who was written to is told once, everything still planned for it falls silent."""

    meeting = meetings.find(session, meeting_id)
    if meeting.canceled_at is not None:
        return meeting
    meeting.canceled_at = now
    meeting.sequence += 1
    session.add(meeting)
    words = f"{meeting.title} is called off: {why}"
    events.record(
        session, now, run_id, by, EventKind.MEETING_CALLED_OFF, words, meeting_id=meeting_id, why=why
    )
    session.flush()
    return meeting


def hold(
    session: Session,
    now: datetime,
    run_id: int,
    meeting_id: int,
    present: Iterable[Person],
    *,
    by: str,
    absent: Iterable[Person] = (),
) -> Meeting:
    """Records that a meeting took place and who was there; those who had said they come and did not are no-shows.

    Someone who came without an invitation is put on the list as present. Recorded again, only what is said of those
    who are named changes, so that two people at the door lose nothing of each other.
    """
    meeting = meetings.find(session, meeting_id)
    if meeting.canceled_at is not None:
        raise BadInput("This meeting was called off, so nobody can have been there.")
    if meeting.starts_at is not None and meeting.starts_at > now:
        raise BadInput(
            "%(title)s has not begun yet: %(when)s.",
            title=meeting.title,
            when=meetings.when_words(session, meeting),
        )
    there = list(present)
    invitations.invite(session, now, meeting.pk, there)
    came, missed = {person.id for person in there}, {person.id for person in absent}
    for invitation, person in invitation_records.invited(session, meeting.pk):
        if meeting.held_at is None or person.id in came | missed:
            invitation.state = state_after(invitation.state, was_there=person.id in came)
            session.add(invitation)
    meeting.held_at = meeting.held_at or now
    session.add(meeting)
    places = invitation_records.invited(session, meeting.pk)
    number = sum(place.state is InvitationState.ATTENDED for place, _ in places)
    words = f"{meeting.title}: {wording.counted(number, 'person was', 'people were')} there."
    events.record(session, now, run_id, by, EventKind.ATTENDANCE_RECORDED, words)
    session.flush()
    return meeting


def state_after(known: InvitationState, *, was_there: bool) -> InvitationState:
    """What is on record of somebody once a meeting is over, by what had been known of them."""
    if was_there:
        return InvitationState.ATTENDED
    came_or_said_so = (InvitationState.ACCEPTED, InvitationState.ATTENDED, InvitationState.NO_SHOW)
    return InvitationState.NO_SHOW if known in came_or_said_so else known
