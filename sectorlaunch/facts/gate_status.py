"""How a gate stands: judged from the answers, the facts and the waivers, changing nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from playbooks.answers import GivenWaiver
from playbooks.facts import Facts
from playbooks.gates import GateVerdict, QuestionVerdict, evaluate
from playbooks.model import Gate
from sectorlaunch.facts import gather
from sectorlaunch.query_cache import cached
from sectorlaunch.records import answers, playbook_editions
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import GateRun, GateState, Waiver


@dataclass(frozen=True)
class GateStatus:
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


def look(launch: Launch, gate_key: str, facts: Facts | None = None) -> GateStatus:
    """The gate as it stands, changing nothing. `facts` are those its questions rest on, where they have been read."""
    gate = answers.gate_run(launch.session, launch.run_id, gate_key)
    return status_of(launch.session, gate, judge(launch, gate, facts))


def judge(launch: Launch, gate: GateRun, facts: Facts | None = None) -> GateVerdict:
    """What the answers, the evidence and the waivers say about a gate now."""
    rule = launch.playbook.step(gate.step_key).gate(gate.key)
    return evaluate(
        rule,
        facts or gather(launch, rule.questions),
        answers.current(launch.session, launch.run_id, gate.key),
        standing_waivers(launch.session, gate),
        launch.numbers,
    )


def standing_waivers(session: Session, gate: GateRun) -> Sequence[GivenWaiver]:
    """What is set aside at a gate, in the order in which it was."""

    def read() -> list[Waiver]:
        standing = select(Waiver).where(
            Waiver.run_id == gate.run_id, col(Waiver.ended_at).is_(None), col(Waiver.waits).is_(False)
        )
        return list(session.exec(standing.order_by(col(Waiver.id))))

    return [
        GivenWaiver(question_key=row.question_key, given_by=row.given_by, why=row.why, until=row.until)
        for row in cached(session, (Waiver,), ("waivers", gate.run_id), read)
        if row.gate_key == gate.key
    ]


def rule_of(session: Session, gate: GateRun) -> Gate:
    return playbook_editions.of_run(session, gate.run_id).step(gate.step_key).gate(gate.key)


def status_of(session: Session, gate: GateRun, verdict: GateVerdict) -> GateStatus:
    return GateStatus(
        run_id=gate.run_id,
        step_key=gate.step_key,
        gate_key=gate.key,
        title=rule_of(session, gate).title,
        state=gate.state,
        missing=() if gate.state is GateState.OPEN else verdict.missing,
        settled_by=() if gate.state is GateState.OPEN else verdict.settled_by,
        questions=verdict.questions,
    )
