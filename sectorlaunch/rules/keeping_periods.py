"""When somebody's data goes: on the first of a month after their keeping period, and never unannounced."""

from dataclasses import dataclass
from datetime import date, timedelta

LEFT, ENDED = "keep_left_days", "keep_ended_days"
"""The playbook's numbers of days: after somebody's last role ended, and after the partnership did; 0 has no end."""
ANNOUNCED_DAYS = 30
"""The least time between the day on which an erasure is announced and the day it is done."""
AHEAD_DAYS = 60
"""How long before it an erasure is announced, where its day is known so early."""


@dataclass(frozen=True)
class Periods:
    """How many days people are kept; 0 keeps them until somebody erases them."""

    left: int = 0
    ended: int = 0


def due_on(periods: Periods, left_on: date | None, ended_on: date | None) -> date | None:
    """The day from which nobody need be kept who left, or whose partnership ended, on these days; None while there is none."""
    over = [
        first_of_month(gone_on + timedelta(days=days))
        for gone_on, days in ((left_on, periods.left), (ended_on, periods.ended))
        if gone_on is not None and days > 0
    ]
    return min(over, default=None)


def announced_for(due: date, today: date) -> date | None:
    """The day an erasure is announced for today; None while it is too early to name one."""
    if due > today + timedelta(days=AHEAD_DAYS):
        return None
    return max(due, first_of_month(today + timedelta(days=ANNOUNCED_DAYS)))


def first_of_month(day: date) -> date:
    """That day or, unless it is one, the next first of a month."""
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)
