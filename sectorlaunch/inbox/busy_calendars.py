"""When somebody is busy, by the calendar they had read here: its times, and nothing of what is in it."""

import logging
import time as time_module
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import recurring_ical_events
from icalendar import Calendar
from sqlalchemy import Engine
from sqlmodel import Session, col, or_, select

from languages.catalogs import mark
from notifications.wires.reach import INSIDE, is_public, only_outside
from sectorlaunch.census.libraries import httpx
from sectorlaunch.database import reading, unit_of_work
from sectorlaunch.errors import BadInput
from sectorlaunch.rules.talk_times import Span
from sectorlaunch.tables import TalkHours

LOG = logging.getLogger(__name__)

EVERY = timedelta(minutes=15)
LOOKED_AHEAD = timedelta(days=60)
LARGEST = 5_000_000
MOST_TIMES = 2_000
SECONDS, MOST_SECONDS = 15.0, 40.0
"""For one answer of the server, and for all of it."""
HOW = mark(
    "Give the address your calendar shares itself by, as iCal or ICS: it begins with https://. In Google Calendar it is the "
    "secret address in iCal format, in Outlook the ICS link of a published calendar, which may show only when you are busy."
)


class Unreadable(BadInput):
    """What came is no calendar, or did not come."""


def checked(url: str, hosts: frozenset[str]) -> tuple[str, str]:
    """An address to read, and how it is shown. Raises BadInput with the remedy; by the rules channels follow."""
    plain = url.strip()
    if plain.startswith("webcal://"):
        plain = f"https://{plain.removeprefix('webcal://')}"
    try:
        parts = urlsplit(plain)
        host = (parts.hostname or "").lower()
    except ValueError:
        raise BadInput(HOW) from None
    if not host or parts.scheme not in ("http", "https"):
        raise BadInput(HOW)
    if host not in hosts and not is_public(host):
        raise BadInput(
            "%(host)s stands in a private network. Whoever keeps the installation may name it as a host to be read.",
            host=host,
        )
    if parts.scheme == "http" and host not in hosts:
        raise BadInput(HOW)
    return plain, f"{parts.scheme}://{host}/…"


def refresh_due(engine: Engine, now: datetime, hosts: frozenset[str]) -> int:
    """Reads the calendars that were not asked for a while; returns how many. Trouble is noted and holds up no other."""
    with reading(engine) as session:
        due = session.exec(
            select(TalkHours.person_id).where(
                TalkHours.busy_masked != "",
                or_(col(TalkHours.busy_asked_at).is_(None), col(TalkHours.busy_asked_at) < now - EVERY),
            )
        ).all()
    for person_id in due:
        refresh(engine, now, person_id, hosts)
    return len(due)


def refresh(engine: Engine, now: datetime, person_id: int, hosts: frozenset[str]) -> str:
    """Reads one calendar; returns the trouble with it, or nothing. Nothing is held open meanwhile, and what was read
    before stays where this cannot be."""
    with reading(engine) as session:
        row = _of(session, person_id)
        url = row.busy_url if row is not None else ""
    if not url:
        return ""
    trouble, found = "", None
    try:
        found = busy_times(fetch(url, hosts), now, now + LOOKED_AHEAD)
    except Unreadable as error:
        trouble = error.message[:200]
    except Exception:  # whatever a stranger's server does holds up nobody else's calendar
        LOG.exception("A calendar could not be looked at")
        trouble = "The calendar could not be read; the log says why."
    with unit_of_work(engine, now) as session:
        row = _of(session, person_id)
        if row is not None and row.busy_url == url:
            row.busy_asked_at, row.busy_trouble = now, trouble
            if found is not None:
                row.busy_read_at = now
                row.busy = [[begins.isoformat(), ends.isoformat()] for begins, ends in found]
            session.add(row)
    return trouble


def fetch(url: str, hosts: frozenset[str]) -> bytes:
    """What stands at an address; no redirect is followed. Raises Unreadable, without the address."""
    until = time_module.monotonic() + MOST_SECONDS
    content = b""
    with only_outside(hosts) as reach:
        try:
            with (
                httpx.Client(timeout=SECONDS) as client,
                client.stream("GET", url, headers={"Accept": "text/calendar"}) as answer,
            ):
                if answer.status_code != httpx.codes.OK:
                    raise Unreadable(f"The calendar’s server answered {answer.status_code}.")
                for part in answer.iter_bytes():
                    content += part
                    if len(content) > LARGEST or time_module.monotonic() > until:
                        raise Unreadable("The calendar is too large, or its server too slow, to be read.")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            why = INSIDE if reach.refused else f"could not be reached ({type(error).__name__})."
            raise Unreadable(f"The calendar’s server {why}") from None
    return content


def busy_times(content: bytes, begins: datetime, ends: datetime) -> list[Span]:
    """The times that are taken between two moments, joined where they touch, in UTC and in order. Repeated events are
    counted each time; what is marked as free, was called off or was declined by the calendar's owner takes none.

    Raises Unreadable for what is no calendar.
    """
    try:
        calendar = Calendar.from_ical(content)
        if calendar.name != "VCALENDAR" or any(_is_endless(event) for event in calendar.walk("VEVENT")):
            raise ValueError
        events = recurring_ical_events.of(calendar, skip_bad_series=True).between(begins, ends)
        spans = [
            span for event in events if _takes_time(event) for span in [_span(event)] if span is not None
        ]
        spans += [span for part in calendar.walk("VFREEBUSY") for span in _stated(part)]
    except Exception as error:  # a calendar is what a stranger's program wrote
        LOG.info("A calendar could not be read: %s", type(error).__name__)
        raise Unreadable(f"What stands at the address is no calendar that can be read. {HOW}") from None
    wanted = sorted(
        (max(one, begins), min(other, ends)) for one, other in spans if other > begins and one < ends
    )
    return _joined(wanted)[:MOST_TIMES]


def _is_endless(event: Any) -> bool:
    """Whether it repeats so often that counting it would take for ever; nobody's meetings do."""
    stated = event.get("RRULE", [])
    for rule in stated if isinstance(stated, list) else [stated]:
        often = {str(one).upper() for one in rule.get("FREQ", [])} & {"SECONDLY", "MINUTELY", "HOURLY"}
        if often or rule.get("BYSECOND") or rule.get("BYMINUTE"):
            return True
    return False


def _takes_time(event: Any) -> bool:
    return (
        str(event.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT"
        and str(event.get("STATUS", "")).upper() != "CANCELLED"
        and str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() not in ("FREE", "WORKINGELSEWHERE")
    )


def _span(event: Any) -> Span | None:
    """A whole day's event takes the whole day: who marks a day as free says so."""
    begins = event.decoded("DTSTART")
    ends = event.decoded("DTEND") if "DTEND" in event else begins
    if not isinstance(begins, datetime):
        ends = max(ends, begins + timedelta(days=1)) if isinstance(ends, date) else begins + timedelta(days=1)
    span = (_moment(begins), _moment(ends))
    return span if span[1] > span[0] else None


def _stated(part: Any) -> list[Span]:
    """The periods of a calendar that says no more than when it is busy."""
    found = []
    stated = part.get("FREEBUSY", [])
    for one in stated if isinstance(stated, list) else [stated]:
        if str(one.params.get("FBTYPE", "BUSY")).upper() == "FREE":
            continue
        for period in getattr(one, "dts", [one]):
            found.append((_moment(period.start), _moment(period.end)))
    return found


def _moment(at: date | datetime) -> datetime:
    """In UTC. A time without a zone is taken for UTC: a calendar that shares itself says its zone."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time(), UTC)
    return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC)


def _joined(spans: list[Span]) -> list[Span]:
    found: list[Span] = []
    for begins, ends in spans:
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


def _of(session: Session, person_id: int) -> TalkHours | None:
    return session.exec(select(TalkHours).where(TalkHours.person_id == person_id)).first()
