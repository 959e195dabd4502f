"""Touches: planned from the playbook, moved with their anchors, carried out when due, missed when too late."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from playbooks.model import Anchor, Playbook, Stop, Touch
from sectorlaunch import calendars, letters, playbook_shelf
from sectorlaunch.operations import (
    anchors,
    audiences,
    champions,
    delivery,
    events,
    messages,
    people_of,
    progress,
    stops,
    todos,
)
from sectorlaunch.operations.anchors import Occurrence
from sectorlaunch.operations.audiences import Subject
from sectorlaunch.tables import (
    ChampionStage,
    GateRun,
    GateState,
    Meeting,
    Partnership,
    Person,
    PlannedTouch,
    StepRun,
    StepState,
    ToDoKind,
    TouchState,
)

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
    playbook = playbook_shelf.of_run(session, run_id)
    partnership = people_of.partnership_of(session, run_id)
    known = {
        (row.step_key, row.touch_key, row.occurrence): row
        for row in session.exec(select(PlannedTouch).where(PlannedTouch.run_id == run_id))
        if _touch(playbook, row).when.anchor in counted_from
    }
    standing = set()
    for step, activity_key, touch, occurrence in _wanted(session, now, run_id, playbook, counted_from):
        key = (step.key, touch.key, str(occurrence.about))
        standing.add(key)
        planned = known.get(key)
        if planned is not None and _stays_as_it_is(planned, occurrence):
            continue
        due_at = _due_at(session, now, partnership, playbook, touch, occurrence)
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
            if _is_too_late(now, due_at, touch):
                _miss(session, now, planned, touch, "its moment had passed before it was planned")
        elif planned.anchor_on != occurrence.on and planned.state in (TouchState.PLANNED, TouchState.MISSED):
            if planned.state is TouchState.PLANNED or not _is_too_late(now, due_at, touch):
                planned.state = TouchState.PLANNED
                planned.settled_at, planned.result = None, ""
                planned.anchor_on, planned.due_at = occurrence.on, due_at
                session.add(planned)
        elif (
            planned.state is TouchState.CANCELLED
            and planned.result == _GONE
            and not _is_too_late(now, due_at, touch)
        ):
            planned.state, planned.settled_at, planned.result = TouchState.PLANNED, None, ""
            planned.anchor_on, planned.due_at = occurrence.on, due_at
            session.add(planned)
    for key, planned in known.items():
        if key not in standing and planned.state is TouchState.PLANNED and not _weekly(planned):
            _settle(session, now, planned, TouchState.CANCELLED, _GONE)
    session.flush()


def _stays_as_it_is(planned: PlannedTouch, occurrence: Occurrence) -> bool:
    """Whether its date has not moved, and it was not called off with what it is about, which is back now."""
    called_off = planned.state is TouchState.CANCELLED and planned.result == _GONE
    return planned.anchor_on == occurrence.on and not called_off


_GONE = "what it was about is settled or called off"


def _weekly(planned: PlannedTouch) -> bool:
    """A week that has begun keeps its touch: the next week is a new occurrence."""
    return planned.occurrence.startswith("week:")


def _wanted(
    session: Session, now: datetime, run_id: int, playbook: Playbook, counted_from: Collection[Anchor]
) -> Iterator[tuple[StepRun, str, Touch, Occurrence]]:
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
                for occurrence in anchors.occurrences(session, now, step, activity.key, touch.when):
                    yield step, activity.key, touch, occurrence


def _due_at(
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


def _is_too_late(now: datetime, due_at: datetime, touch: Touch) -> bool:
    return now > due_at + timedelta(days=touch.late_days)


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
    playbook = playbook_shelf.of_run(session, planned.run_id)
    touch = _touch(playbook, planned)
    if _is_too_late(now, planned.due_at, touch):
        _miss(session, now, planned, touch, "the system was not running at its moment")
        return [planned.result]
    partnership = people_of.partnership_of(session, planned.run_id)
    assert partnership.id is not None
    people = _still_wanted(session, partnership.id, planned, touch)
    if touch.task_for is None:
        result = _write(session, now, planned, playbook, touch, people)
    else:
        result = _hand_over(session, now, planned, partnership.id, touch, people)
    _settle(session, now, planned, TouchState.DONE, result)
    events.record(
        session, now, planned.run_id, "Sector Launch", "touch carried out", f"{touch.title}: {result}."
    )
    if _weekly(planned):
        replan(session, now + timedelta(days=1), planned.run_id, {Anchor.WEEK})
    return [f"{touch.title}: {result}"]


def reach_latecomers(session: Session, now: datetime, run_id: int) -> list[str]:
    """Writes to those who have joined an audience since its touch was carried out, where the playbook wants that.

    What is about a meeting is left alone once the meeting has begun; the stop rules hold as ever.
    """
    playbook = playbook_shelf.of_run(session, run_id)
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    said = []
    for planned in session.exec(
        select(PlannedTouch).where(PlannedTouch.run_id == run_id, PlannedTouch.state == TouchState.DONE)
    ).all():
        touch = _touch(playbook, planned)
        if (
            not touch.for_latecomers
            or touch.task_for
            or _is_over(session, now, partnership_id, planned, touch)
        ):
            continue
        people = _still_wanted(session, partnership_id, planned, touch)
        if written := _letters(session, now, planned, playbook, touch, people):
            said.append(f"{touch.title}: {written} more")
            events.record(session, now, run_id, "Sector Launch", "touch carried out", f"{said[-1]}.")
    return said


def _is_over(
    session: Session, now: datetime, partnership_id: int, planned: PlannedTouch, touch: Touch
) -> bool:
    """Whether the touch is about a meeting that has begun."""
    if touch.kind not in letters.ABOUT_A_MEETING_TO_COME:
        return False
    meeting_id = Subject.parse(planned.occurrence).id_of("meeting")
    if meeting_id is None:
        meeting = people_of.launch_meeting(session, partnership_id)
    else:
        meeting = session.get_one(Meeting, meeting_id)
    if meeting is None or meeting.held_at is not None:
        return True
    return meeting.starts_at is not None and meeting.starts_at <= now


def _write(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    playbook: Playbook,
    touch: Touch,
    people: list[Person],
) -> str:
    if not people:
        return "nobody to write to"
    written = _letters(session, now, planned, playbook, touch, people)
    return f"{written} {'message' if written == 1 else 'messages'}"


def _letters(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    playbook: Playbook,
    touch: Touch,
    people: list[Person],
) -> int:
    written = 0
    for person in people:
        written += messages.queue_touch(session, now, planned, playbook, touch, person)
        if touch.kind == "champion-ask":
            champions.move(session, now, planned.run_id, person, ChampionStage.ASKED, by="Sector Launch")
    return written


def _touch(playbook: Playbook, planned: PlannedTouch) -> Touch:
    touches = playbook.step(planned.step_key).activity(planned.activity_key).touches
    return next(touch for touch in touches if touch.key == planned.touch_key)


def _still_wanted(session: Session, partnership_id: int, planned: PlannedTouch, touch: Touch) -> list[Person]:
    """The audience of a touch now, without those for whom its stop rule has come true."""
    about = Subject.parse(planned.occurrence)
    return [
        person
        for person in audiences.resolve(session, partnership_id, touch.to, about)
        if person.id is not None
        and not stops.is_stopped(session, planned.run_id, touch.stop, person.id, about, touch.gate)
    ]


def _hand_over(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    partnership_id: int,
    touch: Touch,
    people: list[Person],
) -> str:
    """The end of a ladder: a task for a named person about each of those who stayed silent, and one note that says so."""
    assert touch.task_for is not None
    by_owner: dict[int, tuple[Person, list[Person]]] = {}
    for person in people:
        about = Subject("person", str(person.id))
        owner = audiences.resolve(session, partnership_id, touch.task_for, about)[0]
        assert owner.id is not None
        if owner.id == person.id and touch.task_for != touch.to:
            continue  # nobody is asked to phone themselves; the digest tells them what is open
        todos.create(
            session,
            now,
            planned.run_id,
            ToDoKind.PHONE,
            purpose=f"{planned.step_key}/{touch.key}",
            occurrence=planned.occurrence,
            owner=owner,
            about=person,
            title=touch.title,
        )
        by_owner.setdefault(owner.id, (owner, []))[1].append(person)
    for owner, silent in by_owner.values():
        messages.queue_phone_task(session, now, planned, touch, owner, silent)
    if not people:
        return "nobody to call"
    return f"{len(people)} {'call' if len(people) == 1 else 'calls'} to make"


def _miss(session: Session, now: datetime, planned: PlannedTouch, touch: Touch, why: str) -> None:
    _settle(session, now, planned, TouchState.MISSED, f"missed: {why}")
    events.record(
        session,
        now,
        planned.run_id,
        "Sector Launch",
        "touch missed",
        f"{touch.title} was not sent: {why}.",
        touch=touch.key,
    )


def _settle(session: Session, now: datetime, planned: PlannedTouch, state: TouchState, result: str) -> None:
    planned.state, planned.settled_at, planned.result = state, now, result
    session.add(planned)


def announce_gate(session: Session, now: datetime, gate: GateRun) -> None:
    """Tells the convener that a gate has opened."""
    partnership = people_of.partnership_of(session, gate.run_id)
    assert partnership.id is not None
    messages.queue_gate_opened(session, now, gate, people_of.convener(session, partnership.id))
