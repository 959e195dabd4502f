"""Touches: planned from the playbook, moved with their anchors, carried out when due, missed when too late."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from playbooks.model import Anchor, Touch
from sectorlaunch import events
from sectorlaunch.engine import carry_out as carry_out_engine
from sectorlaunch.engine import held, planning, touch_states
from sectorlaunch.events import EventKind
from sectorlaunch.records import letter, overrides, partnerships, playbook_editions, waves
from sectorlaunch.records.about import About
from sectorlaunch.tables import Person, PlannedTouch, TouchState

SWEEP = 200


def replan(
    session: Session, now: datetime, run_id: int, counted_from: Collection[Anchor] = frozenset(Anchor)
) -> None:
    """Brings the planned touches of a run in line with its anchors: moves what is to come, never what is past.

    With `counted_from`, only touches counted from one of these, when it is known that nothing else has moved.
    An occurrence whose anchor has gone (a meeting cancelled, a commitment kept) is cancelled.
    A touch whose moment had passed beyond its late window before it was ever planned is recorded as missed.
    """
    session.flush()
    playbook = playbook_editions.of_run(session, run_id)
    partnership = partnerships.partnership_of(session, run_id)
    there = session.exec(select(PlannedTouch).where(PlannedTouch.run_id == run_id)).all()
    known = {
        (row.step_key, row.touch_key, row.occurrence): row
        for row in there
        if touch_states.touch_of(playbook, row).when.anchor in counted_from
    }
    standing = set()
    for step, activity_key, touch, occurrence in planning.wanted(
        session, now, run_id, playbook, counted_from
    ):
        key = (step.key, touch.key, str(occurrence.about))
        standing.add(key)
        planned = known.get(key)
        if planned is not None and planning.stays_as_it_is(planned, occurrence):
            continue
        due_at = planning.due_at(session, now, partnership, playbook, touch, occurrence)
        if planned is None:
            planned = PlannedTouch(
                run_id=run_id,
                step_key=step.key,
                activity_key=activity_key,
                touch_key=touch.key,
                occurrence=str(occurrence.about),
                anchor_on=occurrence.on,
                due_at=due_at,
            )
            session.add(planned)
            if touch_states.is_too_late(now, due_at, touch):
                touch_states.miss(session, now, planned, touch, "its moment had passed before it was planned")
        elif planned.anchor_on != occurrence.on and planned.state in (TouchState.PLANNED, TouchState.MISSED):
            if planned.state is TouchState.PLANNED or not touch_states.is_too_late(now, due_at, touch):
                planned.state = TouchState.PLANNED
                planned.settled_at, planned.result = None, ""
                planned.anchor_on, planned.due_at = occurrence.on, due_at
                session.add(planned)
        elif (
            planned.state is TouchState.CANCELLED
            and planned.result == touch_states.GONE
            and not touch_states.is_too_late(now, due_at, touch)
        ):
            planned.state, planned.settled_at, planned.result = TouchState.PLANNED, None, ""
            planned.anchor_on, planned.due_at = occurrence.on, due_at
            session.add(planned)
    held.make_due(session, now, filter(held.is_held, there))
    for key, planned in known.items():
        if (
            key not in standing
            and planned.state is TouchState.PLANNED
            and not touch_states.is_weekly(planned)
        ):
            touch_states.settle(session, now, planned, TouchState.CANCELLED, touch_states.GONE)
    session.flush()


def next_due(session: Session) -> datetime | None:
    """The moment the next planned touch of any run is due."""
    due: datetime | None = session.exec(
        select(func.min(PlannedTouch.due_at)).where(text("plannedtouch.state = 'planned'"))
    ).one()
    return due


def carry_out_due(session: Session, now: datetime, limit: int = SWEEP) -> list[str]:
    """Carries out what is due in any run, oldest first, at most `limit` touches; says in sentences what was done."""
    due = session.exec(
        select(PlannedTouch)
        .where(text("plannedtouch.state = 'planned'"), PlannedTouch.due_at <= now)
        .order_by(col(PlannedTouch.due_at), col(PlannedTouch.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return [said for planned in due for said in carry_out(session, now, planned)]


def carry_out_due_of(session: Session, now: datetime, run_id: int) -> list[str]:
    """The same for one run, as many as there are."""
    due = session.exec(
        select(PlannedTouch)
        .where(
            PlannedTouch.run_id == run_id,
            PlannedTouch.state == TouchState.PLANNED,
            PlannedTouch.due_at <= now,
        )
        .order_by(col(PlannedTouch.due_at), col(PlannedTouch.id))
    ).all()
    return [said for planned in due for said in carry_out(session, now, planned)]


def carry_out(session: Session, now: datetime, planned: PlannedTouch) -> list[str]:
    """Writes the messages of one due touch to the outbox, or hands the task at the end of a ladder to its owner."""
    if planned.state is not TouchState.PLANNED:
        return []
    playbook = playbook_editions.of_run(session, planned.run_id)
    touch = touch_states.touch_of(playbook, planned)
    decisions = overrides.of(session, planned.pk)
    if skip := decisions.skip_of(overrides.EVERYONE):
        return _skip(session, now, planned, touch, skip.by)
    if touch_states.is_too_late(now, planned.due_at, touch):
        touch_states.miss(session, now, planned, touch, "the system was not running at its moment")
        return [planned.result]
    if why := held.why_held(session, now, planned, touch):
        return held.hold(session, now, planned, touch, why)
    partnership = partnerships.partnership_of(session, planned.run_id)
    people = carry_out_engine.wanted(session, partnership.pk, planned, touch)
    left_out = [person for person in people if decisions.skip_of(person.id)]
    people = [person for person in people if person not in left_out]
    if touch.task_for is None:
        result = carry_out_engine.write(session, now, planned, touch, people)
    else:
        result = carry_out_engine.hand_over(session, now, planned, partnership.pk, touch, people)
    if left_out:
        result += f", {len(left_out)} left out by hand"
    touch_states.settle(session, now, planned, TouchState.DONE, result)
    said = f"{touch.title}{_about_whom(session, planned)}: {result}."
    events.record(session, now, planned.run_id, "Sector Launch", EventKind.TOUCH_CARRIED_OUT, said)
    if touch_states.is_weekly(planned):
        replan(session, now + timedelta(days=1), planned.run_id, {Anchor.WEEK})
    if touch.kind == letter.KIND and waves.second(session, partnership.pk):
        replan(session, now, planned.run_id)  # the second wave, and what reminds of it, counts from this day
    return [f"{touch.title}: {result}"]


def _about_whom(session: Session, planned: PlannedTouch) -> str:
    """The name of the one person a touch is about, to be put behind its title."""
    person_id = About.parse(planned.occurrence).id_of("person")
    return f", {session.get_one(Person, person_id).name}" if person_id is not None else ""


def _skip(session: Session, now: datetime, planned: PlannedTouch, touch: Touch, by: str) -> list[str]:
    touch_states.settle(session, now, planned, TouchState.CANCELLED, f"skipped by {by}"[:200])
    said = f"{touch.title} was not sent: {planned.result}."
    events.record(session, now, planned.run_id, by, EventKind.TOUCH_SKIPPED, said, touch=touch.key)
    if touch_states.is_weekly(planned):
        replan(session, now + timedelta(days=1), planned.run_id)
    return [f"{touch.title}: {planned.result}"]
