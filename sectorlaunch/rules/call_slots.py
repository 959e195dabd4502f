"""Three times for a call of an action team: on different days, in working hours, clear of what stands. Pure dates."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from playbooks.calendar import Calendar
from playbooks.model import Roll
from sectorlaunch.rules.talk_times import Span

OFFERED = 3
HOURS = (time(11, 0), time(9, 0), time(14, 0), time(16, 0))
"""Local time; each offer begins its search at another one, so that not all three are mornings."""
CLOSES_AT = time(17, 0)
DAYS_TO_ANSWER = 3
"""Business days the members have to say which of the times suits them."""


def offered(
    calendar: Calendar, first: date, last: date, busy: Sequence[Span], minutes: int = 60
) -> list[datetime]:
    """Three times, in order, early, in the middle and late in the days from `first` to `last`; aware, UTC.

    Fewer where the days leave no more: on business days only, and clear of `busy`.
    """
    days = [
        day
        for number in range((last - first).days + 1)
        if calendar.is_business_day(day := first + timedelta(days=number))
    ]
    found: list[datetime] = []
    for number in range(OFFERED):
        begins = round(number * (len(days) - 1) / (OFFERED - 1)) if days else 0
        taken = {calendar.local_date(one) for one in found}
        for day in (*days[begins:], *days[:begins][::-1]):
            clear = None if day in taken else _clear(calendar, day, number, busy, minutes)
            if clear is not None:
                found.append(clear)
                break
    return sorted(found)


def _clear(calendar: Calendar, day: date, number: int, busy: Sequence[Span], minutes: int) -> datetime | None:
    for hour in (*HOURS[number:], *HOURS[:number]):
        begins = calendar.moment(day, hour)
        ends = begins + timedelta(minutes=minutes)
        if not any(since < ends and until > begins for since, until in busy):
            return begins
    return None


def asked_until(calendar: Calendar, now: datetime, times: Sequence[datetime]) -> datetime | None:
    """When a poll about these times closes: three business days on, and the business day before the first of them at
    the latest. None where that leaves nobody a day to answer."""
    today = calendar.local_date(now)
    before = calendar.roll(calendar.local_date(min(times)) - timedelta(days=1), Roll.EARLIER)
    last = min(calendar.add_business_days(today, DAYS_TO_ANSWER), before)
    return calendar.moment(last, CLOSES_AT) if last > today else None
