"""How each launch stands against its date, read from the tables: `sectorlaunch.rules.pace` says what it means."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from playbooks.calendar import Calendar
from playbooks.model import Anchor, Gate, Playbook
from sectorlaunch import calendars
from sectorlaunch.records import dates, playbook_editions, progress
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.records import partnerships as partnership_records
from sectorlaunch.rules.pace import DatedGate, Pace, pace
from sectorlaunch.tables import GateRun, GateState, Partnership


def of(session: Session, now: datetime, partnership: Partnership) -> Pace:
    """The pace of one launch."""
    return of_all(session, now, [partnership])[0]


def of_all(session: Session, now: datetime, partnerships: Sequence[Partnership]) -> list[Pace]:
    """The pace of each, in the order given: three queries at most, however many."""
    ids = [partnership.id for partnership in partnerships if partnership.id is not None]
    launch_days = dates.launch_dates(session, partnerships)
    meetings = meeting_records.launch_meetings(session, ids)
    runs = partnership_records.runs_of(session, ids)
    gates = progress.gates_of_each(session, [run.id for run in runs.values() if run.id is not None])
    paces = []
    for partnership in partnerships:
        run, launch = runs[partnership.pk], meetings.get(partnership.pk)
        launch_on = launch_days[partnership.pk]
        paces.append(
            pace(
                now.astimezone(ZoneInfo(partnership.zone)).date(),
                launch_on,
                _dated(session, partnership, run.pk, launch_on, gates[run.pk].values()),
                held=launch is not None and launch.held_at is not None,
                done=run.ended_at is not None,
            )
        )
    return paces


def due_on(session: Session, partnership: Partnership, run_id: int, rule: Gate) -> date | None:
    """By which day of the partnership's zone the playbook wants a gate open; None where it does not say."""
    launch_on = dates.launch_date(session, partnership)
    return _due_on(calendars.of(partnership), playbook_editions.of_run(session, run_id), rule, launch_on)


def _due_on(calendar: Calendar, playbook: Playbook, rule: Gate, launch_on: date | None) -> date | None:
    if rule.due is None or rule.due.anchor is not Anchor.LAUNCH or launch_on is None:
        return None
    return calendar.local_date(calendar.due_at(rule.due, launch_on, playbook.office_hours))


def _dated(
    session: Session, partnership: Partnership, run_id: int, launch_on: date | None, gates: Iterable[GateRun]
) -> list[DatedGate]:
    calendar, dated = calendars.of(partnership), []
    playbook = playbook_editions.of_run(session, run_id)
    for gate in gates:
        rule = playbook.step(gate.step_key).gate(gate.key)
        opened_at = gate.opened_at if gate.state is GateState.OPEN else None
        opened_on = calendar.local_date(opened_at) if opened_at is not None else None
        dated.append(DatedGate(gate.key, rule.title, _due_on(calendar, playbook, rule, launch_on), opened_on))
    return dated
