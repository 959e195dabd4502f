"""Touches planned from the playbook: which a run wants, for what, when each is due; moved with what they count from."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from playbooks.model import Anchor, Stop, Touch
from sectorlaunch.engine import held
from sectorlaunch.records import audiences, dates, delivery, progress, waves
from sectorlaunch.records.about import About
from sectorlaunch.records.dates import Occurrence
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Deadline, GateState, PlannedTouch, StepRun, StepState, TouchState


def replan(
    session: Session, now: datetime, run_id: int, counted_from: Collection[Anchor] = frozenset(Anchor)
) -> None:
    """Brings the planned touches of a run in line with its anchors: moves what is to come, never what is past.

    With `counted_from`, only touches counted from one of these, when it is known that nothing else has moved.
    An occurrence whose anchor has gone (a meeting canceled, a commitment kept) is canceled.
    A touch whose moment had passed beyond its late window before it was ever planned is recorded as missed.
    """
    session.flush()
    launch = Launch.of(session, now, run_id)
    anchors = {(step.key, touch.key): touch.when.anchor for step, _, touch in launch.playbook.touches()}
    there = session.exec(select(PlannedTouch).where(PlannedTouch.run_id == run_id)).all()
    known = {
        (row.step_key, row.touch_key, row.occurrence): row
        for row in there
        if anchors.get((row.step_key, row.touch_key)) in counted_from
    }
    standing = set()
    for step, activity_key, touch, occurrence in _wanted(launch, counted_from):
        key = (step.key, touch.key, str(occurrence.about))
        standing.add(key)
        planned = known.get(key)
        if planned is not None and _stays_as_it_is(planned, occurrence):
            continue
        due_at = _due_at(launch, touch, occurrence)
        if planned is None:
            planned = PlannedTouch(
                run_id=run_id,
                step_key=step.key,
                activity_key=activity_key,
                touch_key=touch.key,
                occurrence=str(occurrence.about),
                about_kind=occurrence.about.kind,
                about_id=occurrence.about.id,
                anchor_on=occurrence.on,
                due_at=due_at,
            )
            session.add(planned)
            if held.is_too_late(now, due_at, touch):
                held.miss(session, now, planned, touch, "its moment had passed before it was planned")
        elif planned.anchor_on != occurrence.on and planned.state in (TouchState.PLANNED, TouchState.MISSED):
            if planned.state is TouchState.PLANNED or not held.is_too_late(now, due_at, touch):
                held.plan_anew(session, planned, occurrence.on, due_at)
        elif planned.is_gone and not held.is_too_late(now, due_at, touch):
            held.plan_anew(session, planned, occurrence.on, due_at)
    held.make_due(session, now, filter(held.is_held, there))
    has_ended = launch.partnership.ended_at is not None
    for key, planned in known.items():
        stays = key in standing or (is_weekly(planned) and not has_ended)
        if planned.state is TouchState.PLANNED and not stays:
            held.settle(session, now, planned, TouchState.CANCELED, held.GONE)
            planned.is_gone = True
    session.flush()


def keep_the_hours(launch: Launch) -> int:
    """After a law has changed the clocks: puts what is to come where its hour is by today's rules; how many were moved.

    What is held is looked at again anyway, and what follows a person's deed at once counts from a moment, not from an hour.
    """
    session, run_id = launch.session, launch.run_id
    ahead = select(PlannedTouch).where(
        PlannedTouch.run_id == run_id,
        PlannedTouch.state == TouchState.PLANNED,
        col(PlannedTouch.held_because).is_(None),
        PlannedTouch.due_at > launch.now,
    )
    rows = {(row.step_key, row.touch_key, row.occurrence): row for row in session.exec(ahead)}
    moved = 0
    for step, _, touch, occurrence in _wanted(launch, frozenset(Anchor)) if rows else ():
        row = rows.get((step.key, touch.key, str(occurrence.about)))
        if row is None or row.anchor_on != occurrence.on or row.due_at == occurrence.moment:
            continue
        due_at = _due_at(launch, touch, occurrence)
        if row.due_at != due_at:
            row.due_at = due_at
            session.add(row)
            moved += 1
    return moved


def next_due(session: Session) -> datetime | None:
    """The moment the next planned touch of any run is due."""
    due: datetime | None = session.exec(
        select(func.min(PlannedTouch.due_at)).where(text("plannedtouch.state = 'planned'"))
    ).one()
    return due


def is_weekly(planned: PlannedTouch) -> bool:
    """A week that has begun keeps its touch: the next week is a new occurrence."""
    return planned.about_kind is AboutKind.WEEK


def _stays_as_it_is(planned: PlannedTouch, occurrence: Occurrence) -> bool:
    """Whether its date has not moved, and it was not called off with what it is about, which is back now."""
    return planned.anchor_on == occurrence.on and not planned.is_gone


def _wanted(
    launch: Launch, counted_from: Collection[Anchor]
) -> Iterator[tuple[StepRun, str, Touch, Occurrence]]:
    """Each touch the run wants now, with its step and activity, for each occurrence of what it counts from."""
    session = launch.session
    if launch.partnership.ended_at is not None:
        return
    gates = progress.gates_of(session, launch.run_id).values()
    open_gates = {gate.key for gate in gates if gate.state is GateState.OPEN}
    for step in progress.steps_of(session, launch.run_id):
        if step.state is StepState.LOCKED:
            continue
        for activity in launch.playbook.step(step.key).activities:
            if activity.key not in step.activities_begun:
                continue
            for touch in activity.touches:
                if touch.when.anchor not in counted_from:
                    continue
                if touch.stop is Stop.ANSWERED and touch.gate in open_gates:
                    continue  # nobody is asked any more about what is settled
                if touch.when.anchor is Anchor.WEEK and not _has_readers(launch, touch):
                    continue  # no week begins for nobody
                for occurrence in dates.occurrences(session, launch.now, step, activity.key, touch.when):
                    if _comes_too_late(launch, touch, occurrence):
                        continue  # there is no day between the ask and its deadline
                    yield step, activity.key, touch, occurrence
                    for second in waves.later(launch, touch, occurrence):
                        yield step, activity.key, touch, second


def _has_readers(launch: Launch, touch: Touch) -> bool:
    return bool(audiences.resolve(launch.session, launch.partnership_id, touch.to, About()))


def _due_on(launch: Launch, touch: Touch, occurrence: Occurrence) -> date:
    """The day of a touch. Nobody is reminded on the day they are asked."""
    on = launch.calendar.due_on(touch.when, occurrence.on)
    if touch.when.anchor is not Anchor.ANSWER_DUE:
        return on
    asked_on = launch.session.get_one(Deadline, occurrence.about.id).asked_on
    return max(on, launch.calendar.next_business_day(asked_on))


def _comes_too_late(launch: Launch, touch: Touch, occurrence: Occurrence) -> bool:
    """Whether what reminds of a deadline by its day would come after it."""
    if touch.when.anchor is not Anchor.ANSWER_DUE or touch.when.days > 0:
        return False
    return _due_on(launch, touch, occurrence) > occurrence.on


def _due_at(launch: Launch, touch: Touch, occurrence: Occurrence) -> datetime:
    calendar, hours = launch.calendar, launch.playbook.office_hours
    if _follows_a_moment(touch, occurrence):
        assert occurrence.moment is not None
        # What follows a person's deed at once waits for office hours only where it can disturb somebody.
        if not delivery.leaves_the_machine(launch.session):
            return occurrence.moment
        return calendar.within_office_hours(occurrence.moment, hours)
    on = _due_on(launch, touch, occurrence)
    return calendar.moment(on, time.fromisoformat(touch.when.at or hours.opens))


def _follows_a_moment(touch: Touch, occurrence: Occurrence) -> bool:
    """Whether it comes as soon as it may after something happened, and at no hour of its own."""
    return touch.when.days == 0 and occurrence.moment is not None and touch.when.at is None
