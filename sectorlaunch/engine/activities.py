"""What happens between two gates: records are prepared, touches planned, and those that are due leave."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.engine import carry_out, plan, preparations
from sectorlaunch.events import EventKind
from sectorlaunch.records import playbook_editions
from sectorlaunch.tables import StepRun


def begin(session: Session, now: datetime, step_run_id: int, activity_key: str) -> list[str]:
    """Begins an activity of a step, once; says in sentences what was done. Nothing on a repeat."""
    step = session.get_one(StepRun, step_run_id)
    if activity_key in step.activities_begun:
        return []
    activity = playbook_editions.of_run(session, step.run_id).step(step.key).activity(activity_key)
    step.activities_begun = {**step.activities_begun, activity_key: now.isoformat()}
    session.add(step)
    events.record(session, now, step.run_id, "Sector Launch", EventKind.ACTIVITY_BEGUN, f"{activity.title}.")
    said = preparations.prepare(session, now, step.run_id, activity_key)
    plan.replan(session, now, step.run_id)
    said += carry_out.due_of(session, now, step.run_id)
    return said
