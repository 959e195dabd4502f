"""The steps of one launch as a path, with where it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from sectorlaunch.records import playbook_editions, progress
from sectorlaunch.tables import GateState, StepState


@dataclass(frozen=True)
class GateMark:
    key: str
    title: str
    state: GateState
    opened_at: datetime | None


@dataclass(frozen=True)
class StepMark:
    number: int
    key: str
    title: str
    purpose: str
    state: StepState
    opened_at: datetime | None
    passed_at: datetime | None
    gates: tuple[GateMark, ...]
    flow_run_id: str | None

    @property
    def gates_open(self) -> int:
        return sum(gate.state is GateState.OPEN for gate in self.gates)


def steps(session: Session, run_id: int) -> list[StepMark]:
    """Every step of a run in order, with its gates."""
    playbook = playbook_editions.of_run(session, run_id)
    gates: dict[int, list[GateMark]] = {}
    for gate in progress.gates_of(session, run_id).values():
        rule = playbook.step(gate.step_key).gate(gate.key)
        mark = GateMark(gate.key, rule.title, gate.state, gate.opened_at)
        gates.setdefault(gate.step_run_id, []).append(mark)
    marks = []
    for number, step in enumerate(progress.steps_of(session, run_id), start=1):
        described = playbook.step(step.key)
        marks.append(
            StepMark(
                number=number,
                key=step.key,
                title=described.title,
                purpose=described.purpose,
                state=step.state,
                opened_at=step.opened_at,
                passed_at=step.passed_at,
                gates=tuple(gates.get(step.pk, [])),
                flow_run_id=step.flow_run_id,
            )
        )
    return marks
