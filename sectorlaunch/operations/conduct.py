"""What the conductor reads and notes: what Prefect was asked to do, which steps are under way, and on which flow run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import playbook_shelf
from sectorlaunch.operations import events, requests
from sectorlaunch.tables import (
    GateRun,
    GateState,
    Partnership,
    PlaybookRun,
    RunRequest,
    RunWish,
    StepRun,
    StepState,
)

GENERAL_STEP = "general-step"
"""The deployment that carries the steps of playbooks without flows of their own."""


@dataclass(frozen=True)
class OpenStep:
    """A step under way, with what is needed to start or resume its flow run."""

    step_run_id: int
    slug: str
    partnership: str
    step_key: str
    title: str
    deployment: str
    state: StepState
    flow_run_id: str | None


@dataclass(frozen=True)
class OpenRequest:
    """Something Prefect was asked to do and has not done yet."""

    request_id: int
    wish: RunWish
    asked_at: datetime
    step: OpenStep


def open_requests(session: Session, limit: int = 100) -> list[OpenRequest]:
    """The requests not carried out yet, oldest first."""
    rows = session.exec(
        select(RunRequest, StepRun, Partnership)
        .join(StepRun, col(RunRequest.step_run_id) == col(StepRun.id))
        .join(PlaybookRun, col(StepRun.run_id) == col(PlaybookRun.id))
        .join(Partnership, col(PlaybookRun.partnership_id) == col(Partnership.id))
        .where(col(RunRequest.done_at).is_(None))
        .order_by(col(RunRequest.asked_at), col(RunRequest.id))
        .limit(limit)
    ).all()
    found = []
    for request, step, partnership in rows:
        assert request.id is not None
        found.append(
            OpenRequest(request.id, request.wish, request.asked_at, _open_step(session, step, partnership))
        )
    return found


def open_steps(session: Session, after_id: int = 0, limit: int = 200) -> list[OpenStep]:
    """The steps under way, in batches by id."""
    rows = session.exec(
        select(StepRun, Partnership)
        .join(PlaybookRun, col(StepRun.run_id) == col(PlaybookRun.id))
        .join(Partnership, col(PlaybookRun.partnership_id) == col(Partnership.id))
        .where(StepRun.state == StepState.OPEN, col(StepRun.id) > after_id)
        .order_by(col(StepRun.id))
        .limit(limit)
    ).all()
    return [_open_step(session, step, partnership) for step, partnership in rows]


def settle(session: Session, now: datetime, request_id: int, result: str) -> None:
    """Notes that a request was carried out, and how."""
    request = session.get_one(RunRequest, request_id)
    if request.done_at is None:
        request.done_at = now
        request.result = result[:200]
        session.add(request)


def number_of_next_run(session: Session, step_run_id: int, ended_run: str | None) -> int:
    """The number of the flow run about to be started, raised when `ended_run` is the one it takes over from.

    Safe to repeat: until the run it is asked for is noted by `started`, the number stays the same.
    """
    step = session.get_one(StepRun, step_run_id)
    if step.flow_run_number == 0 or (ended_run is not None and step.flow_run_id == ended_run):
        step.flow_run_number += 1
        step.flow_run_id = None
        session.add(step)
    return step.flow_run_number


def started(session: Session, step_run_id: int, number: int, flow_run_id: str) -> None:
    """Notes the flow run that carries the step, unless a later one does by now."""
    step = session.get_one(StepRun, step_run_id)
    if step.flow_run_number == number:
        step.flow_run_id = flow_run_id
        session.add(step)


def ask_for_another_run(
    session: Session, now: datetime, step_run_id: int, ended_run: str | None, why: str
) -> bool:
    """Asks for a new flow run in place of one that cannot go on. False when that is no longer the step's run."""
    step = session.get_one(StepRun, step_run_id)
    if step.state is not StepState.OPEN or step.flow_run_id != ended_run:
        return False
    requests.ask(session, now, step_run_id, RunWish.START)
    events.record(
        session,
        now,
        step.run_id,
        "Sector Launch",
        "flow run replaced",
        f"The flow run of the step {step.key} could not go on ({why}); a new one takes over.",
        flow_run=ended_run,
    )
    return True


def waiting_in_vain(session: Session, step_run_ids: Sequence[int]) -> list[int]:
    """Of these steps, those with no shut gate: whoever waits there can go on."""
    shut = set(
        session.exec(
            select(GateRun.step_run_id).where(
                col(GateRun.step_run_id).in_(step_run_ids), GateRun.state == GateState.SHUT
            )
        )
    )
    return [step_run_id for step_run_id in step_run_ids if step_run_id not in shut]


def ask_to_resume(session: Session, now: datetime, step_run_id: int) -> None:
    """Has the flow run of the step look at its gate again."""
    requests.ask(session, now, step_run_id, RunWish.RESUME)


def _open_step(session: Session, step: StepRun, partnership: Partnership) -> OpenStep:
    assert step.id is not None
    rule = playbook_shelf.of_run(session, step.run_id).step(step.key)
    return OpenStep(
        step_run_id=step.id,
        slug=partnership.slug,
        partnership=partnership.name,
        step_key=step.key,
        title=rule.title,
        deployment=rule.deployment or GENERAL_STEP,
        state=step.state,
        flow_run_id=step.flow_run_id,
    )
