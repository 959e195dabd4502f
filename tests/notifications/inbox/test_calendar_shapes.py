"""Answers of calendars that do not keep to one attendee, one address and one way to begin."""

import pytest

from notifications.inbox.calendar_replies import (
    Answer,
    Attendee,
    CalendarReply,
    Method,
    UnreadableCalendar,
    read_calendar,
)
from notifications.inbox.mail import read_mail
from tests.notifications.inbox import came_back
from tests.notifications.inbox.came_back import answer, attendee

ALDER, BIRCH = "alder@example.com", "birch@example.com"
OPEN = attendee(BIRCH, "NEEDS-ACTION")


def is_alder(one: Attendee) -> bool:
    return ALDER in (one.address, one.email)


def read(text: str) -> CalendarReply:
    reply = read_calendar(text, is_alder)
    assert reply is not None
    return reply


def test_it_reads_an_answer_behind_a_byte_order_mark() -> None:
    content = came_back.from_apple("\ufeff" + answer(attendee(ALDER)))
    assert read(read_mail(content).calendars[0]).answer is Answer.ACCEPTED


@pytest.mark.parametrize(
    "lines",
    [
        f"{attendee(ALDER, 'DECLINED')}\r\n{OPEN}",
        f"{attendee(BIRCH, 'ACCEPTED')}\r\n{attendee(ALDER, 'DECLINED')}",
        f"{attendee(ALDER, 'NEEDS-ACTION')}\r\n{attendee(ALDER.upper(), 'DECLINED')}",
    ],
    ids=["the other is open", "both answer", "twice"],
)
def test_it_finds_its_reader_among_several_attendees(lines: str) -> None:
    reply = read(answer(lines))
    assert (reply.attendee.address, reply.answer) == (ALDER, Answer.DECLINED)


def test_it_takes_the_only_one_who_answers_where_it_knows_nobody() -> None:
    reply = read_calendar(answer(f"{OPEN}\r\n{attendee('cedar@example.com', 'TENTATIVE')}"))
    assert reply is not None
    assert (reply.attendee.address, reply.answer) == ("cedar@example.com", Answer.TENTATIVE)


def test_it_says_so_where_nobody_can_tell_whose_answer_it_is() -> None:
    with pytest.raises(UnreadableCalendar, match="2 attendees, and not which"):
        read_calendar(answer(f"{attendee(BIRCH)}\r\n{attendee('cedar@example.com')}"), is_alder)


def test_it_knows_a_calendar_account_by_the_address_it_names() -> None:
    line = f"ATTENDEE;PARTSTAT=ACCEPTED;EMAIL={ALDER};CN=Alder:urn:uuid:7a2d5c1e-0000-4000-8000-000000000000"
    assert read(answer(line)).attendee.email == ALDER


def test_it_reads_a_counter_proposal_that_names_everybody() -> None:
    text = answer(
        f"{OPEN}\r\n{attendee(ALDER, 'TENTATIVE')}", method="COUNTER", start="DTSTART:20260911T150000Z"
    )
    reply = read(text)
    assert (reply.method, reply.attendee.address) == (Method.COUNTER, ALDER)


def test_it_reads_no_time_beyond_the_last_year_there_is() -> None:
    text = answer(
        attendee(ALDER),
        method="COUNTER",
        zone=came_back.OUTLOOK_ZONE,
        start="DTSTART;TZID=Mountain Standard Time:99991231T235959",
    )
    assert read(text).proposed_start is None
