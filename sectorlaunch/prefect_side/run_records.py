"""What the conductor reads and notes: what Prefect was asked to do, which steps are under way, and on which flow run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Exists, exists, func, text
from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.actions import run_requests
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships, playbook_editions
from sectorlaunch.tables import (
    Event,
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
    number: int
    """How many flow runs have carried it."""
    opened_at: datetime | None

    def key_of_run(self, number: int) -> str:
        """Names a flow run of the step, so that however often and by whomever it is started, there is one.

        The moment it opened tells it from the step of another installation on the same Prefect server.
        """
        moment = int(self.opened_at.timestamp() * 1_000_000) if self.opened_at else 0
        return f"step-run:{self.slug}:{self.step_run_id}:{moment}:{number}"


@dataclass(frozen=True)
class OpenRequest:
    """Something Prefect was asked to do and has not done yet."""

    request_id: int
    wish: RunWish
    asked_at: datetime
    step: OpenStep


def open_requests(session: Session, limit: int = 100, *, run_id: int | None = None) -> list[OpenRequest]:
    """The requests not carried out yet, oldest first: all of them, or those of one launch."""
    rows = session.exec(
        select(RunRequest, StepRun, Partnership)
        .join(StepRun, col(RunRequest.step_run_id) == col(StepRun.id))
        .join(PlaybookRun, col(StepRun.run_id) == col(PlaybookRun.id))
        .join(Partnership, col(PlaybookRun.partnership_id) == col(Partnership.id))
        .where(col(RunRequest.done_at).is_(None), *([StepRun.run_id == run_id] if run_id is not None else []))
        .order_by(col(RunRequest.asked_at), col(RunRequest.id))
        .limit(limit)
    ).all()
    found = []
    for request, step, partnership in rows:
        found.append(
            OpenRequest(request.pk, request.wish, request.asked_at, _open_step(session, step, partnership))
        )
    return found


def open_steps_of_runs(session: Session, flow_run_ids: Sequence[str]) -> list[OpenStep]:
    """The steps under way that these flow runs carry."""
    return _open_steps(session, col(StepRun.flow_run_id).in_(flow_run_ids))


def open_steps_without_run(session: Session, limit: int = 200) -> list[OpenStep]:
    """The steps under way that no flow run carries and for which none is asked."""
    return _open_steps(session, col(StepRun.flow_run_id).is_(None), ~_is_asked_for(), limit=limit)


def open_steps_with_nothing_shut(session: Session, limit: int = 200) -> list[OpenStep]:
    """The steps under way that wait at no gate, says the table: their flow run should be on its way."""
    waits = exists().where(col(GateRun.step_run_id) == col(StepRun.id), text("gaterun.state = 'shut'"))
    return _open_steps(session, ~waits, ~_is_asked_for(), col(StepRun.flow_run_id).is_not(None), limit=limit)


def slice_of_open_steps(session: Session, size: int, turn: int) -> list[OpenStep]:
    """About `size` of the steps under way, others at each turn, until all had theirs."""
    count = session.exec(select(func.count()).select_from(StepRun).where(_IS_OPEN)).one()
    slices = max(1, -(-count // size))
    return _open_steps(session, col(StepRun.id) % slices == turn % slices)


def open_step(session: Session, step_run_id: int) -> OpenStep:
    """A step as its flow runs know it, whatever its state."""
    step = session.get_one(StepRun, step_run_id)
    return _open_step(session, step, partnerships.partnership_of(session, step.run_id))


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
    """Notes the flow run that carries the step, unless another does by now."""
    step = session.get_one(StepRun, step_run_id)
    if step.flow_run_number == number and step.flow_run_id is None:
        step.flow_run_id = flow_run_id
        session.add(step)


def ask_for_another_run(
    session: Session, now: datetime, step_run_id: int, ended_run: str | None, why: str
) -> bool:
    """Asks for a new flow run in place of one that cannot go on. False when that is no longer the step's run."""
    step = session.get_one(StepRun, step_run_id)
    if step.state is not StepState.OPEN or step.flow_run_id != ended_run:
        return False
    run_requests.ask(session, now, step_run_id, RunWish.START)
    events.record(
        session,
        now,
        step.run_id,
        "Sector Launch",
        EventKind.FLOW_RUN_REPLACED,
        f"The flow run of the step {step.key} could not go on ({why}); a new one takes over.",
        flow_run=ended_run,
    )
    return True


def ask_to_resume(session: Session, now: datetime, step_run_id: int) -> None:
    """Has the flow run of the step look at its gate again."""
    run_requests.ask(session, now, step_run_id, RunWish.RESUME)


def last_event(session: Session) -> int:
    """The id of the newest event; 0 before the first."""
    return session.exec(select(func.max(Event.id))).one() or 0


def partnerships_with_events(session: Session, after: int, until: int) -> list[str]:
    """Slugs of the partnerships something happened to, by the ids of the events."""
    if until <= after:
        return []
    return list(
        session.exec(
            select(Partnership.slug)
            .join(PlaybookRun, col(PlaybookRun.partnership_id) == col(Partnership.id))
            .join(Event, col(Event.run_id) == col(PlaybookRun.id))
            .where(col(Event.id) > after, col(Event.id) <= until)
            .distinct()
        )
    )


_IS_OPEN = text("steprun.state = 'open'")
"""As a literal, so that the partial index is used."""


def _is_asked_for() -> Exists:
    return exists().where(col(RunRequest.step_run_id) == col(StepRun.id), col(RunRequest.done_at).is_(None))


def _open_steps(
    session: Session, *conditions: ColumnElement[bool], limit: int | None = None
) -> list[OpenStep]:
    rows = session.exec(
        select(StepRun, Partnership)
        .join(PlaybookRun, col(StepRun.run_id) == col(PlaybookRun.id))
        .join(Partnership, col(PlaybookRun.partnership_id) == col(Partnership.id))
        .where(_IS_OPEN, *conditions)
        .order_by(col(StepRun.id))
        .limit(limit)
    ).all()
    return [
        _open_step(session, step, partnership)
        for step, partnership in rows
        if playbook_editions.has_step(session, step.run_id, step.key)
    ]


def _open_step(session: Session, step: StepRun, partnership: Partnership) -> OpenStep:
    rule = playbook_editions.of_run(session, step.run_id).step(step.key)
    return OpenStep(
        step_run_id=step.pk,
        slug=partnership.slug,
        partnership=partnership.name,
        step_key=step.key,
        title=rule.title,
        deployment=rule.deployment or GENERAL_STEP,
        state=step.state,
        flow_run_id=step.flow_run_id,
        number=step.flow_run_number,
        opened_at=step.opened_at,
    )


def what_is_behind(session: Session, step_run_id: int) -> set[str]:
    """The activities of a step that have begun and its gates that are open: a flow has nothing to do there."""
    begun = session.get_one(StepRun, step_run_id).activities_begun
    passed = session.exec(
        select(GateRun.key).where(GateRun.step_run_id == step_run_id, GateRun.state == GateState.OPEN)
    )
    return {*begun, *passed}
