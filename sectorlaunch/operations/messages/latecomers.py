"""Those who join an audience after its touch was carried out."""

from datetime import datetime

from sqlmodel import Session, select

from playbooks.model import Touch
from sectorlaunch import letters, playbook_shelf
from sectorlaunch.operations import events
from sectorlaunch.operations.letter import joint_letter
from sectorlaunch.operations.messages import touch_messages, touch_states
from sectorlaunch.operations.messages.audiences import Subject
from sectorlaunch.operations.people import people_of
from sectorlaunch.tables import (
    Meeting,
    PlannedTouch,
    TouchState,
)


def reach_latecomers(session: Session, now: datetime, run_id: int) -> list[str]:
    """Writes to those who have joined an audience since its touch was carried out, where the playbook wants that.

    What is about a meeting is left alone once the meeting has begun; the stop rules hold as ever.
    """
    playbook = playbook_shelf.of_run(session, run_id)
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    said = []
    for planned in session.exec(
        select(PlannedTouch).where(PlannedTouch.run_id == run_id, PlannedTouch.state == TouchState.DONE)
    ).all():
        touch = touch_states.touch_of(playbook, planned)
        if (
            not touch.for_latecomers
            or touch.task_for
            or (touch.kind in joint_letter.KINDS and joint_letter.shortfall(session, run_id))
            or _is_over(session, now, partnership_id, planned, touch)
        ):
            continue
        people = touch_messages.not_left_out(
            session, planned, touch_messages.wanted(session, partnership_id, planned, touch)
        )
        if written := touch_messages.write_to(session, now, planned, touch, people):
            said.append(f"{touch.title}: {written} more")
            events.record(session, now, run_id, "Sector Launch", "touch carried out", f"{said[-1]}.")
    return said


def _is_over(
    session: Session, now: datetime, partnership_id: int, planned: PlannedTouch, touch: Touch
) -> bool:
    """Whether the touch is about a meeting that has begun."""
    if touch.kind not in letters.ABOUT_A_MEETING_TO_COME:
        return False
    meeting_id = Subject.parse(planned.occurrence).id_of("meeting")
    if meeting_id is None:
        meeting = people_of.launch_meeting(session, partnership_id)
    else:
        meeting = session.get_one(Meeting, meeting_id)
    if meeting is None or meeting.held_at is not None:
        return True
    return meeting.starts_at is not None and meeting.starts_at <= now
