"""On time for the launch or not, and what slips if nothing happens. Pure: gates with their days in, a verdict in words out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from playbooks.wording import day_in_words


class Health(StrEnum):
    ON_TIME = "on time"
    CLOSE = "close"
    """Nothing is late, and the next gate is due within a week."""
    LATE = "late"
    UNDATED = "no date"
    DONE = "done"


CLOSE_DAYS = 7


@dataclass(frozen=True)
class DatedGate:
    """A gate with the day by which the playbook wants it open, and the day on which it opened."""

    key: str
    title: str
    due_on: date | None
    opened_on: date | None = None


@dataclass(frozen=True)
class Slip:
    """Something that moves if nothing happens."""

    what: str
    planned_on: date
    then_on: date


@dataclass(frozen=True)
class Pace:
    health: Health
    headline: str
    """A few words: "On time for Tuesday, July 6"."""
    advice: str
    """One or two sentences: what is late or next, and what it does to the launch."""
    days_behind: int = 0
    next_gate: DatedGate | None = None
    slips: tuple[Slip, ...] = ()
    gates_late: int = 0
    """How many should have been open before today."""


def pace(
    today: date, launch_on: date | None, gates: Sequence[DatedGate], *, held: bool = False, done: bool = False
) -> Pace:
    """How a launch stands today. `gates` come in the playbook's order; `held` is whether the launch has taken place.

    A gate that should have opened so many days ago pushes what follows by as many days; the latest one counts.
    """
    if done:
        return Pace(Health.DONE, "Every step is done", "Nothing is due any more.")
    if launch_on is None:
        return Pace(
            Health.UNDATED,
            "No launch date yet",
            "Nothing can be late. Set a target date and the plan counts back from it.",
        )
    ahead = [gate for gate in gates if gate.opened_on is None and gate.due_on is not None]
    following = min(ahead, key=lambda gate: gate.due_on or date.max, default=None)
    behind = max(((today - gate.due_on).days for gate in ahead if gate.due_on is not None), default=0)
    launch = f"the launch on {day_in_words(launch_on)}"
    if behind > 0 and following is not None and following.due_on is not None:
        return _late(today, launch_on, ahead, following, behind, held=held)
    headline = "On time" if held else f"On time for {day_in_words(launch_on)}"
    if following is None or following.due_on is None:
        return Pace(Health.ON_TIME, headline, "No gate is due.")
    days = (following.due_on - today).days
    advice = f"Next is “{following.title}”, due {_how_soon(days)}, on {day_in_words(following.due_on)}."
    if not held and following.due_on < launch_on:
        advice += f" From then on, every day it stays shut is a day {launch} loses."
    health = Health.CLOSE if days <= CLOSE_DAYS else Health.ON_TIME
    return Pace(health, headline, advice, next_gate=following)


def _late(
    today: date, launch_on: date, ahead: Sequence[DatedGate], first: DatedGate, behind: int, *, held: bool
) -> Pace:
    days = "a day" if behind == 1 else f"{behind} days"
    assert first.due_on is not None
    shift = timedelta(days=behind)
    late = sum(gate.due_on < today for gate in ahead if gate.due_on)
    slips = [Slip(gate.title, gate.due_on, max(gate.due_on + shift, today)) for gate in ahead if gate.due_on]
    late_since = f"“{first.title}” should have been open by {day_in_words(first.due_on)}."
    if held:
        return Pace(Health.LATE, f"Behind by {days}", late_since, behind, first, tuple(slips), late)
    then_on = launch_on + shift
    slips.append(Slip("The launch", launch_on, then_on))
    advice = (
        f"{late_since} If the rest takes as long as planned, the launch is on {day_in_words(then_on)} "
        f"rather than {day_in_words(launch_on)}."
    )
    return Pace(
        Health.LATE,
        f"Behind by {days}",
        advice,
        behind,
        first,
        tuple(sorted(slips, key=lambda slip: slip.planned_on)),
        late,
    )


def _how_soon(days: int) -> str:
    if days <= 1:
        return ("today", "tomorrow")[max(days, 0)]
    return f"in {days} days" if days < 14 else f"in {round(days / 7)} weeks"
