"""Gates: reached, reviewed, opened, waived, reopened. Judged from the tables, never from the fact that somebody woke up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from playbooks.facts import Facts
from playbooks.gates import GateVerdict, GivenWaiver, QuestionVerdict, evaluate
from playbooks.model import Gate
from sectorlaunch import evidence, playbook_shelf
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.operations import events
from sectorlaunch.operations.launch import answers, progress, requests
from sectorlaunch.operations.messages import audiences
from sectorlaunch.operations.messages.audiences import Subject
from sectorlaunch.operations.people import people_of
from sectorlaunch.remembering import remembered, take_changes
from sectorlaunch.tables import (
    Answer,
    GateRun,
    GateState,
    Partnership,
    PlaybookRun,
    RunWish,
    StepRun,
    StepState,
    Waiver,
)

DAY = timedelta(days=1)


@dataclass(frozen=True)
class GateSight:
    """A gate as somebody looking at it now sees it."""

    run_id: int
    step_key: str
    gate_key: str
    title: str
    state: GateState
    missing: tuple[str, ...]
    settled_by: tuple[str, ...]
    questions: tuple[QuestionVerdict, ...]

    @property
    def is_open(self) -> bool:
        return self.state is GateState.OPEN


def reach(session: Session, now: datetime, step_run_id: int, gate_key: str) -> GateSight:
    """Says that the step has come to the gate, and opens it when nothing is missing. Safe to repeat."""
    gate = progress.gate_of(session, session.get_one(StepRun, step_run_id).run_id, gate_key)
    if gate.state is GateState.AHEAD:
        gate.state = GateState.SHUT
        gate.reached_at = now
        events.record(
            session,
            now,
            gate.run_id,
            "Sector Launch",
            "gate reached",
            f"The gate “{_rule(session, gate).title}” is next.",
        )
    verdict = _review(session, now, gate, wake=False)
    return _sight(session, gate, verdict)


def look(
    session: Session, now: datetime, run_id: int, gate_key: str, facts: Facts | None = None
) -> GateSight:
    """The gate as it stands, changing nothing. `facts` are those its questions rest on, where they have been read."""
    gate = answers.gate_run(session, run_id, gate_key)
    return _sight(session, gate, judge(session, now, gate, facts))


def review_touched(session: Session, now: datetime) -> None:
    """Reviews the shut gates of every run something happened to; called before each commit."""
    runs = events.touched(session)
    while runs:
        review_run(session, now, runs.pop())


def review_run(session: Session, now: datetime, run_id: int) -> None:
    """Opens what can be opened among the gates this run waits at.

    A gate nothing of which has changed in this unit of work, nor the day, is as it was when it was looked at last.
    """
    changed = take_changes(session, f"review of {run_id}")
    for gate in progress.gates_of(session, run_id).values():
        if gate.state is not GateState.SHUT:
            continue
        if _may_have_changed(session, now, gate, changed):
            _review(session, now, gate, wake=True)


def _may_have_changed(session: Session, now: datetime, gate: GateRun, changed: set[type] | None) -> bool:
    if changed is None or gate.reviewed_at is None:
        return True
    partnership = people_of.partnership_of(session, gate.run_id)
    if partnership_today(partnership, gate.reviewed_at) != partnership_today(partnership, now):
        return True
    rests_on = evidence.tables_behind(_rule(session, gate).questions)
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
    for gate in stale:
        _review(session, now, gate, wake=True)
    return [f"Looked again at the gate {gate.key} of run {gate.run_id}" for gate in stale]


def judge(session: Session, now: datetime, gate: GateRun, facts: Facts | None = None) -> GateVerdict:
    """What the answers, the evidence and the waivers say about a gate now."""
    playbook = playbook_shelf.of_run(session, gate.run_id)
    partnership = people_of.partnership_of(session, gate.run_id)
    numbers = {**playbook.numbers, **partnership.numbers}
    rule = playbook.step(gate.step_key).gate(gate.key)
    return evaluate(
        rule,
        facts or evidence.gather(session, now, gate.run_id, rule.questions),
        answers.current(session, gate.run_id, gate.key),
        standing_waivers(session, gate),
        numbers,
    )


def _review(session: Session, now: datetime, gate: GateRun, *, wake: bool) -> GateVerdict:
    verdict = judge(session, now, gate)
    gate.reviewed_at = now
    gate.missing = list(verdict.missing)
    gate.settled_by = list(verdict.settled_by)
    if verdict.is_open and gate.state is GateState.SHUT:
        _open(session, now, gate, wake=wake)
    session.add(gate)
    return verdict


def _open(session: Session, now: datetime, gate: GateRun, *, wake: bool) -> None:
    from sectorlaunch.operations.messages import touches

    gate.state = GateState.OPEN
    gate.opened_at = now
    rule = _rule(session, gate)
    events.record(
        session,
        now,
        gate.run_id,
        "Sector Launch",
        "gate opened",
        f"The gate “{rule.title}” is open.",
        gate=gate.key,
    )
    if wake:
        requests.ask(session, now, gate.step_run_id, RunWish.RESUME)
    touches.replan(session, now, gate.run_id)
    touches.announce_gate(session, now, gate)


def waive(
    session: Session,
    now: datetime,
    run_id: int,
    gate_key: str,
    question_key: str | None,
    *,
    given_by: str,
    why: str,
    until: date,
) -> Waiver:
    """Sets a question, or all of a gate, aside: who, why, until when. It comes back as a task on that date.

    Raises BadInput without who or why, or when `until` (a date in the partnership's zone) is not ahead.
    """
    gate = answers.gate_run(session, run_id, gate_key)
    if question_key is not None:
        answers.find_question(session, run_id, gate_key, question_key)
    if not given_by.strip():
        raise BadInput("Say who gives the waiver.")
    if not why.strip():
        raise BadInput("Say in a sentence why this can wait.")
    zone = ZoneInfo(people_of.partnership_of(session, run_id).zone)
    if until <= now.astimezone(zone).date():
        raise BadInput("“Until” must be a day ahead: the question comes back as a task on that day.")
    waiver = Waiver(
        run_id=run_id,
        gate_key=gate_key,
        question_key=question_key,
        given_by=given_by.strip(),
        why=why.strip(),
        until=until,
        given_at=now,
    )
    session.add(waiver)
    events.record(
        session,
        now,
        run_id,
        waiver.given_by,
        "waiver given",
        f"{waiver.given_by} set “{_named(session, gate, question_key)}” aside until {until.isoformat()}: {waiver.why}",
        gate=gate_key,
        question=question_key,
    )
    return waiver


def reopen(
    session: Session,
    now: datetime,
    run_id: int,
    gate_key: str,
    question_key: str | None,
    *,
    by: str,
    why: str,
) -> GateRun:
    """Asks a question, or all of a gate, again. Earlier answers stay on record and no longer count; waivers end.

    A gate that was open shuts, its step opens again and gets a flow run; later steps go on meanwhile.
    Raises BadInput without a reason and NotAllowed for a gate the launch has not come to.
    """
    gate = answers.gate_run(session, run_id, gate_key)
    rule = _rule(session, gate)
    if not why.strip():
        raise BadInput("Say in a sentence why it is asked again.")
    if gate.state is GateState.AHEAD:
        raise NotAllowed("The launch has not come to this gate yet, so there is nothing to reopen.")
    if question_key is not None:
        answers.find_question(session, run_id, gate_key, question_key)
    keys = [question_key] if question_key else [question.key for question in rule.questions]
    gate.reopened = {**gate.reopened, **dict.fromkeys(keys, now.isoformat())}
    gate.reviewed_at = None
    for waiver in session.exec(
        select(Waiver).where(
            Waiver.run_id == run_id, Waiver.gate_key == gate_key, col(Waiver.ended_at).is_(None)
        )
    ):
        if question_key is None or waiver.question_key in (None, question_key):
            waiver.ended_at = now
    was_open = gate.state is GateState.OPEN
    gate.state = GateState.SHUT
    gate.opened_at = None
    session.add(gate)
    events.record(
        session,
        now,
        run_id,
        by,
        "gate reopened",
        f"{by} reopened “{_named(session, gate, question_key)}”: {why.strip()}",
        gate=gate_key,
        question=question_key,
    )
    if was_open:
        _bring_back(session, now, gate)
    _ask_again(session, now, gate, keys)
    return gate


def _ask_again(session: Session, now: datetime, gate: GateRun, question_keys: Sequence[str]) -> None:
    """Writes to those who attest to what was reopened."""
    from sectorlaunch.operations.messages import messages

    session.flush()
    partnership_id = people_of.partnership_of(session, gate.run_id).id
    assert partnership_id is not None
    rule = _rule(session, gate)
    audiences_asked = {
        attest.by for key in question_keys if (attest := rule.question(key).attest) is not None
    }
    people = [
        person
        for audience in sorted(audiences_asked)
        for person in audiences.resolve(session, partnership_id, audience, Subject())
    ]
    messages.ask_again(session, now, gate, list({person.id: person for person in people}.values()))


def _bring_back(session: Session, now: datetime, gate: GateRun) -> None:
    """Gives a step that had passed a flow run again; one that is under way meets the gate when it next looks."""
    step = session.get_one(StepRun, gate.step_run_id)
    if step.state is StepState.PASSED:
        step.state = StepState.OPEN
        step.passed_at = None
        session.add(step)
        run = session.get_one(PlaybookRun, gate.run_id)
        run.ended_at = None
        session.add(run)
        requests.ask(session, now, gate.step_run_id, RunWish.START)
    else:
        requests.ask(session, now, gate.step_run_id, RunWish.RESUME)


def standing_waivers(session: Session, gate: GateRun) -> Sequence[GivenWaiver]:
    """What is set aside at a gate, in the order in which it was."""

    def read() -> list[Waiver]:
        standing = select(Waiver).where(Waiver.run_id == gate.run_id, col(Waiver.ended_at).is_(None))
        return list(session.exec(standing.order_by(col(Waiver.id))))

    return [
        GivenWaiver(question_key=row.question_key, given_by=row.given_by, why=row.why, until=row.until)
        for row in remembered(session, (Waiver,), ("waivers", gate.run_id), read)
        if row.gate_key == gate.key
    ]


def _rule(session: Session, gate: GateRun) -> Gate:
    return playbook_shelf.of_run(session, gate.run_id).step(gate.step_key).gate(gate.key)


def _named(session: Session, gate: GateRun, question_key: str | None) -> str:
    rule = _rule(session, gate)
    return rule.title if question_key is None else rule.question(question_key).ask


def _sight(session: Session, gate: GateRun, verdict: GateVerdict) -> GateSight:
    return GateSight(
        run_id=gate.run_id,
        step_key=gate.step_key,
        gate_key=gate.key,
        title=_rule(session, gate).title,
        state=gate.state,
        missing=() if gate.state is GateState.OPEN else verdict.missing,
        settled_by=() if gate.state is GateState.OPEN else verdict.settled_by,
        questions=verdict.questions,
    )


def partnership_today(partnership: Partnership, now: datetime) -> date:
    """The calendar date in the partnership's zone."""
    return now.astimezone(ZoneInfo(partnership.zone)).date()
