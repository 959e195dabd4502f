"""When somebody can be had for a short talk: their hours, less what stands in them. Pure dates, no clock, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playbooks.calendar import Calendar
from sectorlaunch.errors import BadInput

Span = tuple[datetime, datetime]
"""From, and until; both aware."""
LENGTHS = (15, 20, 30, 45, 60)
NOTICE = timedelta(hours=18)
"""Nobody is called before they have read that they will be."""
DAYS_AHEAD, A_DAY, IN_ALL = 10, 2, 8
"""Business days looked at, and how many times are offered: a choice, and no timetable."""
STEP = timedelta(minutes=30)


@dataclass(frozen=True)
class Hours:
    """When somebody takes calls: on which weekdays (0 is Monday), from when until when in their zone, how long."""

    weekdays: frozenset[int]
    opens: time
    closes: time
    minutes: int

    def check(self) -> None:
        """Raises BadInput for hours in which nobody could be had."""
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise BadInput("Choose at least one day of the week.")
        if self.minutes not in LENGTHS:
            raise BadInput("Choose how long a talk takes.")
        if _minutes(self.opens) + self.minutes > _minutes(self.closes):
            raise BadInput("Your hours leave no room for a talk. Let them end later.")


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def free(
    hours: Hours, calendar: Calendar, zone: ZoneInfo, now: datetime, busy: Sequence[Span]
) -> list[datetime]:
    """The times to offer, in UTC order, spread over the days: on business days, after `NOTICE`, clear of `busy`."""
    found: list[datetime] = []
    day, looked_at = now.astimezone(zone).date(), 0
    while looked_at < DAYS_AHEAD and len(found) < IN_ALL:
        if calendar.is_business_day(day):
            looked_at += 1
            if day.weekday() in hours.weekdays:
                found += _spread([one for one in _of_day(hours, day, zone) if _fits(one, hours, now, busy)])
        day += timedelta(days=1)
    return found[:IN_ALL]


def is_free(
    hours: Hours, calendar: Calendar, zone: ZoneInfo, now: datetime, busy: Sequence[Span], at: datetime
) -> bool:
    """Whether a time that was offered before may still be had, though others would be offered by now."""
    local = at.astimezone(zone)
    return (
        local.weekday() in hours.weekdays
        and calendar.is_business_day(local.date())
        and any(at == one for one in _of_day(hours, local.date(), zone))
        and _fits(at, hours, now, busy)
    )


def _of_day(hours: Hours, day: date, zone: ZoneInfo) -> list[datetime]:
    at = datetime.combine(day, hours.opens)
    last = datetime.combine(day, hours.closes) - timedelta(minutes=hours.minutes)
    times = []
    while at <= last:
        times.append(at.replace(tzinfo=zone))
        at += STEP
    return times


def _fits(at: datetime, hours: Hours, now: datetime, busy: Sequence[Span]) -> bool:
    return at >= now + NOTICE and _is_clear(at, hours, busy)


def _is_clear(at: datetime, hours: Hours, busy: Sequence[Span]) -> bool:
    until = at + timedelta(minutes=hours.minutes)
    return not any(begins < until and ends > at for begins, ends in busy)


def _spread(times: list[datetime]) -> list[datetime]:
    """A few of a day, early, middle and late."""
    if len(times) <= A_DAY:
        return times
    return [times[round(n * (len(times) - 1) / (A_DAY - 1))] for n in range(A_DAY)]


def free_days(
    calendar: Calendar, zone: ZoneInfo, begins: date, hours: Hours, busy: Sequence[Span], most: int
) -> list[datetime]:
    """For a meeting of many: on each of the next business days from `begins` on the first time clear of `busy`."""
    found: list[datetime] = []
    day = begins
    for _ in range(DAYS_AHEAD * 3):
        if calendar.is_business_day(day) and day.weekday() in hours.weekdays:
            clear = (one for one in _of_day(hours, day, zone) if _is_clear(one, hours, busy))
            found += [one for one in (next(clear, None),) if one is not None]
        if len(found) == most:
            break
        day += timedelta(days=1)
    return found
