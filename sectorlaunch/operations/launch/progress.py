"""The steps and gates of a run. They are made with the run and stay, so one reading in a unit of work finds them all."""

from sqlmodel import Session, col, select

from sectorlaunch.errors import NotFound
from sectorlaunch.remembering import remembered
from sectorlaunch.tables import GateRun, StepRun


def steps_of(session: Session, run_id: int) -> list[StepRun]:
    """Every step of a run, in order."""

    def read() -> list[StepRun]:
        steps = select(StepRun).where(StepRun.run_id == run_id).order_by(col(StepRun.position))
        return list(session.exec(steps))

    return remembered(session, (), ("steps", run_id), read)


def gates_of(session: Session, run_id: int) -> dict[str, GateRun]:
    """Every gate of a run by its key, in order."""

    def read() -> dict[str, GateRun]:
        gates = select(GateRun).where(GateRun.run_id == run_id).order_by(col(GateRun.position))
        return {gate.key: gate for gate in session.exec(gates)}

    return remembered(session, (), ("gates", run_id), read)


def gate_of(session: Session, run_id: int, gate_key: str) -> GateRun:
    """One gate of a run. Raises NotFound, naming those there are."""
    gates = gates_of(session, run_id)
    if gate_key not in gates:
        raise NotFound(f"The playbook has no gate “{gate_key}”. Its gates: {', '.join(gates)}.")
    return gates[gate_key]
