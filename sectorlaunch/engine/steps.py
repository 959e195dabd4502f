"""Steps: locked, open, passed."""

from datetime import datetime

from sqlmodel import Session, col, select

from playbooks.model import Gate
from sectorlaunch import events
from sectorlaunch.actions import run_requests
from sectorlaunch.engine import activities, consequences, gates
from sectorlaunch.errors import NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships, playbook_editions
from sectorlaunch.tables import GateRun, GateState, Partnership, PlaybookRun, RunWish, StepRun, StepState


def open_first(session: Session, now: datetime, run_id: int) -> StepRun:
    """Opens the first step of a new run and asks for its flow run."""
    first = session.exec(
        select(StepRun).where(StepRun.run_id == run_id).order_by(col(StepRun.position)).limit(1)
    ).one()
    _open(session, now, first)
    return first


def open_step(session: Session, now: datetime, slug: str, step_key: str) -> StepRun:
    """The step a flow is about to carry out. Safe to repeat.

    Raises NotFound for an unknown partnership or step, NotAllowed while the step is locked.
    """
    partnership = session.exec(select(Partnership).where(Partnership.slug == slug)).one_or_none()
    if partnership is None or partnership.id is None:
        raise NotFound(f"There is no partnership “{slug}”.")
    run = partnerships.run_of(session, partnership.id)
    step = session.exec(
        select(StepRun).where(StepRun.run_id == run.id, StepRun.key == step_key)
    ).one_or_none()
    if step is None:
        raise NotFound(f"The playbook of {partnership.name} has no step “{step_key}”.")
    if step.state is StepState.LOCKED:
        raise NotAllowed(f"The step {step_key} of {partnership.name} is locked: an earlier step is not done.")
    return step


def close_step(session: Session, now: datetime, step_run_id: int) -> bool:
    """Marks the step passed when all its gates are open, and opens the next. False while a gate is shut."""
    step = session.get_one(StepRun, step_run_id)
    if step.state is StepState.PASSED:
        return True
    if next_shut_gate(session, step) is not None:
        return False
    step.state = StepState.PASSED
    step.passed_at = now
    session.add(step)
    title = playbook_editions.of_run(session, step.run_id).step(step.key).title
    events.record(
        session, now, step.run_id, "Sector Launch", EventKind.STEP_PASSED, f"The step “{title}” is done."
    )
    _go_on(session, now, step)
    return True


def next_shut_gate(session: Session, step: StepRun) -> GateRun | None:
    """The first gate of the step that is not open."""
    return session.exec(
        select(GateRun)
        .where(GateRun.step_run_id == step.id, GateRun.state != GateState.OPEN)
        .order_by(col(GateRun.position))
        .limit(1)
    ).first()


def advance(session: Session, now: datetime, step_run_id: int) -> bool:
    """Carries a step on as far as it goes, in the order of the playbook; True when it has passed.

    What the flows do with a task for each line, in one call: for rehearsals and tests.
    """
    step = session.get_one(StepRun, step_run_id)
    for item in playbook_editions.of_run(session, step.run_id).step(step.key).order:
        if isinstance(item, Gate):
            is_open = gates.reach(session, now, step_run_id, item.key).is_open
            consequences.follow(session, now)
            if not is_open:
                return False
        else:
            activities.begin(session, now, step_run_id, item.key)
            consequences.follow(session, now)
    return close_step(session, now, step_run_id)


def _open(session: Session, now: datetime, step: StepRun) -> None:
    step.state = StepState.OPEN
    step.opened_at = now
    session.add(step)
    title = playbook_editions.of_run(session, step.run_id).step(step.key).title
    events.record(
        session, now, step.run_id, "Sector Launch", EventKind.STEP_OPENED, f"The step “{title}” begins."
    )
    run_requests.ask(session, now, step.pk, RunWish.START)


def _go_on(session: Session, now: datetime, passed: StepRun) -> None:
    """Opens the step after the one that passed; ends the run when every step has."""
    steps = session.exec(
        select(StepRun).where(StepRun.run_id == passed.run_id).order_by(col(StepRun.position))
    ).all()
    following = next((step for step in steps if step.position > passed.position), None)
    if following is not None and following.state is StepState.LOCKED:
        _open(session, now, following)
    if all(step.state is StepState.PASSED for step in steps):
        run = session.get_one(PlaybookRun, passed.run_id)
        run.ended_at = now
        session.add(run)
        events.record(
            session,
            now,
            passed.run_id,
            "Sector Launch",
            EventKind.RUN_ENDED,
            "Every step of the playbook is done.",
        )
