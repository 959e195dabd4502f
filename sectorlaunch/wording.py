"""Dates and lists in words, the same everywhere. Dates are spelled out, so that nobody reads 4/3 the wrong way round."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name

from playbooks.wording import day_in_words


def day(on: date) -> str:
    """Thursday 14 May 2026."""
    return f"{short_day(on)} {on.year}"


def short_day(on: date) -> str:
    """Thursday 14 May."""
    return day_in_words(on)


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """8:30 am."""
    local = moment.astimezone(zone)
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def span(starts_at: datetime, minutes: int, zone: ZoneInfo) -> str:
    """Thursday 14 May 2026, 8:30 am – 10:30 am (Mountain Time)."""
    ends_at = starts_at + timedelta(minutes=minutes)
    name = get_timezone_name(starts_at.astimezone(zone), width="long", locale="en_US", zone_variant="generic")
    on = day(starts_at.astimezone(zone).date())
    return f"{on}, {clock(starts_at, zone)} – {clock(ends_at, zone)} ({name})"


def duration(minutes: int) -> str:
    """Two hours; an hour and a half; 45 minutes."""
    hours, rest = divmod(minutes, 60)
    whole = {0: "", 1: "an hour", 2: "two hours", 3: "three hours", 4: "four hours"}.get(
        hours, f"{hours} hours"
    )
    match rest:
        case 0:
            return whole
        case 30 if hours:
            return f"{whole} and a half" if hours == 1 else f"{whole.removesuffix(' hours')} and a half hours"
        case _:
            return f"{whole} and {rest} minutes" if hours else f"{rest} minutes"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Thursday 14 May 2026, 8:30 am."""
    return f"{day(at.astimezone(zone).date())}, {clock(at, zone)}"


def listing(names: Sequence[str]) -> str:
    """Ana, Ben and Cy."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
