"""What becomes of a touch besides being carried out: held and looked at again each hour, missed, canceled, planned anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from notifications.rendering import traits
from playbooks.model import Stop, Touch
from sectorlaunch import events, facts
from sectorlaunch.engine import broken_promises
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.records import answers, lead_time, letter, meetings, partnerships, shown, waves
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import HeldBecause, PlannedTouch, TouchState

LOOK_AGAIN = timedelta(hours=1)
LOOK_TOMORROW = timedelta(days=1)
"""For what comes with an event that makes it due: the records it speaks of."""
GONE = "what it was about is settled or called off"
_WAITS = text("plannedtouch.state = 'planned' AND plannedtouch.held_because IS NOT NULL")
"""As a literal, so that the partial index is used."""


@dataclass(frozen=True)
class Why:
    """What keeps a touch from being carried out, and the same in sentences."""

    because: HeldBecause
    words: str
    look_again: timedelta = LOOK_AGAIN


def why_held(session: Session, now: datetime, planned: PlannedTouch, touch: Touch) -> Why | None:
    """Why a touch must not be carried out yet: its wave has to wait, the letter is not signed, or too late."""
    run_id = planned.run_id
    if words := waves.waits_for_the_first(session, run_id, touch, About.of(planned)):
        return Why(HeldBecause.WAVE_WAITS, words)
    if traits(touch.kind).needs_the_hour and not _has_hour(session, run_id):
        return Why(HeldBecause.LAUNCH_UNDATED, "The launch has no day and hour yet.")
    if words := _lacks(Launch.of(session, now, run_id), planned, touch):
        return Why(HeldBecause.NOT_THERE_YET, words, LOOK_TOMORROW)
    if not traits(touch.kind).is_joint_letter:
        return None
    if words := letter.shortfall(session, run_id):
        return Why(HeldBecause.LETTER_NOT_SIGNED, words)
    words = lead_time.objection(Launch.of(session, now, run_id))
    return Why(HeldBecause.LEAD_TOO_SHORT, words) if words else None


def _lacks(launch: Launch, planned: PlannedTouch, touch: Touch) -> str:
    """What a touch speaks of and is not on record yet, in a sentence; empty when it is, or cannot be waited for."""
    if touch.needs is None:
        return _asks_about_nothing(launch, touch)
    due_at = launch.calendar.due_at(touch.when, planned.anchor_on, launch.playbook.office_hours)
    if touch.needs.days is not None and launch.now > due_at + timedelta(days=touch.needs.days):
        return ""
    found = facts.flag(launch, touch.needs.fact)
    return "" if found.value else f"It waits for what it speaks of. {found.because}".strip()


def _asks_about_nothing(launch: Launch, touch: Touch) -> str:
    """Why its questions cannot be asked yet, where all of them are about something that is not on record."""
    if touch.gate is None or touch.stop is not Stop.ANSWERED:
        return ""
    gate = answers.find_gate(launch.session, launch.run_id, touch.gate)
    asked = [one for one in gate.questions if one.attest is not None and one.attest.by == touch.to]
    if any(shown.can_be_asked(launch.session, launch.partnership_id, one) for one in asked):
        return ""
    return next((shown.NOT_THERE[one.shows] for one in asked if one.shows is not None), "")


def _has_hour(session: Session, run_id: int) -> bool:
    launch = meetings.launch_meeting(session, partnerships.partnership_of(session, run_id).pk)
    return launch is not None and launch.starts_at is not None


def hold(session: Session, now: datetime, planned: PlannedTouch, touch: Touch, why: Why) -> list[str]:
    """Puts a touch off for an hour, so that it holds up nothing behind it; said once for each reason."""
    news = planned.result != why.words[:200]
    planned.held_because, planned.result = why.because, why.words[:200]
    planned.due_at = _next_look(session, now, planned.run_id, why)
    session.add(planned)
    if not news:
        return []
    said = f"{touch.title}: {why.words}"
    events.record(session, now, planned.run_id, "Sector Launch", EventKind.TOUCH_HELD, said)
    return [said]


def _next_look(session: Session, now: datetime, run_id: int, why: Why) -> datetime:
    """A day later is the same hour by the clock, also where the clocks change in between."""
    if why.look_again < LOOK_TOMORROW:
        return now + why.look_again
    launch = Launch.of(session, now, run_id)
    local = now.astimezone(launch.zone)
    return launch.calendar.moment(local.date() + why.look_again, local.time().replace(tzinfo=None))


def held(session: Session, *run_ids: int) -> list[PlannedTouch]:
    """What of these runs is due and waits for a signature, a date, its wave or a waiver."""
    waiting = select(PlannedTouch).where(col(PlannedTouch.run_id).in_(run_ids), _WAITS)
    return list(session.exec(waiting.order_by(col(PlannedTouch.id))))


def look_at_what_waits(launch: Launch, happened: Happening) -> None:
    """Something was put on record that a touch may wait for."""
    waiting = held(launch.session, launch.run_id)
    make_due(
        launch.session,
        launch.now,
        (planned for planned in waiting if planned.held_because is HeldBecause.NOT_THERE_YET),
    )


def look_at_held_again(session: Session, now: datetime, run_id: int) -> None:
    """Makes due at once what is held: something it waits for has changed."""
    make_due(session, now, held(session, run_id))


def is_held(planned: PlannedTouch) -> bool:
    return planned.state is TouchState.PLANNED and planned.held_because is not None


def make_due(session: Session, now: datetime, planned_touches: Iterable[PlannedTouch]) -> None:
    for planned in planned_touches:
        planned.due_at = min(planned.due_at, now)
        session.add(planned)


def is_too_late(now: datetime, due_at: datetime, touch: Touch) -> bool:
    return now > due_at + timedelta(days=touch.late_days)


def miss(session: Session, now: datetime, planned: PlannedTouch, touch: Touch, why: str) -> None:
    settle(session, now, planned, TouchState.MISSED, why)
    events.record(
        session,
        now,
        planned.run_id,
        "Sector Launch",
        EventKind.TOUCH_MISSED,
        f"{touch.title} was not sent: {why}.",
        touch=touch.key,
    )
    broken_promises.tell(session, now, planned, touch, why)


def settle(session: Session, now: datetime, planned: PlannedTouch, state: TouchState, result: str) -> None:
    planned.state, planned.settled_at, planned.result = state, now, result[:200]
    planned.held_because, planned.is_gone = None, False
    session.add(planned)


def plan_anew(session: Session, planned: PlannedTouch, anchor_on: date, due_at: datetime) -> None:
    """It is to come again, on another day or after all."""
    planned.state, planned.settled_at, planned.result = TouchState.PLANNED, None, ""
    planned.held_because, planned.is_gone = None, False
    planned.anchor_on, planned.due_at = anchor_on, due_at
    session.add(planned)


def words(planned: PlannedTouch) -> str:
    """What came of a touch, in words."""
    return f"missed: {planned.result}" if planned.state is TouchState.MISSED else planned.result
