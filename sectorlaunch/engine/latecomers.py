"""People who join while a launch is under way: they get the place and the first letters the others had."""

from datetime import datetime

from sqlmodel import Session, select

from notifications.rendering import traits
from playbooks.model import Touch
from sectorlaunch import events
from sectorlaunch.actions import invitations, taking_part
from sectorlaunch.engine import carry_out
from sectorlaunch.events import EventKind
from sectorlaunch.records import letter, meetings, partnerships, playbook_editions, progress, releases
from sectorlaunch.records.about import About
from sectorlaunch.tables import Meeting, PlannedTouch, TouchState


def catch_up(session: Session, now: datetime, run_id: int) -> list[str]:
    """Puts new guests on a list that is drawn up already, and writes what latecomers are owed; says so in sentences."""
    session.flush()
    said = invitations.list_guests(session, now, run_id) if _list_is_drawn_up(session, run_id) else []
    taking_part.invite_to_come(session, now, partnerships.partnership_of(session, run_id).pk)
    return said + reach_latecomers(session, now, run_id)


def _list_is_drawn_up(session: Session, run_id: int) -> bool:
    steps = progress.steps_of(session, run_id)
    return any("build-invite-list" in step.activities_begun for step in steps)


def reach_latecomers(session: Session, now: datetime, run_id: int) -> list[str]:
    """Writes to those who have joined an audience since its touch was carried out, where the playbook wants that.

    What is about a meeting is left alone once the meeting has begun; the stop rules hold as ever.
    """
    partnership_id = partnerships.partnership_of(session, run_id).pk
    said = []
    done = select(PlannedTouch).where(PlannedTouch.run_id == run_id, PlannedTouch.state == TouchState.DONE)
    for planned, touch in playbook_editions.with_touches(session, session.exec(done).all()):
        if (
            not touch.for_latecomers
            or touch.task_for
            or (traits(touch.kind).is_joint_letter and letter.shortfall(session, run_id))
            or _is_over(session, now, partnership_id, planned, touch)
        ):
            continue
        people = [
            person
            for person in carry_out.not_left_out(
                session, planned, carry_out.wanted(session, partnership_id, planned, touch)
            )
            if releases.may_leave(session, run_id, touch, person)
        ]
        if written := carry_out.write_to(session, now, planned, touch, people):
            said.append(f"{touch.title}: {written} more")
            events.record(session, now, run_id, "Sector Launch", EventKind.TOUCH_CARRIED_OUT, f"{said[-1]}.")
    return said


def _is_over(
    session: Session, now: datetime, partnership_id: int, planned: PlannedTouch, touch: Touch
) -> bool:
    """Whether the touch is about a meeting that has begun."""
    if not traits(touch.kind).about_a_meeting:
        return False
    meeting_id = About.of(planned).id_of("meeting")
    if meeting_id is None:
        meeting = meetings.launch_meeting(session, partnership_id)
    else:
        meeting = session.get_one(Meeting, meeting_id)
    if meeting is None or meeting.held_at is not None:
        return True
    return meeting.starts_at is not None and meeting.starts_at <= now
