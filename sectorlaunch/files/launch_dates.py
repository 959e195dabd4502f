"""The target date of a launch, as a convener writes it: a day, or so many weeks from now."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playbooks.calendar import Calendar
from playbooks.model import Roll
from sectorlaunch import plain_values

_IN_WEEKS = re.compile(r"in\s+(\d{1,3})\s+weeks?", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
MOST_WEEKS = 156


@dataclass(frozen=True)
class InWeeks:
    """A launch date counted from the day the partnership is stored."""

    weeks: int


def read_date(value: object) -> date | InWeeks:
    """A date as YYYY-MM-DD, or "in N weeks". Raises ValueError with the remedy."""
    text = str("" if value is None else value).strip()
    if found := _IN_WEEKS.fullmatch(text):
        weeks = int(found[1])
        if not 1 <= weeks <= MOST_WEEKS:
            raise ValueError(f"write between 1 and {MOST_WEEKS} weeks")
        return InWeeks(weeks)
    if _ISO.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{text} is not in the calendar; check month and day") from None
    if _ISO.match(text):
        raise ValueError("write only the day here, such as 2027-03-04, and the hour beneath it as `time`")
    raise ValueError(
        f"“{plain_values.shown(text)}” is not a date; write year, month and day, such as 2027-03-04, or `in 26 weeks`"
    )


def read_time(value: object) -> time | None:
    """A local time as HH:MM on the 24-hour clock. Raises ValueError with the remedy."""
    if value is None:
        return None
    text = str(value).strip()
    if found := _TIME.fullmatch(text):
        return time(int(found[1]), int(found[2]))
    raise ValueError(
        f"“{plain_values.shown(text)}” is not a time; write hours and minutes on the 24-hour clock, such as 08:30"
    )


def resolve(wanted: date | InWeeks, today: date, calendar: Calendar) -> date:
    """The day itself; weeks are counted from `today` and moved to the next business day of the calendar."""
    if isinstance(wanted, date):
        return wanted
    return calendar.roll(today + timedelta(weeks=wanted.weeks), Roll.LATER)


def moment(day: date, at: time, zone: str) -> datetime:
    """Local day and time as UTC. Raises ValueError for an hour the clock change skips."""
    local = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    in_utc = local.astimezone(UTC)
    if in_utc.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(
            f"{at:%H:%M} does not exist on {day:%Y-%m-%d}: the clocks go forward; choose another hour"
        )
    return in_utc
