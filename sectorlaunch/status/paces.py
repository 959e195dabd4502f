"""How each launch stands against its date, read from the tables: `sectorlaunch.rules.pace` says what it means."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Session

from playbooks.model import Anchor, Gate
from sectorlaunch.records import dates, progress
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.records import partnerships as partnership_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.pace import DatedGate, Pace, pace
from sectorlaunch.tables import GateRun, GateState, Partnership


def of(launch: Launch) -> Pace:
    """The pace of one launch."""
    return of_all(launch.session, launch.now, [launch.partnership])[0]


def of_all(session: Session, now: datetime, partnerships: Sequence[Partnership]) -> list[Pace]:
    """The pace of each, in the order given: three queries at most, however many."""
    ids = [partnership.id for partnership in partnerships if partnership.id is not None]
    launch_days = dates.launch_dates(session, partnerships)
    meetings = meeting_records.launch_meetings(session, ids)
    runs = partnership_records.runs_of(session, ids)
    gates = progress.gates_of_each(session, [run.id for run in runs.values() if run.id is not None])
    paces = []
    for partnership in partnerships:
        run, meeting = runs[partnership.pk], meetings.get(partnership.pk)
        launch, launch_on = Launch.of(session, now, run.pk), launch_days[partnership.pk]
        paces.append(
            pace(
                launch.today,
                launch_on,
                _dated(launch, launch_on, gates[run.pk].values()),
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


def _dated(launch: Launch, launch_on: date | None, gates: Iterable[GateRun]) -> list[DatedGate]:
    dated = []
    for gate in gates:
        rule = launch.playbook.step(gate.step_key).gate(gate.key)
        opened_at = gate.opened_at if gate.state is GateState.OPEN else None
        opened_on = launch.on(opened_at) if opened_at is not None else None
        dated.append(DatedGate(gate.key, rule.title, _due_on(launch, rule, launch_on), opened_on))
    return dated
