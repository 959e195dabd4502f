"""What comes to a mailbox, taken apart: the shapes of the world, and what is sent to do harm."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.inbox import plus_addresses
from notifications.inbox.automatic_answers import Automatic
from notifications.inbox.calendar_replies import (
    LARGEST,
    Answer,
    CalendarReply,
    Method,
    UnreadableCalendar,
    read_calendar,
)
from notifications.inbox.mail import Mail, UnreadableMail, read_mail
from tests.notifications.inbox import came_back
from tests.notifications.inbox.came_back import ORGANIZER, OUTLOOK_ZONE, answer, attendee

STAMP = datetime(2026, 4, 2, 15, tzinfo=UTC)


def the_reply(content: bytes) -> CalendarReply:
    mail = read_mail(content)
    assert len(mail.calendars) == 1
    reply = read_calendar(mail.calendars[0])
    assert reply is not None
    return reply


def a_reply(text: str) -> CalendarReply:
    reply = read_calendar(text)
    assert reply is not None
    return reply


def test_it_reads_an_answer_from_google_once_although_it_is_there_twice() -> None:
    reply = the_reply(came_back.from_google(answer(attendee("alder@example.com", name="Biz Alder"))))
    assert (reply.answer, reply.attendee.address, reply.sequence) == (Answer.ACCEPTED, "alder@example.com", 0)
    assert reply.stamped_at == STAMP


def test_it_reads_an_answer_from_outlook_with_windows_zones_and_no_organizer() -> None:
    text = answer(
        attendee("Alder@Example.com", "TENTATIVE", mailto="MAILTO"),
        zone=OUTLOOK_ZONE,
        start="DTSTART;TZID=Mountain Standard Time:20260910T083000",
        more="COMMENT;LANGUAGE=en-US:If the road is open\\, yes",
    )
    reply = the_reply(came_back.from_outlook(text))
    assert (reply.answer, reply.attendee.address) == (Answer.TENTATIVE, "alder@example.com")
    assert reply.comment == "If the road is open, yes"


def test_it_reads_an_answer_from_apple_in_capitals_as_attachment_only() -> None:
    reply = the_reply(
        came_back.from_apple(answer(attendee("ALDER@EXAMPLE.COM", "DECLINED", mailto="MAILTO")))
    )
    assert (reply.answer, reply.attendee.address) == (Answer.DECLINED, "alder@example.com")


def test_it_reads_a_counter_proposal_with_its_time() -> None:
    text = answer(
        attendee("alder@example.com", "TENTATIVE"),
        method="COUNTER",
        zone=OUTLOOK_ZONE,
        start="DTSTART;TZID=Mountain Standard Time:20260911T090000",
    )
    reply = a_reply(text)
    assert reply.method is Method.COUNTER
    assert reply.proposed_start == datetime(2026, 9, 11, 15, tzinfo=UTC)


def test_it_keeps_a_proposed_time_as_written_when_nobody_knows_its_zone() -> None:
    text = answer(
        attendee("alder@example.com"), method="COUNTER", start="DTSTART;TZID=Our Own:20260911T090000"
    )
    reply = a_reply(text)
    assert reply.proposed_start is None
    assert reply.proposed_words == "2026-09-11 09:00:00 Our Own"


def test_it_reads_a_delegation() -> None:
    line = 'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:deputy@example.com":mailto:alder@example.com'
    reply = a_reply(answer(line))
    assert (reply.answer, reply.attendee.delegated_to) == (Answer.DELEGATED, "deputy@example.com")


def test_it_reads_googles_comment_from_the_attendee() -> None:
    line = 'ATTENDEE;PARTSTAT=DECLINED;X-RESPONSE-COMMENT="On holiday":mailto:alder@example.com'
    assert a_reply(answer(line)).comment == "On holiday"


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", "REFRESH", ""])
def test_it_takes_nothing_but_answers_for_an_answer(method: str) -> None:
    assert read_calendar(answer(attendee("alder@example.com"), method=method)) is None


def test_it_reads_no_answer_to_one_date_of_a_series() -> None:
    assert read_calendar(answer(attendee("a@example.com"), more="RECURRENCE-ID:20260910T143000Z")) is None


@pytest.mark.parametrize(
    "text",
    [
        "no calendar",
        answer("SUMMARY:nobody answers"),
        answer(attendee("a@example.com") + "\r\n" + attendee("b@example.com")),
        answer(attendee("a@example.com"), stamp="20260402"),
        answer(attendee("a@example.com"))[:-40],
        answer(attendee("a@example.com"), more="X-BOMB:" + "x" * LARGEST),
        "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 4000,
        "BEGIN:VTIMEZONE\r\n" * 3000,
    ],
)
def test_it_refuses_what_is_no_plain_answer(text: str) -> None:
    with pytest.raises(UnreadableCalendar):
        read_calendar(text)


def test_it_does_not_count_the_seconds_a_zone_asks_it_to_count() -> None:
    """Evaluated, this rule would take every second since 1601."""
    bomb = OUTLOOK_ZONE.replace("FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11", "FREQ=SECONDLY")
    assert a_reply(answer(attendee("a@example.com"), zone=bomb)).answer is Answer.ACCEPTED


def test_it_reads_no_more_than_64_kb_of_a_mail() -> None:
    content = came_back.from_apple(answer(attendee("a@example.com"))).replace(b"Launch", b"Launch", 1)
    padded = content.replace(b"Biz Alder accepted", b"x" * 70_000 + b" accepted")
    assert read_mail(padded).calendars == ()


def test_it_refuses_a_mail_nested_without_end() -> None:
    bomb = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1100)
    )
    with pytest.raises(UnreadableMail):
        read_mail(bomb)


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ({}, Automatic.NO),
        ({"Auto_Submitted": "no"}, Automatic.NO),
        ({"Auto_Submitted": "auto-replied; owner-email=x@example.com"}, Automatic.REPLIED),
        ({"X_Autoreply": "yes"}, Automatic.REPLIED),
        ({"X_Autorespond": "Out of office"}, Automatic.REPLIED),
        ({"Precedence": "auto_reply"}, Automatic.REPLIED),
        ({"Precedence": "bulk"}, Automatic.GENERATED),
        ({"Auto_Submitted": "auto-generated"}, Automatic.GENERATED),
    ],
)
def test_it_knows_what_a_machine_wrote(headers: dict[str, str], automatic: Automatic) -> None:
    assert read_mail(came_back.letter("a@example.org", **headers)).automatic is automatic


def test_it_reads_a_delivery_report() -> None:
    found = read_mail(came_back.report("back@example.org", "Gone@Example.com")).delivery
    assert found is not None
    (status,) = found.recipients
    assert (status.address, status.action, status.status) == ("gone@example.com", "failed", "5.1.1")
    assert status.words == "550 5.1.1 no such user"
    assert status.blames_the_address
    assert found.message_id == "letter-1@example.org"


@pytest.mark.parametrize(
    ("action", "status", "permanent", "blames"),
    [
        ("failed", "5.1.1", True, True),
        ("failed", "5.0.0", True, True),
        ("failed", "5.2.1", True, True),
        ("failed", "5.4.4", True, True),
        ("failed", "5.1.8", True, False),
        ("failed", "5.2.2", True, False),
        ("failed", "5.7.1", True, False),
        ("failed", "4.4.7", False, False),
        ("delayed", "4.4.1", False, False),
        ("delivered", "2.0.0", False, False),
        ("delayed", "5.1.1", False, False),
    ],
)
def test_it_knows_which_code_blames_the_address(
    action: str, status: str, permanent: bool, blames: bool
) -> None:
    found = read_mail(
        came_back.report("b@example.org", "g@example.com", action=action, status=status)
    ).delivery
    assert found is not None
    assert (found.recipients[0].is_permanent, found.recipients[0].blames_the_address) == (permanent, blames)


def test_it_reads_a_complaint_with_the_secrets_it_brings_back() -> None:
    original = b"List-Unsubscribe: <https://launch.example.org/u/Abcdefghijklmnopqrst-_>\r\nMessage-ID: <l@x>\r\n\r\nCome."
    back = plus_addresses.write("answers@example.org", "b", "12.abcdefghijklmnopqrstuvwxyz")
    found = read_mail(came_back.spam_complaint("fbl@example.org", original, mail_from=back)).complaint
    assert found is not None
    assert found.is_unwelcome
    assert found.stop_tokens == ("Abcdefghijklmnopqrst-_",)
    assert found.return_tokens == ("12.abcdefghijklmnopqrstuvwxyz",)


def test_it_takes_not_spam_for_no_complaint() -> None:
    found = read_mail(
        came_back.spam_complaint("f@example.org", b"A: b\r\n\r\n", feedback="not-spam")
    ).complaint
    assert found is not None
    assert not found.is_unwelcome


def test_it_finds_the_secret_whatever_the_case_of_the_address() -> None:
    shouted = read_mail(came_back.letter(ORGANIZER.upper()))
    assert plus_addresses.tokens(shouted.recipients, "r") == ("abcdefghijklmnopqrstuvwxyz",)
    assert plus_addresses.tokens(shouted.recipients, "b") == ()


def test_it_looks_for_the_secret_in_the_header_of_delivery_too() -> None:
    mail = read_mail(came_back.letter("someone@example.org", Delivered_To=ORGANIZER))
    assert plus_addresses.tokens(mail.recipients, "r") == ("abcdefghijklmnopqrstuvwxyz",)


def test_it_looks_for_no_secret_in_the_words() -> None:
    mail = read_mail(came_back.letter("someone@example.org", text=f"write to {ORGANIZER}"))
    assert plus_addresses.tokens(mail.recipients, "r") == ()


def test_it_looks_into_no_letter_inside_a_letter() -> None:
    """A forwarded invitation, or the original in a report, is nobody's answer."""
    inner = came_back.from_apple(answer(attendee("a@example.com")))
    assert read_mail(came_back.report("b@example.org", "g@example.com", original=inner)).calendars == ()


@settings(max_examples=200, deadline=None)
@given(
    content=st.binary(max_size=600)
    | st.text(alphabet="ABCDEFMIT:;=-\r\n \"'?<>@/+", max_size=600).map(str.encode)
)
def test_it_reads_any_bytes_without_falling_over(content: bytes) -> None:
    assert isinstance(read_mail(content), Mail)


@settings(max_examples=200, deadline=None)
@given(
    name=st.sampled_from(["DTSTAMP", "SEQUENCE", "ATTENDEE", "UID", "DTSTART", "COMMENT", "RRULE", "METHOD"]),
    value=st.text(max_size=60),
)
def test_it_reads_any_value_or_says_why_not(name: str, value: str) -> None:
    lines = answer(attendee("a@example.com")).split("\r\n")
    at = next((n for n, line in enumerate(lines) if line.startswith(name)), 7)
    lines[at] = f"{name}:{value}"
    try:
        reply = read_calendar("\r\n".join(lines))
    except UnreadableCalendar:
        return
    assert reply is None or isinstance(reply, CalendarReply)
