"""Offsets and business days: from a rule and an anchor date to the moment something is due. Pure dates, no clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from playbooks.model import OfficeHours, Roll, When

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The calendar of a partnership.

    `zone` is its IANA time zone. Public holidays are those of `country`, and of `subdivision` (a state such
    as "CO") where one is given; both are codes of ISO 3166. Without a country there are weekends only.
    """

    zone: str
    country: str | None = "US"
    subdivision: str | None = "CO"

    def is_business_day(self, day: date) -> bool:
        """Neither a weekend nor a public holiday. Raises ValueError for a country or state nobody knows."""
        return _is_business_day(self.country, self.subdivision, day)

    def holiday_name(self, day: date) -> str:
        """The public holiday on that day, such as "Labor Day"; empty when there is none."""
        if not self.country:
            return ""
        return str(_holidays(self.country, self.subdivision, day.year).get(day) or "")

    def roll(self, day: date, roll: Roll) -> date:
        """The day itself, or the nearest business day in the direction of `roll`."""
        if roll is Roll.STAY:
            return day
        step = _DAY if roll is Roll.LATER else -_DAY
        while not self.is_business_day(day):
            day += step
        return day

    def next_business_day(self, day: date) -> date:
        """The first business day after `day`."""
        return self.roll(day + _DAY, Roll.LATER)

    def add_business_days(self, day: date, count: int) -> date:
        """`count` business days after `day`, or before it when negative. None: the day, rolled later."""
        if count == 0:
            return self.roll(day, Roll.LATER)
        step, roll = (_DAY, Roll.LATER) if count > 0 else (-_DAY, Roll.EARLIER)
        for _ in range(abs(count)):
            day = self.roll(day + step, roll)
        return day

    def last_before(self, day: date) -> date:
        """The last business day before `day`."""
        return self.roll(day - _DAY, Roll.EARLIER)

    def business_days_between(self, first: date, last: date) -> int:
        """The business days after `first`, up to and with `last`; negative when `last` comes before `first`."""
        if last < first:
            return -self.business_days_between(last, first)
        days = range(1, (last - first).days + 1)
        return sum(self.is_business_day(first + timedelta(days=count)) for count in days)

    def due_on(self, when: When, anchor: date) -> date:
        """The calendar date `when` means: the anchor plus its days, rolled."""
        return self.roll(anchor + timedelta(days=when.days), when.roll)

    def due_at(self, when: When, anchor: date, office_hours: OfficeHours) -> datetime:
        """The moment `when` means, in UTC. `anchor` is a date in the calendar's zone.

        The time of day is local: `when.at`, or the start of office hours.
        """
        return self.moment(self.due_on(when, anchor), _time(when.at or office_hours.opens))

    def moment(self, day: date, at: time) -> datetime:
        """A local date and time of this zone, in UTC."""
        return _in_utc(day, at, ZoneInfo(self.zone))

    def local_date(self, moment: datetime) -> date:
        """The date on the partnership's calendar at an aware `moment`."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def within_office_hours(
        self, moment: datetime, office_hours: OfficeHours, zone: str | None = None
    ) -> datetime:
        """The moment itself when people in `zone` are at work then; else when their office hours next begin.

        In UTC. `zone` is the recipient's; this calendar's own when absent. The end of office hours is no longer
        within them; weekends and this calendar's holidays are outside.
        """
        local_zone = ZoneInfo(zone or self.zone)
        local = moment.astimezone(local_zone)
        opens, closes = _time(office_hours.opens), _time(office_hours.closes)
        day = local.date()
        if self.is_business_day(day) and local.time() < closes:
            return moment.astimezone(UTC) if local.time() >= opens else _in_utc(day, opens, local_zone)
        return _in_utc(self.next_business_day(day), opens, local_zone)


def _time(hours_and_minutes: str) -> time:
    return time.fromisoformat(hours_and_minutes)


def _in_utc(day: date, at: time, zone: ZoneInfo) -> datetime:
    # fold=0 gives the first of two equal local times; and in the hour a clock change leaves out it counts with
    # the offset before the change, which lands as much later as the clock was moved forward.
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=256)
def _holidays(country: str, subdivision: str | None, year: int) -> Any:
    # Imported here because it takes 0.4 s, which a command that plans nothing should not pay.
    import holidays

    try:
        return holidays.country_holidays(country, subdivision or None, years=year, expand=False)
    except NotImplementedError:
        place = f"{subdivision}, {country}" if subdivision else country
        raise ValueError(f"the public holidays of {place} are not known; check country and state") from None


@lru_cache(maxsize=16384)
def _is_business_day(country: str | None, subdivision: str | None, day: date) -> bool:
    if not country:
        return day.weekday() < 5
    return bool(_holidays(country, subdivision, day.year).is_working_day(day))
