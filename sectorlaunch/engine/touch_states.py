"""The states of a planned touch: planned, done, cancelled, missed, and the words that go with them."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from playbooks.model import Playbook, Touch
from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.tables import AboutKind, PlannedTouch, TouchState

GONE = "what it was about is settled or called off"


def is_weekly(planned: PlannedTouch) -> bool:
    """A week that has begun keeps its touch: the next week is a new occurrence."""
    return planned.about_kind is AboutKind.WEEK


def is_too_late(now: datetime, due_at: datetime, touch: Touch) -> bool:
    return now > due_at + timedelta(days=touch.late_days)


def touch_of(playbook: Playbook, planned: PlannedTouch) -> Touch:
    """The rule of the playbook a planned touch follows."""
    touches = playbook.step(planned.step_key).activity(planned.activity_key).touches
    return next(touch for touch in touches if touch.key == planned.touch_key)


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
