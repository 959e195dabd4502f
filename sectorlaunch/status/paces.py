"""How each launch stands against its date, read from the tables: `sectorlaunch.rules.pace` says what it means."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import case
from sqlmodel import Session, col, select

from playbooks.model import Anchor, Gate, NotInPlaybook
from sectorlaunch.records import dates, progress
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.records import partnerships as partnership_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.pace import DatedGate, Pace, pace
from sectorlaunch.tables import GateRun, GateState, Partnership

Days = dict[tuple[object, ...], date | None]
"""By when a gate is due, for launches that count from the same day in the same place."""


class _Gate(NamedTuple):
    """What is asked of a gate: without the row behind it, which costs more than the rest of a page of many launches."""

    step_key: str
    key: str
    opened_at: datetime | None
    """None while it is not open."""


def of(launch: Launch) -> Pace:
    """The pace of one launch."""
    return of_all(launch.session, launch.now, [launch.partnership])[0]


def of_all(session: Session, now: datetime, partnerships: Sequence[Partnership]) -> list[Pace]:
    """The pace of each, in the order given: three queries at most, however many."""
    ids = [partnership.id for partnership in partnerships if partnership.id is not None]
    launch_days = dates.launch_dates(session, partnerships)
    meetings = meeting_records.launch_meetings(session, ids)
    runs = partnership_records.runs_of(session, ids)
    gates = _gates(session, [run.pk for run in runs.values()])
    days: Days = {}
    paces = []
    for partnership in partnerships:
        run, meeting = runs[partnership.pk], meetings.get(partnership.pk)
        launch, launch_on = Launch.of(session, now, run.pk), launch_days[partnership.pk]
        paces.append(
            pace(
                launch.today,
                launch_on,
                _dated(launch, launch_on, gates[run.pk], days),
                held=meeting is not None and meeting.held_at is not None,
                done=run.ended_at is not None,
            )
        )
    return paces


def due_on(launch: Launch, rule: Gate) -> date | None:
    """By which day of the partnership's zone the playbook wants a gate open; None where it does not say."""
    return _due_on(launch, rule, dates.launch_date(launch.session, launch.partnership))


def _due_on(launch: Launch, rule: Gate, launch_on: date | None) -> date | None:
    if rule.due is None or rule.due.anchor is not Anchor.LAUNCH or launch_on is None:
        return None
    return launch.on(launch.calendar.due_at(rule.due, launch_on, launch.playbook.office_hours))


def _gates(session: Session, run_ids: Sequence[int]) -> dict[int, list[_Gate]]:
    """The gates of each run in order; of many in one query, of one those the rest of its page reads as well."""
    if len(run_ids) == 1:
        rows = progress.gates_of(session, run_ids[0]).values()
        return {run_ids[0]: [_Gate(row.step_key, row.key, _opened_at(row)) for row in rows]}
    found: dict[int, list[_Gate]] = {run_id: [] for run_id in run_ids}
    opened_at = case((col(GateRun.state) == GateState.OPEN, col(GateRun.opened_at)), else_=None)
    wanted = select(GateRun.run_id, GateRun.step_key, GateRun.key, opened_at)
    wanted = wanted.where(col(GateRun.run_id).in_(run_ids)).order_by(col(GateRun.position))
    for run_id, *gate in session.exec(wanted):
        found[run_id].append(_Gate(*gate))
    return found


def _opened_at(gate: GateRun) -> datetime | None:
    return gate.opened_at if gate.state is GateState.OPEN else None


def _dated(launch: Launch, launch_on: date | None, gates: Iterable[_Gate], days: Days) -> list[DatedGate]:
    playbook, partnership = launch.playbook, launch.partnership
    dated = []
    for gate in gates:
        try:
            rule = playbook.step(gate.step_key).gate(gate.key)
        except NotInPlaybook:
            continue
        key = (
            launch.run.edition_digest,
            gate.step_key,
            gate.key,
            launch_on,
            partnership.zone,
            partnership.state,
        )
        if key not in days:
            days[key] = _due_on(launch, rule, launch_on)
        opened_on = launch.on(gate.opened_at) if gate.opened_at is not None else None
        dated.append(DatedGate(gate.key, rule.title, days[key], opened_on))
    return dated
