"""The states of a planned touch: planned, done, cancelled, missed, and the words that go with them."""

from datetime import datetime, timedelta

from sqlmodel import Session

from playbooks.model import Playbook, Touch
from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.tables import PlannedTouch, TouchState

HELD = "held: "
"""Begins the result of a touch that is due and may not leave yet."""


GONE = "what it was about is settled or called off"


def is_weekly(planned: PlannedTouch) -> bool:
    """A week that has begun keeps its touch: the next week is a new occurrence."""
    return planned.occurrence.startswith("week:")


def is_too_late(now: datetime, due_at: datetime, touch: Touch) -> bool:
    return now > due_at + timedelta(days=touch.late_days)


def touch_of(playbook: Playbook, planned: PlannedTouch) -> Touch:
    """The rule of the playbook a planned touch follows."""
    touches = playbook.step(planned.step_key).activity(planned.activity_key).touches
    return next(touch for touch in touches if touch.key == planned.touch_key)


def miss(session: Session, now: datetime, planned: PlannedTouch, touch: Touch, why: str) -> None:
    settle(session, now, planned, TouchState.MISSED, f"missed: {why}")
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
    planned.state, planned.settled_at, planned.result = state, now, result
    session.add(planned)
