"""What a convener does about a gate: sets a question aside for a while, or asks it again."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from playbooks.model import TwoFor
from sectorlaunch import events
from sectorlaunch.actions import run_requests
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.facts import gate_status
from sectorlaunch.records import answers
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import GateRun, GateState, Person, PlaybookRun, RunWish, StepRun, StepState, Waiver


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
    asked_by: Person | None = None,
) -> Waiver:
    """Sets a question, or all of a gate, aside: who, why, until when. It comes back as a task on that date.

    Where the playbook wants two for it, it waits until another convener than `asked_by` agrees.

    Raises BadInput without who or why, or when `until` (a date in the partnership's zone) is not ahead.
    """
    gate = answers.gate_run(session, run_id, gate_key)
    if question_key is not None:
        answers.find_question(session, run_id, gate_key, question_key)
    if not given_by.strip():
        raise BadInput("Say who gives the waiver.")
    if not why.strip():
        raise BadInput("Say in a sentence why this can wait.")
    launch = Launch.of(session, now, run_id)
    waits = TwoFor.WAIVER in launch.playbook.two_for
    if waits and asked_by is not None:
        given_by = asked_by.name
    if until <= launch.today:
        raise BadInput("“Until” must be a day ahead: the question comes back as a task on that day.")
    waiver = Waiver(
        run_id=run_id,
        gate_key=gate_key,
        question_key=question_key,
        given_by=given_by.strip(),
        why=why.strip(),
        until=until,
        given_at=now,
        waits=waits,
        asked_by_account_id=asked_by.account_id if asked_by is not None else None,
    )
    session.add(waiver)
    session.flush()
    if waits:
        said = f"{waiver.given_by} asks to set “{_named(session, gate, question_key)}” aside: {waiver.why}"
        events.record(session, now, run_id, waiver.given_by, EventKind.WAIVER_ASKED, said)
        return waiver
    events.record(
        session,
        now,
        run_id,
        waiver.given_by,
        EventKind.WAIVER_GIVEN,
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
    rule = gate_status.rule_of(session, gate)
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
    gate.opened_at = gate.settled_at = None
    session.add(gate)
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.GATE_REOPENED,
        f"{by} reopened “{_named(session, gate, question_key)}”: {why.strip()}",
        gate=gate_key,
        question=question_key,
    )
    if was_open:
        _bring_back(session, now, gate)
    return gate


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
        run_requests.ask(session, now, gate.step_run_id, RunWish.START)
    else:
        run_requests.ask(session, now, gate.step_run_id, RunWish.RESUME)


def _named(session: Session, gate: GateRun, question_key: str | None) -> str:
    rule = gate_status.rule_of(session, gate)
    return rule.title if question_key is None else rule.question(question_key).ask
