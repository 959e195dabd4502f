"""From the form that opens a date poll to dates."""

from datetime import datetime

from sectorlaunch.portal import form_values
from sectorlaunch.rules import poll_dates
from sectorlaunch.rules.poll_dates import Allowed, ProposedDate

NUMBERS = range(1, poll_dates.MOST + 1)


def dates(form: dict[str, str], zone: str) -> list[ProposedDate]:
    """The dates that were filled in; times are local. Raises BadInput for one that cannot be read."""
    minutes = form_values.minutes(form.get("minutes", ""))
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
    return form_values.whole(given, "Choose what the date is for.")


def _moment(form: dict[str, str], day_field: str, time_field: str, zone: str) -> datetime:
    return form_values.moment(form.get(day_field, ""), form.get(time_field, ""), zone)
