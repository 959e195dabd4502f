"""Gates: reached, reviewed, opened. Judged from the tables, never from the fact that somebody woke up."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from notifications.rendering import traits
from playbooks.gates import GateVerdict
from sectorlaunch import events, facts
from sectorlaunch.actions import run_requests
from sectorlaunch.engine import activities, messages, set_aside
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.facts import gate_status
from sectorlaunch.facts.gate_status import GateStatus
from sectorlaunch.query_cache import take_changes
from sectorlaunch.records import audiences, playbook_editions, progress
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Answer, GateRun, GateState, Partnership, PlaybookRun, RunWish, StepRun, Waiver

DAY = timedelta(days=1)


def reach(session: Session, now: datetime, step_run_id: int, gate_key: str) -> GateStatus:
    """Says that the step has come to the gate, and to those reached together with it; opens it when nothing is missing.

    What goes before one that is reached together begins with it. Safe to repeat.
    """
    gate = progress.gate_of(session, session.get_one(StepRun, step_run_id).run_id, gate_key)
    _one_after_the_other(session, gate)
    if gate.state is GateState.AHEAD:
        gate.state = GateState.SHUT
        gate.reached_at = now
        events.record(
            session,
            now,
            gate.run_id,
            "Sector Launch",
            EventKind.GATE_REACHED,
            f"The gate “{gate_status.rule_of(session, gate).title}” is next.",
        )
    step = playbook_editions.of_run(session, gate.run_id).step(gate.step_key)
    for other in step.reached_with(gate_key):
        for activity in step.activities:
            if activity.before == other.key:
                activities.begin(session, now, step_run_id, activity.key)
        reach(session, now, step_run_id, other.key)
    verdict = _review(session, now, gate, wake=False)
    return gate_status.status_of(session, gate, verdict)


def review_run(session: Session, now: datetime, run_id: int, *, whole: bool = False) -> None:
    """Opens what can be opened among the gates this run waits at.

    A gate nothing of which has changed in this unit of work, nor the day, is as it was when it was looked at last;
    `whole` looks at each of them, for what changed in others.
    """
    changed = None if whole else take_changes(session, f"review of {run_id}")

    def look(gate: GateRun) -> list[str]:
        if _may_have_changed(session, now, gate, changed):
            _review(session, now, gate, wake=True)
        return []

    known = progress.gates_of(session, run_id)
    stands = [*known.values(), *progress.strange_gates(session, run_id)]  # a strange one becomes a task
    shut = [gate for gate in stands if gate.state is GateState.SHUT]
    set_aside.each(session, shut, look, _aside(session, now))


def _may_have_changed(session: Session, now: datetime, gate: GateRun, changed: set[type] | None) -> bool:
    if changed is None or gate.reviewed_at is None:
        return True
    launch = Launch.of(session, now, gate.run_id)
    if launch.on(gate.reviewed_at) != launch.today:
        return True
    rests_on = facts.tables_behind(gate_status.rule_of(session, gate).questions)
    return not changed.isdisjoint(rests_on | {Answer, Waiver, Partnership, PlaybookRun})


def review_stale(session: Session, now: datetime, limit: int = 50) -> list[str]:
    """Reviews shut gates nobody has looked at for a day: time passes, and what is said of them is to stay true."""
    stale = session.exec(
        select(GateRun)
        .where(
            GateRun.state == GateState.SHUT,
            col(GateRun.reviewed_at) < now - DAY,
        )
        .order_by(col(GateRun.reviewed_at), col(GateRun.id))
        .limit(limit)
    ).all()

    def look(gate: GateRun) -> list[str]:
        _review(session, now, gate, wake=True)
        return [f"Looked again at the gate {gate.key} of run {gate.run_id}"]

    return set_aside.each(session, stale, look, _aside(session, now))


def _aside(session: Session, now: datetime) -> Callable[[GateRun, str], str]:
    """A gate that cannot be judged, such as one its playbook does not have any more: a task, and the next has its turn."""

    def put_aside(gate: GateRun, why: str) -> str:
        gate.reviewed_at = now
        session.add(gate)
        set_aside.give_task(session, now, gate.run_id, f"The gate {gate.key}", why)
        return f"The gate {gate.key} of run {gate.run_id}"

    return put_aside


def _one_after_the_other(session: Session, gate: GateRun) -> None:
    """Of two who change at the same time what a gate rests on, the second is judged after the first has committed.

    Else neither would see what the other has answered, or both would open it. On SQLite that holds anyway.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.flush()  # what this unit of work has changed in it must not be read over
        session.refresh(gate, with_for_update=True)


def _review(session: Session, now: datetime, gate: GateRun, *, wake: bool) -> GateVerdict:
    _one_after_the_other(session, gate)
    verdict = gate_status.judge(Launch.of(session, now, gate.run_id), gate)
    gate.reviewed_at = now
    gate.missing = list(verdict.missing)
    gate.settled_by = list(verdict.settled_by)
    if verdict.is_open and gate.state is GateState.SHUT:
        _open(session, now, gate, wake=wake)
    elif gate.settled_at is None and verdict.only_open(gate_status.rule_of(session, gate).release):
        _note_settled(session, now, gate)
    session.add(gate)
    return verdict


def _open(session: Session, now: datetime, gate: GateRun, *, wake: bool) -> None:
    gate.state = GateState.OPEN
    gate.opened_at = now
    rule = gate_status.rule_of(session, gate)
    events.record(
        session,
        now,
        gate.run_id,
        "Sector Launch",
        EventKind.GATE_OPENED,
        f"“{rule.title}” has passed.",
        gate=gate.key,
    )
    if wake:
        run_requests.ask(session, now, gate.step_run_id, RunWish.RESUME)


def _note_settled(session: Session, now: datetime, gate: GateRun) -> None:
    """Nothing is open but what somebody has to release: they are asked to."""
    gate.settled_at = now
    said = f"The gate “{gate_status.rule_of(session, gate).title}” waits for a release, and for nothing else."
    events.record(session, now, gate.run_id, "Sector Launch", EventKind.GATE_SETTLED, said, gate=gate.key)


def announce(launch: Launch, opened: Happening) -> None:
    """Tells the convener that a gate has opened, where no letter of the week does."""
    if any(traits(touch.kind).needs_news for _, _, touch in launch.playbook.touches()):
        return
    gate = progress.gate_of(launch.session, launch.run_id, opened.data["gate"])
    if gate.state is GateState.OPEN:
        messages.queue_gate_opened(launch.session, launch.now, gate, launch.convener)


def ask_again(launch: Launch, reopened: Happening) -> None:
    """Writes to those who attest to what was reopened."""
    gate = progress.gate_of(launch.session, launch.run_id, reopened.data["gate"])
    key, rule = reopened.data["question"], gate_status.rule_of(launch.session, gate)
    asked = [rule.question(key)] if key else rule.questions
    people = [
        person
        for audience in sorted({question.attest.by for question in asked if question.attest is not None})
        for person in audiences.resolve(launch.session, launch.partnership_id, audience, About())
    ]
    everyone = list({person.id: person for person in people}.values())
    messages.ask_again(launch.session, launch.now, gate, everyone)
