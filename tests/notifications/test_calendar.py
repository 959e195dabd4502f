"""Calendar entries, read back by a parser and line by line."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from notifications.calendar import (
    CalendarEntry,
    cancel,
    confirm,
    feed,
    for_assistant,
    request,
    with_note,
)

DENVER = ZoneInfo("America/Denver")
ENTRY = CalendarEntry(
    uid="meeting-1@launch.example.org",
    sequence=2,
    title="Launch, with coffee; bring a name",
    starts_at=datetime(2026, 5, 14, 8, 30, tzinfo=DENVER),
    ends_at=datetime(2026, 5, 14, 10, 30, tzinfo=DENVER),
    stamped_at=datetime(2026, 4, 2, 15, 0, 0, 123456, tzinfo=UTC),
    organizer_name='Dana "D" Whitlock',
    organizer_address="launch@example.org",
    attendee_name="Zoë O'Brien <b>&; Sons, Ltd: é",
    attendee_address="zoe@example.com",
    place="Example Castings, main hall",
    description="Can you come?\n\n" + "Où et quand, très précisément. " * 20,
    url="https://launch.example.org/p/sample?a=1&b=2",
)


def _event(text: str) -> Component:
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    return event


@pytest.mark.parametrize(("make", "method"), [(request, "REQUEST"), (cancel, "CANCEL")])
def test_it_says_the_same_method_in_body_and_part(make: object, method: str) -> None:
    part = request(ENTRY) if make is request else cancel(ENTRY)
    assert part.method == method
    assert Calendar.from_ical(part.text)["METHOD"] == method


def test_it_asks_one_attendee_for_an_answer() -> None:
    event = _event(request(ENTRY).text)
    attendee = event["ATTENDEE"]
    assert str(attendee) == "mailto:zoe@example.com"
    assert attendee.params["PARTSTAT"] == "NEEDS-ACTION"
    assert attendee.params["RSVP"] == "TRUE"
    assert attendee.params["CN"] == "Zoë O'Brien <b>&; Sons, Ltd: é"
    assert event["STATUS"] == "CONFIRMED"


def test_it_stands_as_accepted_for_whoever_has_said_yes() -> None:
    part = confirm(ENTRY)
    attendee = _event(part.text)["ATTENDEE"]
    assert part.method == "REQUEST"
    assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("ACCEPTED", "FALSE")


def test_it_asks_nobody_in_the_copy_for_an_assistant() -> None:
    part = for_assistant(request(ENTRY))
    assert part is not None
    event = _event(part.text)
    assert part.method == str(Calendar.from_ical(part.text)["METHOD"]) == "PUBLISH"
    assert "ATTENDEE" not in event
    assert (event["UID"], event["SEQUENCE"]) == (ENTRY.uid, ENTRY.sequence)
    assert for_assistant(cancel(ENTRY)) is None
    assert for_assistant(None) is None


def test_it_changes_the_note_of_an_entry_and_nothing_else() -> None:
    before, after = request(ENTRY).text, with_note(request(ENTRY).text, str.upper)
    note = str(_event(before)["DESCRIPTION"])
    assert str(_event(after)["DESCRIPTION"]) == note.upper()
    assert with_note(after, lambda _: note) == before


def test_it_names_the_organizer_without_double_quotes() -> None:
    organizer = _event(request(ENTRY).text)["ORGANIZER"]
    assert str(organizer) == "mailto:launch@example.org"
    assert organizer.params["CN"] == "Dana 'D' Whitlock"


def test_it_keeps_uid_sequence_and_stamp_as_given() -> None:
    for part in (request(ENTRY), cancel(ENTRY)):
        event = _event(part.text)
        assert event["UID"] == ENTRY.uid
        assert event["SEQUENCE"] == 2
        assert event.decoded("DTSTAMP") == datetime(2026, 4, 2, 15, 0, tzinfo=UTC)


def test_it_is_the_same_text_every_time() -> None:
    assert request(ENTRY) == request(ENTRY)


def test_it_cancels_without_asking_for_an_answer() -> None:
    event = _event(cancel(ENTRY).text)
    assert event["STATUS"] == "CANCELLED"
    assert "RSVP" not in event["ATTENDEE"].params


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-03-08T01:30-07:00", "20260308T083000Z"),  # before the clocks go forward
        ("2026-03-08T08:30-06:00", "20260308T143000Z"),  # after
        ("2026-11-01T01:30-06:00", "20261101T073000Z"),  # the first of the two
        ("2026-11-01T01:30-07:00", "20261101T083000Z"),  # the second
        ("2026-11-01T08:30-07:00", "20261101T153000Z"),
    ],
)
def test_it_writes_plain_utc_on_the_days_the_clock_changes(local: str, utc: str) -> None:
    starts_at = datetime.fromisoformat(local).astimezone(DENVER)
    part = request(
        replace(ENTRY, starts_at=starts_at, ends_at=starts_at.astimezone(UTC) + timedelta(hours=2))
    )
    assert f"DTSTART:{utc}" in part.text.splitlines()
    assert "TZID" not in part.text
    assert "VTIMEZONE" not in part.text


@pytest.mark.parametrize("text", [request(ENTRY).text, cancel(ENTRY).text, feed([ENTRY], "Zoë’s dates")])
def test_it_keeps_the_line_rules_of_rfc_5545(text: str) -> None:
    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert not any("\n" in line or "\r" in line for line in lines)
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]
    assert all(re.match(r"[A-Z-]+[;:]", line) for line in unfolded)
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY"):
        assert sum(re.match(rf"{name}[;:]", line) is not None for line in unfolded) == 1


@pytest.mark.parametrize("text", [request(ENTRY).text, cancel(ENTRY).text])
def test_it_names_no_address_but_the_organizers_and_the_readers(text: str) -> None:
    unfolded = re.sub(r"\r\n[ \t]", "", text)
    assert set(re.findall(r"mailto:(\S+)", unfolded)) == {"launch@example.org", "zoe@example.com"}


def test_it_sets_no_alarm_in_a_request() -> None:
    assert "VALARM" not in request(ENTRY).text


def test_it_feeds_every_date_with_an_alarm_a_day_before_and_nobodys_address() -> None:
    other = replace(ENTRY, uid="meeting-2@launch.example.org", attendee_address="someone@example.com")
    text = feed([ENTRY, other], "Zoë’s dates")
    calendar = Calendar.from_ical(text)
    assert "METHOD" not in calendar
    assert calendar["X-WR-CALNAME"] == "Zoë’s dates"
    assert [event["UID"] for event in calendar.walk("VEVENT")] == [ENTRY.uid, other.uid]
    assert [alarm.decoded("TRIGGER") for alarm in calendar.walk("VALARM")] == [timedelta(days=-1)] * 2
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text
    assert "mailto:" not in text


def test_it_feeds_an_empty_calendar() -> None:
    """It still holds a part, without which it is no calendar to those who keep to RFC 5545, 3.6."""
    empty = Calendar.from_ical(feed([], "Nothing yet"))
    assert empty.walk("VEVENT") == []
    assert [part.name for part in empty.subcomponents] == ["VTIMEZONE"]


def test_it_keeps_paragraphs_and_marks_in_the_description() -> None:
    event = _event(request(ENTRY).text)
    assert str(event["DESCRIPTION"]) == ENTRY.description.strip()
    assert str(event["SUMMARY"]) == ENTRY.title
    assert str(event["URL"]) == ENTRY.url


@settings(max_examples=60, deadline=None)
@given(words=st.text(max_size=300))
def test_it_lets_no_words_break_out_of_their_line(words: str) -> None:
    text = request(replace(ENTRY, title=words, place=words, description=words, attendee_name=words)).text
    names = [line.split(":")[0].split(";")[0] for line in re.sub(r"\r\n[ \t]", "", text).split("\r\n")]
    allowed = {
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "METHOD",
        "SUMMARY",
        "DTSTART",
        "DTEND",
        "DTSTAMP",
        "UID",
    }
    allowed |= {"SEQUENCE", "ATTENDEE", "DESCRIPTION", "LOCATION", "ORGANIZER", "STATUS", "TRANSP", "URL", ""}
    assert set(names) <= allowed
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert str(_event(text)["ATTENDEE"]) == "mailto:zoe@example.com"


def test_it_leaves_out_what_is_not_known() -> None:
    event = _event(request(replace(ENTRY, place="", description="", url="")).text)
    assert not {"LOCATION", "DESCRIPTION", "URL"} & set(event)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"starts_at": ENTRY.starts_at.replace(tzinfo=None)}, "with their zone"),
        ({"ends_at": ENTRY.starts_at}, "end after it starts"),
        ({"organizer_address": "ZOE@example.com"}, "organizer is the attendee"),
        (
            {"attendee_address": "zoe@example.com\r\nATTENDEE:mailto:all@example.org"},
            "no space or line break",
        ),
        ({"url": "https://launch.example.org/\nX:1"}, "no space or line break"),
    ],
)
def test_it_refuses_an_entry_that_would_mislead(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(ENTRY, **change)  # type: ignore[arg-type]
