"""Which days a rhythm means: every so many months, the second Tuesday. A public holiday shifts to the next business day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from playbooks.calendar import Calendar
from playbooks.model import Roll

LAST = 5
"""Of the weeks of a month, the last one."""
WEEKS = ("first", "second", "third", "fourth", "last")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True)
class Rule:
    """Every `every_months` months, counted from one; the `week`th `weekday` of the month (5: the last), at a local hour."""

    every_months: int
    week: int
    weekday: int
    hour: str

    @property
    def day_words(self) -> str:
        """ "the second Tuesday"."""
        return f"the {WEEKS[self.week - 1]} {WEEKDAYS[self.weekday]}"

    def day_in(self, month: date) -> date:
        """The day by the rule alone, in the month that begins on `month`."""
        if self.week == LAST:
            last = next_month(month, 1) - timedelta(days=1)
            return last - timedelta(days=(last.weekday() - self.weekday) % 7)
        return month + timedelta(days=(self.weekday - month.weekday()) % 7 + 7 * (self.week - 1))

    def date_in(self, month: date, calendar: Calendar) -> date:
        """The day it is held: a holiday shifts it to the next business day."""
        return calendar.roll(self.day_in(month), Roll.LATER)

    def moment_in(self, month: date, calendar: Calendar) -> datetime:
        """The moment it begins, in UTC."""
        return calendar.moment(self.date_in(month, calendar), time.fromisoformat(self.hour))

    def months(self, first: date, until: date) -> Iterator[date]:
        """The first day of each month it is held in, from `first` up to the month of `until`."""
        while first <= until:
            yield first
            first = next_month(first, self.every_months)


def next_month(month: date, count: int) -> date:
    """The first day of the month so many months after the one a day is in."""
    months = month.year * 12 + month.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def first_month(rule: Rule, begins_on: date, calendar: Calendar) -> date:
    """The month of the first date on or after a day."""
    month = begins_on.replace(day=1)
    return month if rule.date_in(month, calendar) >= begins_on else next_month(month, 1)


def same_day_after(day: date, months: int) -> date:
    """The last day of a horizon of so many months."""
    month = next_month(day, months)
    return min(month + timedelta(days=day.day - 1), next_month(month, 1) - timedelta(days=1))
