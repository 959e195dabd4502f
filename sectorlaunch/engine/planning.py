"""Which touches a run wants now, for which occurrences, and when each is due."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlmodel import Session

from playbooks.model import Anchor, Playbook, Stop, Touch
from sectorlaunch import calendars
from sectorlaunch.records import audiences, dates, delivery, partnerships, progress, waves
from sectorlaunch.records.about import About
from sectorlaunch.records.dates import Occurrence
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import GateState, Partnership, PlannedTouch, StepRun, StepState


def stays_as_it_is(planned: PlannedTouch, occurrence: Occurrence) -> bool:
    """Whether its date has not moved, and it was not called off with what it is about, which is back now."""
    return planned.anchor_on == occurrence.on and not planned.is_gone


def wanted(
    session: Session, now: datetime, run_id: int, playbook: Playbook, counted_from: Collection[Anchor]
) -> Iterator[tuple[StepRun, str, Touch, Occurrence]]:
    launch = Launch.of(session, now, run_id)
    gates = progress.gates_of(session, run_id).values()
    open_gates = {gate.key for gate in gates if gate.state is GateState.OPEN}
    for step in progress.steps_of(session, run_id):
        if step.state is StepState.LOCKED:
            continue
        for activity in playbook.step(step.key).activities:
            if activity.key not in step.activities_begun:
                continue
            for touch in activity.touches:
                if touch.when.anchor not in counted_from:
                    continue
                if touch.stop is Stop.ANSWERED and touch.gate in open_gates:
                    continue  # nobody is asked any more about what is settled
                if touch.when.anchor is Anchor.WEEK and not _has_readers(session, run_id, touch):
                    continue  # no week begins for nobody
                for occurrence in dates.occurrences(session, now, step, activity.key, touch.when):
                    yield step, activity.key, touch, occurrence
                    for second in waves.later(launch, touch, occurrence):
                        yield step, activity.key, touch, second


def _has_readers(session: Session, run_id: int, touch: Touch) -> bool:
    partnership_id = partnerships.partnership_of(session, run_id).pk
    return bool(audiences.resolve(session, partnership_id, touch.to, About()))


def due_at(
    session: Session,
    now: datetime,
    partnership: Partnership,
    playbook: Playbook,
    touch: Touch,
    occurrence: Occurrence,
) -> datetime:
    calendar = calendars.of(partnership)
    if touch.when.days == 0 and occurrence.moment is not None and touch.when.at is None:
        # What follows a person's deed at once waits for office hours only where it can disturb somebody.
        if not delivery.leaves_the_machine(session):
            return occurrence.moment
        return calendar.within_office_hours(occurrence.moment, playbook.office_hours)
    return calendar.due_at(touch.when, occurrence.on, playbook.office_hours)
