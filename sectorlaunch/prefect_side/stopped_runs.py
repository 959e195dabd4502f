"""What happened to a flow run that failed or crashed, noted with its step in words until the step goes on."""

from datetime import datetime

from prefect.client.schemas.objects import State
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.errors import SectorLaunchError
from sectorlaunch.events import EventKind
from sectorlaunch.records import playbook_editions
from sectorlaunch.tables import StepRun, StepState

MOST_WORDS = 400
UNFORESEEN = "Something went wrong that nobody foresaw"
CRASHED = "The worker was stopped in the middle of it."


def note(session: Session, now: datetime, flow_run_id: str, why: str) -> bool:
    """Notes with the step what stopped its run. False when that run carries no open step any more."""
    step = _step_of(session, flow_run_id)
    if step is None:
        return False
    step.stopped_at, step.stopped_because = now, why[:MOST_WORDS]
    session.add(step)
    title = playbook_editions.of_run(session, step.run_id).step(step.key).title
    events.record(
        session,
        now,
        step.run_id,
        "Sector Launch",
        EventKind.FLOW_RUN_STOPPED,
        f"The step “{title}” stopped. {why}",
        flow_run=flow_run_id,
    )
    return True


def note_crash(session: Session, now: datetime, flow_run_id: str, crashed_at: datetime) -> None:
    """Notes that its run crashed at that moment, unless that is noted already."""
    step = _step_of(session, flow_run_id)
    if step is not None and (step.stopped_at is None or step.stopped_at < crashed_at):
        note(session, now, flow_run_id, CRASHED)


def _step_of(session: Session, flow_run_id: str) -> StepRun | None:
    """The open step this run carries."""
    return session.exec(
        select(StepRun).where(col(StepRun.flow_run_id) == flow_run_id, StepRun.state == StepState.OPEN)
    ).one_or_none()


def forget(session: Session, step_run_id: int) -> None:
    """The step goes on: what stopped it is history."""
    step = session.get_one(StepRun, step_run_id)
    if step.stopped_at is not None:
        step.stopped_at, step.stopped_because = None, ""
        session.add(step)


def in_words(state: State[object]) -> str:
    """What a failed or crashed state says, for a convener: our own errors as they are, others by their first line."""
    if state.is_crashed():
        return CRASHED
    error = state.result(raise_on_failure=False)
    if isinstance(error, SectorLaunchError):
        return error.message
    cause = error.orig if isinstance(error, DBAPIError) else error
    says = str(cause).strip().splitlines() or [type(error).__name__]
    return f"{UNFORESEEN}: {says[0].rstrip('.')}. Its Prefect run says more."
