"""The forms about talks of two, on a personal page and on the convener's: hours offered, the calendar read for them."""

from collections.abc import Mapping
from datetime import datetime, time

from sqlalchemy import Engine
from sqlmodel import Session

from languages.catalogs import mark
from sectorlaunch import database
from sectorlaunch.actions import talks
from sectorlaunch.errors import BadInput
from sectorlaunch.inbox import busy_calendars
from sectorlaunch.records import talks as talk_records
from sectorlaunch.rules.talk_times import Hours
from sectorlaunch.tables import Person

PICK = mark("Pick one of the times.")


def keep_hours(
    session: Session,
    now: datetime,
    run_id: int,
    person: Person,
    form: Mapping[str, str],
    hosts: frozenset[str],
    *,
    by: str,
) -> str:
    """Keeps the hours somebody offers, or ends them; and has their calendar read where they say so, or no more.

    Raises BadInput for what cannot be kept; nothing is changed then.
    """
    if form.get("action") == "stop":
        talks.stop(session, now, run_id, person, by=by)
        return "talk-hours-ended"
    weekdays = frozenset(day for day in range(7) if form.get(f"day-{day}"))
    hours = Hours(weekdays, _hour(form, "opens"), _hour(form, "closes"), _minutes(form))
    talks.offer(session, now, run_id, person, hours, form.get("join_url", "").strip(), by=by)
    typed = form.get("busy_url", "").strip()
    if form.get("busy_end"):
        talks.share_busy_times(session, now, run_id, person, "", "", by=by)
    elif typed:
        if not form.get("consent"):
            raise BadInput("Say that your calendar may be read, or leave its address out.")
        url, masked = busy_calendars.checked(typed, hosts)
        talks.share_busy_times(session, now, run_id, person, url, masked, by=by)
    return "talk-hours"


def read_calendar(engine: Engine, now: datetime, person_id: int, hosts: frozenset[str]) -> None:
    """Reads a calendar that was just given, so that its owner sees at once whether it can be."""
    with database.reading(engine) as session:
        row = talk_records.hours_of(session, person_id)
        fresh = row is not None and bool(row.busy_masked) and row.busy_asked_at is None
    if fresh:
        busy_calendars.refresh(engine, now, person_id, hosts)


def picked(form: Mapping[str, str]) -> datetime:
    try:
        at = datetime.fromisoformat(form.get("at", ""))
    except ValueError:
        raise BadInput(PICK) from None
    if at.tzinfo is None:
        raise BadInput(PICK)
    return at


def _hour(form: Mapping[str, str], name: str) -> time:
    try:
        return time.fromisoformat(form.get(name, "")[:5])
    except ValueError:
        raise BadInput("Write from when until when you take calls, such as 09:00 and 16:30.") from None


def _minutes(form: Mapping[str, str]) -> int:
    typed = form.get("minutes", "")
    return int(typed) if typed.isdecimal() and len(typed) < 4 else 0
