"""The steps and gates of a run. They are made with the run and stay, so one reading in a unit of work finds them all.

What the run's playbook does not have is left out: nothing could be said of it.
"""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from sectorlaunch.errors import NotFound
from sectorlaunch.query_cache import cached
from sectorlaunch.records import playbook_editions
from sectorlaunch.tables import GateRun, StepRun


def steps_of(session: Session, run_id: int) -> list[StepRun]:
    """Every step of a run, in order."""

    def read() -> list[StepRun]:
        steps = select(StepRun).where(StepRun.run_id == run_id).order_by(col(StepRun.position))
        rows = session.exec(steps).all()
        return [row for row in rows if playbook_editions.has_step(session, run_id, row.key)]

    return cached(session, (), ("steps", run_id), read)


def gates_of(session: Session, run_id: int) -> dict[str, GateRun]:
    """Every gate of a run by its key, in order."""
    return cached(session, (), ("gates", run_id), lambda: _by_key(session, _gates_on_record(session, run_id)))


def strange_gates(session: Session, run_id: int) -> list[GateRun]:
    """The gates of a run that its playbook does not have."""
    known = {row.pk for row in gates_of(session, run_id).values()}
    return [row for row in _gates_on_record(session, run_id) if row.pk not in known]


def _gates_on_record(session: Session, run_id: int) -> list[GateRun]:
    def read() -> list[GateRun]:
        gates = select(GateRun).where(GateRun.run_id == run_id).order_by(col(GateRun.position))
        return list(session.exec(gates))

    return cached(session, (), ("gates on record", run_id), read)


def _by_key(session: Session, rows: Iterable[GateRun]) -> dict[str, GateRun]:
    return {row.key: row for row, _ in playbook_editions.with_gates(session, rows)}


def gate_of(session: Session, run_id: int, gate_key: str) -> GateRun:
    """One gate of a run. Raises NotFound, naming those there are."""
    gates = gates_of(session, run_id)
    if gate_key not in gates:
        raise NotFound(
            "The playbook has no gate “%(gate)s”. Its gates: %(known)s.",
            gate=gate_key,
            known=", ".join(gates),
        )
    return gates[gate_key]
