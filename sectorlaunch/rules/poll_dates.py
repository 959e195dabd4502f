"""What a date poll may ask about, and when it ends and reminds. Pure dates, no clock, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from playbooks.calendar import Calendar
from playbooks.model import OfficeHours, Roll
from sectorlaunch import wording
from sectorlaunch.errors import BadInput

FEWEST, MOST = 2, 5
CLOSING_TIME = time(17, 0)
"""When a poll closes on its last day, where no hour is named; local time."""


@dataclass(frozen=True)
class ProposedDate:
    """A date to be asked about. `starts_at` is aware."""

    starts_at: datetime
    minutes: int


@dataclass(frozen=True)
class Allowed:
    """What the convener has said is meant: dates on weekends and holidays, and less notice than the playbook wants."""

    days_off: bool = False
    short_notice: bool = False


def check(
    calendar: Calendar,
    now: datetime,
    dates: Sequence[ProposedDate],
    closes_at: datetime,
    *,
    lead_days: int,
    allowed: Allowed,
) -> None:
    """Raises BadInput, with the remedy, for dates that cannot be meant.

    `lead_days` are the calendar days there must be between the end of the poll and each date.
    """
    if not FEWEST <= len(dates) <= MOST:
        raise BadInput(f"Name two to five dates; there are {len(dates)}.")
    if len({one.starts_at for one in dates}) < len(dates):
        raise BadInput("A date is named twice. Name each once.")
    if closes_at <= now:
        raise BadInput("The poll would close in the past. Give a moment to come.")
    for one in dates:
        _check_one(calendar, now, one, closes_at, lead_days, allowed)


def _check_one(
    calendar: Calendar,
    now: datetime,
    one: ProposedDate,
    closes_at: datetime,
    lead_days: int,
    allowed: Allowed,
) -> None:
    words = wording.moment(one.starts_at, ZoneInfo(calendar.zone))
    on = calendar.local_date(one.starts_at)
    if one.starts_at <= now:
        raise BadInput(f"{words} has gone by. Name a date to come.")
    if one.starts_at <= closes_at:
        raise BadInput(f"The poll would close after {words}. Close it earlier, or leave that date out.")
    if not 15 <= one.minutes <= 720:
        raise BadInput("A meeting lasts between 15 minutes and 12 hours.")
    if not calendar.is_business_day(on) and not allowed.days_off:
        what = calendar.holiday_name(on) or f"a {on:%A}"
        following = wording.short_day(calendar.next_business_day(on))
        raise BadInput(f"{words} is {what}. Take {following}, or say that days off are meant.")
    earliest = calendar.local_date(closes_at) + timedelta(days=lead_days)
    if on < earliest and not allowed.short_notice:
        fits = wording.short_day(calendar.roll(earliest, Roll.LATER))
        raise BadInput(
            f"{words} leaves less than {lead_days} days after the poll closes for the invitation. "
            f"The first day that fits is {fits}; close the poll earlier, or say that short notice is meant."
        )


def remind_at(
    calendar: Calendar, now: datetime, closes_at: datetime, office_hours: OfficeHours
) -> datetime | None:
    """The opening of office hours on the business day before the closing day, in UTC.

    None when that is not at least a day after the question itself can have arrived.
    """
    asked_on = calendar.local_date(calendar.within_office_hours(now, office_hours))
    day = calendar.roll(calendar.local_date(closes_at) - timedelta(days=1), Roll.EARLIER)
    if day <= asked_on:
        return None
    return calendar.moment(day, time.fromisoformat(office_hours.opens))
