"""Every calendar part against RFC 5546 as libical has it, and read by a second reader."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.calendar import CalendarEntry, cancel, feed, request
from tests.conftest import do_without
from tests.notifications import libical

ENTRY = CalendarEntry(
    uid="meeting-1@launch.example.org",
    sequence=2,
    title="Launch, with coffee; bring a name",
    starts_at=datetime(2026, 5, 14, 14, 30, tzinfo=UTC),
    ends_at=datetime(2026, 5, 14, 16, 30, tzinfo=UTC),
    stamped_at=datetime(2026, 4, 2, 15, 0, tzinfo=UTC),
    organizer_name='Dana "D" Whitlock',
    organizer_address="answers+r.abcdefghijklmnopqrstuvwxyz@example.org",
    attendee_name="Zoë O'Brien <b>&; Sons, Ltd: é",
    attendee_address="zoe@example.com",
    place="Example Castings, main hall",
    description="Can you come?\n\n" + "Où et quand, très précisément. " * 20,
    url="https://launch.example.org/p/sample?a=1&b=2",
)
PARTS = {
    "request": request(ENTRY).text,
    "update": request(replace(ENTRY, sequence=3)).text,
    "cancel": cancel(replace(ENTRY, sequence=4)).text,
    "feed": feed([ENTRY, replace(ENTRY, uid="two@launch.example.org")], "Zoë’s dates"),
    "feed without meetings": feed([], "Nothing yet"),
    "bare request": request(replace(ENTRY, place="", description="", url="", organizer_name="")).text,
}


@pytest.fixture(autouse=True)
def _libical() -> None:
    try:
        libical.library()
    except LookupError as error:
        do_without(str(error))


@pytest.mark.parametrize("name", PARTS)
def test_it_keeps_the_rules_libical_knows(name: str) -> None:
    assert libical.complaints(PARTS[name]) == []


def test_it_would_be_told_of_a_breach() -> None:
    """The check itself: a REQUEST must name its organizer."""
    broken = "\r\n".join(line for line in PARTS["request"].split("\r\n") if not line.startswith("ORGANIZER"))
    assert libical.complaints(broken)


@pytest.mark.parametrize("name", ["request", "update", "cancel", "bare request"])
def test_it_is_read_the_same_by_a_second_reader(name: str) -> None:
    event = vobject.readOne(PARTS[name]).vevent
    assert event.uid.value == ENTRY.uid
    assert (event.dtstart.value, event.dtend.value) == (ENTRY.starts_at, ENTRY.ends_at)
    assert event.summary.value == ENTRY.title
    assert event.attendee.value == "mailto:zoe@example.com"
    assert event.organizer.value == f"mailto:{ENTRY.organizer_address}"


@settings(max_examples=60, deadline=None)
@given(words=st.text(max_size=200))
def test_it_keeps_the_rules_with_any_words(words: str) -> None:
    text = request(replace(ENTRY, title=words, place=words, description=words, attendee_name=words)).text
    assert libical.complaints(text) == []
