"""From the form that opens a date poll to dates."""

from datetime import datetime

from sectorlaunch import launch_dates, poll_dates
from sectorlaunch.errors import BadInput
from sectorlaunch.poll_dates import Allowed, ProposedDate

NUMBERS = range(1, poll_dates.MOST + 1)


def dates(form: dict[str, str], zone: str) -> list[ProposedDate]:
    """The dates that were filled in; times are local. Raises BadInput for one that cannot be read."""
    minutes = _minutes(form.get("minutes", ""))
    return [
        ProposedDate(_moment(form, f"date{number}", f"time{number}", zone), minutes)
        for number in NUMBERS
        if form.get(f"date{number}", "").strip()
    ]


def closes_at(form: dict[str, str], zone: str) -> datetime:
    return _moment(form, "closes_on", "closes_time", zone)


def allowed(form: dict[str, str]) -> Allowed:
    return Allowed(days_off=form.get("days_off") == "yes", short_notice=form.get("short_notice") == "yes")


def team_id(form: dict[str, str]) -> int | None:
    """The team a call is for; None for the launch."""
    given = form.get("what", "")
    if given == "launch":
        return None
    if not given.isdecimal() or len(given) > 9:
        raise BadInput("Choose what the date is for.")
    return int(given)


def _moment(form: dict[str, str], day_field: str, time_field: str, zone: str) -> datetime:
    try:
        day = launch_dates.read_date(form.get(day_field, ""))
        at = launch_dates.read_time(form.get(time_field, ""))
        if isinstance(day, launch_dates.InWeeks) or at is None:
            raise ValueError("give a day and a time")
        return launch_dates.moment(day, at, zone)
    except (ValueError, OverflowError) as remedy:
        words = str(remedy)
        raise BadInput(f"{words[:1].upper()}{words[1:]}.") from None


def _minutes(words: str) -> int:
    if not words.strip().isdecimal() or len(words.strip()) > 3:
        raise BadInput("Say how many minutes it lasts, such as 90.")
    return int(words)
