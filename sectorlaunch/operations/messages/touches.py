"""Touches: planned from the playbook, moved with their anchors, carried out when due, missed when too late."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from playbooks.model import Anchor, Playbook, Stop, Touch
from sectorlaunch import calendars, letters, playbook_shelf
from sectorlaunch.operations import events, todos
from sectorlaunch.operations.launch import anchors, lead_time, progress
from sectorlaunch.operations.launch.anchors import Occurrence
from sectorlaunch.operations.letter import joint_letter, waves
from sectorlaunch.operations.messages import audiences, changes, delivery, messages, stops, team_posts
from sectorlaunch.operations.messages.audiences import Subject
from sectorlaunch.operations.people import asking_twice, champions, people_of
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
HELD = "held: "
"""Begins the result of a touch that is due and may not leave yet."""
LOOK_AGAIN = timedelta(hours=1)


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
    there = session.exec(select(PlannedTouch).where(PlannedTouch.run_id == run_id)).all()
    known = {
        (row.step_key, row.touch_key, row.occurrence): row
        for row in there
        if touch_of(playbook, row).when.anchor in counted_from
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
    _make_due(session, now, filter(_is_held, there))
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
                if touch.when.anchor is Anchor.WEEK and not _has_readers(session, run_id, touch):
                    continue  # no week begins for nobody
                for occurrence in anchors.occurrences(session, now, step, activity.key, touch.when):
                    yield step, activity.key, touch, occurrence
                    for second in waves.later(session, now, run_id, touch, occurrence):
                        yield step, activity.key, touch, second


def _has_readers(session: Session, run_id: int, touch: Touch) -> bool:
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    return bool(audiences.resolve(session, partnership_id, touch.to, Subject()))


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
    touch = touch_of(playbook, planned)
    assert planned.id is not None
    decisions = changes.of(session, planned.id)
    if skip := decisions.skip_of(changes.EVERYONE):
        return _skip(session, now, planned, touch, skip.by)
    if _is_too_late(now, planned.due_at, touch):
        _miss(session, now, planned, touch, "the system was not running at its moment")
        return [planned.result]
    if why := why_held(session, now, planned, touch):
        return _hold(session, now, planned, touch, why)
    partnership = people_of.partnership_of(session, planned.run_id)
    assert partnership.id is not None
    people = wanted(session, partnership.id, planned, touch)
    left_out = [person for person in people if decisions.skip_of(person.id)]
    people = [person for person in people if person not in left_out]
    if touch.task_for is None:
        result = _write(session, now, planned, touch, people)
    else:
        result = _hand_over(session, now, planned, partnership.id, touch, people)
    if left_out:
        result += f", {len(left_out)} left out by hand"
    _settle(session, now, planned, TouchState.DONE, result)
    events.record(
        session, now, planned.run_id, "Sector Launch", "touch carried out", f"{touch.title}: {result}."
    )
    if _weekly(planned):
        replan(session, now + timedelta(days=1), planned.run_id, {Anchor.WEEK})
    if touch.kind == joint_letter.KIND and waves.second(session, partnership.id):
        replan(session, now, planned.run_id)  # the second wave, and what reminds of it, counts from this day
    return [f"{touch.title}: {result}"]


def _skip(session: Session, now: datetime, planned: PlannedTouch, touch: Touch, by: str) -> list[str]:
    _settle(session, now, planned, TouchState.CANCELLED, f"skipped by {by}"[:200])
    said = f"{touch.title} was not sent: {planned.result}."
    events.record(session, now, planned.run_id, by, "touch skipped", said, touch=touch.key)
    if _weekly(planned):
        replan(session, now + timedelta(days=1), planned.run_id)
    return [f"{touch.title}: {planned.result}"]


def why_held(session: Session, now: datetime, planned: PlannedTouch, touch: Touch) -> str:
    """Why a touch must not be carried out yet, in sentences: its wave has to wait, the letter is not signed, or too late."""
    run_id = planned.run_id
    if why := waves.waits_for_the_first(session, run_id, touch, Subject.parse(planned.occurrence)):
        return why
    if touch.kind == letters.OF_THE_DATE and not _has_hour(session, run_id):
        return "The launch has no day and hour yet."
    if touch.kind not in joint_letter.KINDS:
        return ""
    return joint_letter.shortfall(session, run_id) or lead_time.objection(session, now, run_id)


def _has_hour(session: Session, run_id: int) -> bool:
    launch = people_of.launch_meeting(session, people_of.partnership_of(session, run_id).id or 0)
    return launch is not None and launch.starts_at is not None


def _hold(session: Session, now: datetime, planned: PlannedTouch, touch: Touch, why: str) -> list[str]:
    """Puts a touch off for an hour, so that it holds up nothing behind it; said once for each reason."""
    said = f"{HELD}{why}"[:200]
    news = planned.result != said
    planned.result, planned.due_at = said, now + LOOK_AGAIN
    session.add(planned)
    if not news:
        return []
    events.record(session, now, planned.run_id, "Sector Launch", "touch held", f"{touch.title}: {why}")
    return [f"{touch.title}: {why}"]


_SAYS_WHY_IT_WAITS = text("plannedtouch.state = 'planned' AND plannedtouch.result <> ''")
"""As a literal, so that the partial index is used."""


def held(session: Session, *run_ids: int) -> list[PlannedTouch]:
    """What of these runs is due and waits for a signature, a date, its wave or a waiver."""
    waiting = select(PlannedTouch).where(
        col(PlannedTouch.run_id).in_(run_ids),
        _SAYS_WHY_IT_WAITS,
        col(PlannedTouch.result).startswith(HELD, autoescape=True),
    )
    return list(session.exec(waiting.order_by(col(PlannedTouch.id))))


def look_at_held_again(session: Session, now: datetime, run_id: int) -> None:
    """Makes due at once what is held: something it waits for has changed."""
    _make_due(session, now, held(session, run_id))


def _is_held(planned: PlannedTouch) -> bool:
    return planned.state is TouchState.PLANNED and planned.result.startswith(HELD)


def _make_due(session: Session, now: datetime, planned_touches: Iterable[PlannedTouch]) -> None:
    for planned in planned_touches:
        planned.due_at = min(planned.due_at, now)
        session.add(planned)


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
        touch = touch_of(playbook, planned)
        if (
            not touch.for_latecomers
            or touch.task_for
            or (touch.kind in joint_letter.KINDS and joint_letter.shortfall(session, run_id))
            or _is_over(session, now, partnership_id, planned, touch)
        ):
            continue
        people = _not_left_out(session, planned, wanted(session, partnership_id, planned, touch))
        if written := write_to(session, now, planned, touch, people):
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
    touch: Touch,
    people: list[Person],
) -> str:
    if not people:
        return "nobody to write to"
    written = write_to(session, now, planned, touch, people)
    posted = ", and one post" if team_posts.for_touch(session, now, planned, touch) else ""
    return f"{written} {'message' if written == 1 else 'messages'}{posted}"


def write_to(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    touch: Touch,
    people: list[Person],
    *,
    urgent: bool = False,
) -> int:
    """Writes the message of a touch to those who do not have it yet; says to how many. `urgent` ignores office hours."""
    written = 0
    if touch.kind == "sign-request":
        joint_letter.ready(session, now, planned.run_id)
    for person in people:
        written += messages.queue_touch(session, now, planned, touch, person, urgent=urgent)
        if touch.kind == "champion-ask" and not asking_twice.is_held(session, planned.run_id, person):
            champions.move(session, now, planned.run_id, person, ChampionStage.ASKED, by="Sector Launch")
    return written


def touch_of(playbook: Playbook, planned: PlannedTouch) -> Touch:
    """The rule of the playbook a planned touch follows."""
    touches = playbook.step(planned.step_key).activity(planned.activity_key).touches
    return next(touch for touch in touches if touch.key == planned.touch_key)


def wanted(session: Session, partnership_id: int, planned: PlannedTouch, touch: Touch) -> list[Person]:
    """The audience of a touch now, of the wave it is about, without those for whom its stop rule has come true."""
    about = Subject.parse(planned.occurrence)
    return [
        person
        for person in audiences.resolve(session, partnership_id, touch.to, about)
        if person.id is not None
        and waves.belongs(session, partnership_id, touch, about, person)
        and not stops.is_stopped(session, planned.run_id, touch.stop, person.id, about, touch.gate)
    ]


def _not_left_out(session: Session, planned: PlannedTouch, people: list[Person]) -> list[Person]:
    assert planned.id is not None
    decisions = changes.of(session, planned.id)
    return [person for person in people if not decisions.skip_of(person.id)]


def calls(
    session: Session, partnership_id: int, touch: Touch, people: list[Person]
) -> list[tuple[Person, list[Person]]]:
    """Who calls whom at the end of a ladder. Nobody is asked to phone themselves; the digest tells them what is open."""
    assert touch.task_for is not None
    by_owner: dict[int, tuple[Person, list[Person]]] = {}
    for person in people:
        owner = audiences.resolve(session, partnership_id, touch.task_for, Subject("person", str(person.id)))[
            0
        ]
        assert owner.id is not None
        if owner.id != person.id or touch.task_for == touch.to:
            by_owner.setdefault(owner.id, (owner, []))[1].append(person)
    return list(by_owner.values())


def _hand_over(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    partnership_id: int,
    touch: Touch,
    people: list[Person],
) -> str:
    """The end of a ladder: a task for a named person about each of those who stayed silent, and one note that says so."""
    for owner, silent in calls(session, partnership_id, touch, people):
        for person in silent:
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
