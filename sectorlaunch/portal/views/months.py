"""A timeline as a calendar: months of weeks of days. Pure."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from playbooks.wording import MONTHS
from sectorlaunch.status.timeline import Entry


@dataclass(frozen=True)
class DayView:
    on: date
    in_month: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Month:
    title: str
    first: date
    weeks: tuple[tuple[DayView, ...], ...]
    before: str
    """The month before as 2027-04; empty where nothing is dated so early."""
    after: str


def month_named(words: str, otherwise: date) -> date:
    """The first of a month given as 2027-05; the month of `otherwise` for anything else."""
    try:
        return date.fromisoformat(f"{words}-01")
    except ValueError:
        return otherwise.replace(day=1)


def month(entries: Sequence[Entry], first: date) -> Month:
    """One month from Monday to Sunday, with what is dated on each day."""
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.on, []).append(entry)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    days = [entry.on for entry in entries]
    last = weeks[-1][-1]
    return Month(
        title=f"{MONTHS[first.month - 1]} {first.year}",
        first=first,
        weeks=tuple(
            tuple(DayView(on, on.month == first.month, tuple(by_day.get(on, ()))) for on in week)
            for week in weeks
        ),
        before=_name(first, -1) if days and min(days) < first else "",
        after=_name(first, 1) if days and max(days) > last else "",
    )


def _name(first: date, step: int) -> str:
    months = first.year * 12 + first.month - 1 + step
    return f"{months // 12:04d}-{months % 12 + 1:02d}"
