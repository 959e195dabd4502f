"""The lead-time guard: whether the letter leaves early enough before the meeting, and which date would fit. Pure dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from playbooks.calendar import Calendar
from playbooks.wording import day_in_words

FURTHEST = 366
"""Days ahead within which a date is looked for."""


@dataclass(frozen=True)
class LeadTime:
    """How the date of a meeting stands on the day its letter would leave."""

    leaves_on: date
    """The next business day: when the letter can go."""
    meets_on: date
    days: int
    needed: int
    proposal: date | None
    """The next date that fits; None when this one does, or none was found within a year."""
    date_conflict: str = ""
    """What else the same people have on the day of the meeting."""
    what: str = "The letter"
    """What leaves then, as a sentence begins with it: the letter, or its last wave."""

    @property
    def fits(self) -> bool:
        return self.days >= self.needed

    @property
    def sentence(self) -> str:
        """What a convener should know before anything leaves."""
        if self.fits:
            return f"{self.what} has {_days(self.days)} until the launch; {self.needed} are needed."
        said = f"{self.what} would have {_days(self.days)} until the launch; {self.needed} are needed."
        return f"{said} The next date that fits is {day_in_words(self.proposal)}." if self.proposal else said


def check(
    today: date,
    meets_on: date,
    needed: int,
    calendar: Calendar,
    date_conflicts: Mapping[date, str] | None = None,
    what: str = "The letter",
) -> LeadTime:
    """Looks at a meeting on `meets_on` whose letter is asked for on `today`, both on the partnership's calendar.

    `needed` is the playbook's number of days between letter and launch (S2 slide 9: a month). `date_conflicts` are days on
    which the same people are asked elsewhere, with what that is; they, weekends and holidays are never proposed.
    """
    elsewhere = date_conflicts or {}
    leaves_on = calendar.add_business_days(today, 0)
    days = (meets_on - leaves_on).days
    return LeadTime(
        leaves_on=leaves_on,
        meets_on=meets_on,
        days=days,
        needed=needed,
        proposal=None if days >= needed else next_date(leaves_on, meets_on, needed, calendar, elsewhere),
        date_conflict=elsewhere.get(meets_on, ""),
        what=what,
    )


def next_date(
    leaves_on: date, wanted: date, needed: int, calendar: Calendar, date_conflicts: Mapping[date, str]
) -> date | None:
    """The first day from `wanted` on that is far enough from `leaves_on`, a business day, and free of conflicts."""
    first = max(wanted, leaves_on + timedelta(days=needed))
    ahead = (first + timedelta(days=count) for count in range(FURTHEST))
    return next((day for day in ahead if calendar.is_business_day(day) and day not in date_conflicts), None)


def _days(count: int) -> str:
    if count < 0:
        return "no time"
    return "one day" if count == 1 else f"{count} days"
