"""What happens between two gates: records are prepared, touches planned, and those that are due leave."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import playbook_shelf
from sectorlaunch.operations import events
from sectorlaunch.operations.launch import preparations
from sectorlaunch.operations.messages import touches
from sectorlaunch.tables import StepRun


def begin(session: Session, now: datetime, step_run_id: int, activity_key: str) -> list[str]:
    """Begins an activity of a step, once; says in sentences what was done. Nothing on a repeat."""
    step = session.get_one(StepRun, step_run_id)
    if activity_key in step.activities_begun:
        return []
    activity = playbook_shelf.of_run(session, step.run_id).step(step.key).activity(activity_key)
    step.activities_begun = {**step.activities_begun, activity_key: now.isoformat()}
    session.add(step)
    events.record(session, now, step.run_id, "Sector Launch", "activity begun", f"{activity.title}.")
    said = preparations.prepare(session, now, step.run_id, activity_key)
    touches.replan(session, now, step.run_id)
    said += touches.carry_out_due_of(session, now, step.run_id)
    return said
