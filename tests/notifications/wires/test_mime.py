"""The bytes of a letter."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from notifications.wires.mime import letter_bytes, plain_address, unflowed
from notifications.wires.wire import LetterRefused
from tests.notifications.wires.letters import envelope, invite


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def shape(message: EmailMessage) -> object:
    if message.is_multipart():
        return (message.get_content_type(), [shape(part) for part in message.iter_parts()])
    return message.get_content_type()


def test_it_is_an_alternative_of_text_and_html() -> None:
    message = parsed(letter_bytes(envelope()))
    assert shape(message) == ("multipart/alternative", ["text/plain", "text/html"])


def test_it_wraps_the_alternative_and_attaches_the_entry_when_there_is_a_calendar_part() -> None:
    message = parsed(letter_bytes(envelope(calendar=invite())))
    alternative = ("multipart/alternative", ["text/plain", "text/html", "text/calendar"])
    assert shape(message) == ("multipart/mixed", [alternative, "application/ics"])
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "invite.ics"
    assert attachment.get_content() == invite().text.encode()


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_it_names_the_method_in_the_calendar_part(method: str) -> None:
    message = parsed(letter_bytes(envelope(calendar=invite(method))))
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert part["Content-Type"].params["method"] == method
    assert f"METHOD:{method}" in part.get_content().splitlines()


def test_it_has_one_recipient_and_no_copy() -> None:
    message = parsed(letter_bytes(envelope()))
    assert [address.addr_spec for address in message["To"].addresses] == ["gus@example.com"]
    assert "Cc" not in message
    assert "Bcc" not in message


def test_it_keeps_identity_date_and_thread() -> None:
    message = parsed(letter_bytes(envelope(in_reply_to="first@example.org")))
    assert message.get_all("Message-ID") == ["<5f2a.invite.17@example.org>"]
    assert message["Date"].datetime.isoformat() == "2026-11-02T12:00:00+00:00"
    assert message["In-Reply-To"] == message["References"] == "<first@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_it_is_the_same_letter_when_it_is_written_again() -> None:
    twice = [letter_bytes(envelope(calendar=invite())) for _ in range(2)]
    assert twice[0] == twice[1]


def test_it_never_tears_long_identifiers_and_links() -> None:
    long_id, link = "x" * 120 + "@example.org", "https://example.org/u/" + "t" * 150
    raw = letter_bytes(envelope(message_id=long_id, in_reply_to=long_id, unsubscribe_url=link))
    assert f"Message-ID: <{long_id}>\r\n".encode() in raw
    assert f"References: <{long_id}>\r\n".encode() in raw
    assert f"List-Unsubscribe: <{link}>\r\n".encode() in raw


def test_it_offers_one_click_to_leave_only_where_there_is_a_way() -> None:
    with_link = parsed(letter_bytes(envelope(unsubscribe_url="https://example.org/u/t")))
    assert with_link["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in parsed(letter_bytes(envelope()))


def test_it_carries_names_of_any_language() -> None:
    raw = letter_bytes(
        envelope(
            sender_name='Zoë "Z", <b>&',
            to_name="José Ñandú, Jr.",
            subject="Einladung für José",
            text="Grüße\n",
        )
    )
    assert raw.isascii()
    message = parsed(raw)
    assert message["From"].addresses[0].display_name == 'Zoë "Z", <b>&'
    assert message["To"].addresses[0].display_name == "José Ñandú, Jr."
    assert message["Subject"] == "Einladung für José"
    part = message.get_body(("plain",))
    assert part is not None
    assert part.get_content().splitlines() == ["Grüße"]


def test_it_stays_within_the_line_length_of_mail_except_for_identifiers() -> None:
    raw = letter_bytes(
        envelope(subject="Ein sehr langer Betreff für José " * 5, text="word " * 400, html="<p>x</p>" * 300)
    )
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


@pytest.mark.parametrize("field", ["sender_name", "to_name", "subject"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_it_refuses_a_line_end_in_a_header(field: str, end: str) -> None:
    with pytest.raises(LetterRefused):
        letter_bytes(envelope(**{field: f"Hello{end}Bcc: stranger@example.net"}))


@pytest.mark.parametrize("field", ["message_id", "in_reply_to", "unsubscribe_url"])
def test_it_refuses_a_line_end_in_an_identifier(field: str) -> None:
    with pytest.raises(LetterRefused):
        letter_bytes(envelope(**{field: "a@example.org>\r\nBcc: stranger@example.net"}))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "gus",
        "@example.com",
        "gus@",
        "gus@example.com, stranger@example.net",
        "gus@example.com\r\nRCPT TO:<stranger@example.net>",
        "Gus <gus@example.com>",
        "gus gus@example.com",
        "güs@example.com",
        "a@b@example.com",
    ],
)
def test_it_refuses_what_is_not_one_plain_address(address: str) -> None:
    for field in ("to_address", "sender_address"):
        with pytest.raises(LetterRefused):
            letter_bytes(envelope(**{field: address}))


def test_it_writes_a_domain_of_any_language_in_its_wire_form() -> None:
    assert plain_address("gus@bücher.example") == "gus@xn--bcher-kva.example"


def test_empty_reply_to() -> None:
    """Failure: a letter with an empty Reply-To. Replies then go to the sender, never to nobody."""
    message = parsed(letter_bytes(envelope(reply_to="")))
    assert message["Reply-To"].addresses[0].addr_spec == "launch@example.org"


def test_it_routes_replies_to_the_convener() -> None:
    assert parsed(letter_bytes(envelope()))["Reply-To"].addresses[0].addr_spec == "cora@example.org"


@pytest.mark.parametrize("text", ["", "  \n"])
def test_no_text_part(text: str) -> None:
    """Failure: a letter of HTML only."""
    with pytest.raises(LetterRefused, match="no text part"):
        letter_bytes(envelope(text=text))


@pytest.mark.parametrize(
    ("method", "stated"), [("CANCEL", "REQUEST"), ("REQUEST", "CANCEL"), ("REPLY", "REPLY")]
)
def test_a_cancellation_sent_as_a_calendar_request(method: str, stated: str) -> None:
    """Failure: header and body of a calendar entry disagree, so a cancellation arrives as an invitation."""
    with pytest.raises(LetterRefused, match="calendar entry says"):
        letter_bytes(envelope(calendar=invite(method, stated)))


@pytest.mark.parametrize(
    "attendees",
    [("gus@example.com", "other@example.com"), ("other@example.com",), ("gus@example.com.example.net",)],
)
def test_attendee_addresses_leaked(attendees: tuple[str, ...]) -> None:
    """Failure: a calendar entry that shows one guest the addresses of the others."""
    with pytest.raises(LetterRefused, match="nobody else"):
        letter_bytes(envelope(calendar=invite(attendees=attendees)))


def test_it_takes_an_attendee_in_other_letters_of_case() -> None:
    assert letter_bytes(envelope(calendar=invite(attendees=("GUS@Example.com",))))


def test_it_begins_a_long_subject_on_the_line_of_its_name() -> None:
    """Else mail programs show a blank before it."""
    raw = letter_bytes(
        envelope(subject="Ottoline, would you speak for " + "manufacturing in two counties " * 4)
    )
    assert b"\r\nSubject: Ottoline, would" in raw
    assert max(len(line) for line in raw.split(b"\r\n\r\n")[0].splitlines()) <= 78


@pytest.mark.parametrize(
    "subject",
    [
        "Thursday, May 14: “Café” and José’s hall, can you come?",
        "word " * 14 + "é",
        "Ñ" * 60,
        "a =?b?= c",
        "👍" * 30,
    ],
)
def test_it_puts_no_second_blank_into_a_subject(subject: str) -> None:
    raw = letter_bytes(envelope(subject=subject))
    assert parsed(raw)["Subject"] == subject
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


@pytest.mark.parametrize(
    "text",
    [
        "One line\n\n" + "word " * 60 + "end\n",
        "> not a quotation\nFrom here on\n indented\n",
        "Label:\nhttps://launch.example.org/p/" + "x" * 120 + "\n",
        "--\nName\n",
    ],
)
def test_it_wraps_text_so_that_readers_can_undo_it(text: str) -> None:
    part = parsed(letter_bytes(envelope(text=text))).get_body(("plain",))
    assert part is not None
    assert part["Content-Type"].params["format"] == "flowed"
    lines = str(part.get_content()).splitlines()
    assert all(len(line) <= 78 or "https://" in line for line in lines)
    assert not [line for line in lines if line.startswith((">", "From "))]
    assert unflowed("\n".join(lines)) == text.rstrip("\n")
