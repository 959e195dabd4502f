"""When somebody is busy, by the calendar they had read: from a server on this machine, and in the forms calendars have."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from sectorlaunch.errors import BadInput
from sectorlaunch.inbox import busy_calendars
from sectorlaunch.inbox.busy_calendars import Unreadable
from tests.calendar_server import calendar, calendar_server

HOSTS = frozenset({"127.0.0.1"})
BEGINS = datetime(2026, 3, 2, tzinfo=UTC)
ENDS = BEGINS + timedelta(days=30)
ZONE = """BEGIN:VTIMEZONE
TZID:Denver
BEGIN:STANDARD
DTSTART:19701101T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZOFFSETFROM:-0600
TZOFFSETTO:-0700
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700308T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZOFFSETFROM:-0700
TZOFFSETTO:-0600
END:DAYLIGHT
END:VTIMEZONE
"""


def busy(*events: str, zone: str = "") -> list[str]:
    found = busy_calendars.busy_times(calendar(*events, zone=zone), BEGINS, ENDS)
    return [f"{begins:%m-%dT%H:%M}/{ends:%m-%dT%H:%M}" for begins, ends in found]


def test_it_counts_what_repeats_each_time_on_the_clocks_of_its_zone() -> None:
    weekly = "DTSTART;TZID=Denver:20260105T090000\nDTEND;TZID=Denver:20260105T100000\nRRULE:FREQ=WEEKLY;BYDAY=MO\nEXDATE;TZID=Denver:20260316T090000"
    assert busy(weekly, zone=ZONE) == [
        "03-02T16:00/03-02T17:00",
        "03-09T15:00/03-09T16:00",  # after the clocks changed on March 8
        "03-23T15:00/03-23T16:00",
        "03-30T15:00/03-30T16:00",
    ]


def test_it_leaves_out_what_takes_no_time() -> None:
    at = "DTSTART:20260303T100000Z\nDTEND:20260303T110000Z\n"
    free = (f"{at}TRANSP:TRANSPARENT", f"{at}STATUS:CANCELLED", f"{at}X-MICROSOFT-CDO-BUSYSTATUS:FREE")
    assert busy(*free, "DTSTART:20260304T100000Z") == []


def test_it_takes_whole_days_and_joins_what_touches() -> None:
    assert busy(
        "DTSTART;VALUE=DATE:20260305\nDTEND;VALUE=DATE:20260306",
        "DTSTART:20260303T100000Z\nDTEND:20260303T110000Z",
        "DTSTART:20260303T110000Z\nDURATION:PT30M",
        "DTSTART:20200101T000000Z\nDTEND:20200101T010000Z",
    ) == ["03-03T10:00/03-03T11:30", "03-05T00:00/03-06T00:00"]


def test_it_reads_a_calendar_that_says_no_more_than_when_it_is_busy() -> None:
    text = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VFREEBUSY\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nFREEBUSY;FBTYPE=BUSY:20260303T100000Z/20260303T110000Z,20260304T100000Z/PT2H\r\nFREEBUSY;FBTYPE=FREE:20260305T100000Z/PT2H\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n"
    found = busy_calendars.busy_times(text, BEGINS, ENDS)
    assert [(one.day, other.hour) for one, other in found] == [(3, 11), (4, 12)]


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"BEGIN:VCALENDAR", b"\xff\xfe", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"]
)
def test_it_says_what_is_no_calendar(content: bytes) -> None:
    with pytest.raises(Unreadable, match="no calendar that can be read"):
        busy_calendars.busy_times(content, BEGINS, ENDS)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "calendar",
        "ftp://example.org/a.ics",
        "http://example.org/a.ics",
        "https://10.0.0.1/a.ics",
        "https://localhost/a",
        "https://[",
        "file:///etc/passwd",
    ],
)
def test_it_takes_no_address_channels_could_not_have(url: str) -> None:
    with pytest.raises(BadInput):
        busy_calendars.checked(url, frozenset())


def test_it_shows_no_more_of_an_address_than_its_host() -> None:
    assert busy_calendars.checked("webcal://cal.example.org/secret/basic.ics", frozenset()) == (
        "https://cal.example.org/secret/basic.ics",
        "https://cal.example.org/…",
    )


@pytest.fixture
def server() -> Iterator[str]:
    with calendar_server() as address:
        yield address


def test_it_fetches_where_channels_may_lead_and_nowhere_else(server: str) -> None:
    assert b"VCALENDAR" in busy_calendars.fetch(f"{server}/busy.ics", HOSTS)
    for address, said in (("/moved.ics", "answered 302"), ("/gone.ics", "answered 404")):
        with pytest.raises(Unreadable, match=said):
            busy_calendars.fetch(f"{server}{address}", HOSTS)
    with pytest.raises(Unreadable, match="private network"):
        busy_calendars.fetch(f"{server}/busy.ics", frozenset())
    with pytest.raises(Unreadable, match="could not be reached"):
        busy_calendars.fetch("http://127.0.0.1:9/busy.ics", HOSTS)


def test_it_counts_nothing_that_repeats_without_end() -> None:
    with pytest.raises(Unreadable):
        busy("DTSTART:20260303T100000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY")
