"""Where each launch stands: step, gate, what is missing in words and who can settle it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, and_, col, or_, select

from sectorlaunch.records import dates, playbook_editions
from sectorlaunch.records import partnerships as partnership_records
from sectorlaunch.tables import (
    GateRun,
    GateState,
    HeldBecause,
    Message,
    MessageState,
    Partnership,
    PlaybookRun,
    StepRun,
    StepState,
)


@dataclass(frozen=True)
class ShutGate:
    key: str
    title: str
    missing: tuple[str, ...]
    settled_by: tuple[str, ...]
    reviewed_at: datetime | None


@dataclass(frozen=True)
class PartnershipStatus:
    slug: str
    name: str
    step_key: str
    step_title: str
    step_number: int
    steps: int
    state: str
    """"under way" or "done"."""
    gates: tuple[ShutGate, ...]
    """The gates it waits at; several when an earlier one was reopened."""
    launch_on: date | None
    flow_run_id: str | None
    held_back: tuple[str, ...] = ()
    """The newest messages that are withheld or wait out of regard for somebody, and why; only where one launch is asked for."""


def overview(session: Session, *, after: int = 0, limit: int = 50) -> list[PartnershipStatus]:
    """One page of partnerships by id, as they were when something last happened to them: five queries, however many."""
    partnerships = session.exec(
        select(Partnership).where(col(Partnership.id) > after).order_by(col(Partnership.id)).limit(limit)
    ).all()
    return statuses(session, list(partnerships))


def of(session: Session, partnership: Partnership) -> PartnershipStatus:
    """The status of one partnership."""
    found = statuses(session, [partnership])[0]
    run_id = partnership_records.run_of(session, partnership.pk).pk
    return replace(found, held_back=held_back(session, run_id))


HELD_SHOWN = 5


def held_back(session: Session, run_id: int) -> tuple[str, ...]:
    """The newest messages of a run that did not leave out of regard for their reader, in sentences.

    Left out are those to people who want no messages at all: that is settled.
    """
    waits = and_(Message.state == MessageState.QUEUED, Message.attempts == 0, col(Message.state_reason) != "")
    withheld = and_(
        Message.state == MessageState.WITHHELD,
        col(Message.held_because).is_distinct_from(HeldBecause.DO_NOT_CONTACT),
    )
    found = session.exec(
        select(Message)
        .where(Message.run_id == run_id, or_(waits, withheld))
        .order_by(col(Message.id).desc())
        .limit(HELD_SHOWN)
    ).all()
    return tuple(
        f"“{m.subject}” to {m.to_name} {'waits' if m.state is MessageState.QUEUED else 'is withheld'}: {m.why}"
        for m in found
    )


class _Step(NamedTuple):
    """What is said of a step: without the row behind it, which costs more than the rest of a page of launches."""

    number: int
    key: str
    state: StepState
    flow_run_id: str | None


def statuses(session: Session, partnerships: list[Partnership]) -> list[PartnershipStatus]:
    ids = [p.id for p in partnerships if p.id is not None]
    runs = partnership_records.runs_of(session, ids)
    run_ids = [run.id for run in runs.values()]
    steps: dict[int, list[_Step]] = {}
    rows = session.exec(
        select(StepRun.run_id, StepRun.key, StepRun.state, StepRun.flow_run_id)
        .where(col(StepRun.run_id).in_(run_ids))
        .order_by(col(StepRun.position))
    )
    for run_id, key, state, flow_run_id in rows:
        if not playbook_editions.has_step(session, run_id, key):
            continue
        before = steps.setdefault(run_id, [])
        before.append(_Step(len(before) + 1, key, StepState(state), flow_run_id))
    shut: dict[int, list[GateRun]] = {}
    for gate in session.exec(
        select(GateRun)
        .where(col(GateRun.run_id).in_(run_ids), GateRun.state == GateState.SHUT)
        .order_by(col(GateRun.id))
    ):
        shut.setdefault(gate.run_id, []).append(gate)
    launch_days = dates.launch_dates(session, partnerships)
    return [
        _status(
            session,
            p,
            runs[p.id],
            steps[runs[p.id].pk],
            shut.get(runs[p.id].pk, []),
            launch_days[p.id],
        )
        for p in partnerships
        if p.id is not None
    ]


def _status(
    session: Session,
    partnership: Partnership,
    run: PlaybookRun,
    steps: list[_Step],
    shut: list[GateRun],
    launch_on: date | None,
) -> PartnershipStatus:
    playbook = playbook_editions.of_run(session, run.pk)
    open_steps = [step for step in steps if step.state is StepState.OPEN]
    here = open_steps[-1] if open_steps else steps[-1]
    return PartnershipStatus(
        slug=partnership.slug,
        name=partnership.name,
        step_key=here.key,
        step_title=playbook.step(here.key).title,
        step_number=here.number,
        steps=len(steps),
        state="done" if run.ended_at else "under way",
        gates=tuple(
            ShutGate(
                key=gate.key,
                title=rule.title,
                missing=tuple(gate.missing),
                settled_by=tuple(gate.settled_by),
                reviewed_at=gate.reviewed_at,
            )
            for gate, rule in playbook_editions.with_gates(session, shut)
        ),
        launch_on=launch_on,
        flow_run_id=here.flow_run_id,
    )
