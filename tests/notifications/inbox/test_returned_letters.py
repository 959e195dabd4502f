"""Letters that came back in every form they come back in: fields in odd places, words alone, and what only looks like it."""

import json
import time

import pytest

from notifications.inbox.automatic_answers import Automatic, speaks_of_being_away, will_not_be_read
from notifications.inbox.delivery_reports import RecipientStatus
from notifications.inbox.mail import read_mail
from notifications.refusals import Fault

BACK = "answers+b.1.abcdefghijklmnopqrstuvwxyz@example.org"
GUEST = "robin@example.com"
FIELDS = (
    "Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; {recipient}\r\nAction: {action}\r\n"
    "Status: {status}\r\n{more}"
)


def mail(
    body: str, content_type: str = "text/plain", sender: str = "MAILER-DAEMON@example.com", **more: str
) -> bytes:
    """A mail written by hand; header names with underscores for hyphens."""
    head = {
        "From": sender,
        "To": BACK,
        "Subject": "Report",
        "MIME-Version": "1.0",
        "Content-Type": content_type,
    }
    head |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"{lines}\r\n{body}".encode()


def part(content_type: str, body: str) -> str:
    return f"--=_b\r\nContent-Type: {content_type}\r\n\r\n{body}\r\n"


def fields(action: str = "failed", status: str = "5.1.1", more: str = "", recipient: str = GUEST) -> str:
    return FIELDS.format(action=action, status=status, more=more, recipient=recipient)


def the_status(content: bytes) -> RecipientStatus:
    found = read_mail(content).delivery
    assert found is not None
    return found.recipients[0]


MIXED = 'multipart/mixed; boundary="=_b"'
REPORT = 'multipart/report; report-type=delivery-status; boundary="=_b"'
STATUS = "message/delivery-status"
INNER = 'Content-Type: multipart/report; report-type=delivery-status; boundary="=_c"\r\n\r\n'


@pytest.mark.parametrize(
    "content",
    [
        mail(part("text/plain", "Sorry.") + part(STATUS, fields()) + "--=_b--", MIXED),
        mail(
            part("text/plain", "Sorry.") + part("message/global-delivery-status", fields()) + "--=_b--",
            REPORT,
        ),
        mail(part(STATUS, fields(action="Failure")) + "--=_b--", REPORT),
        mail(part(STATUS, fields(action="failed (no such mailbox)")) + "--=_b--", REPORT),
        mail(
            part("message/rfc822", f"{INNER}--=_c\r\nContent-Type: {STATUS}\r\n\r\n{fields()}\r\n--=_c--")
            + "--=_b--",
            MIXED,
        ),
        mail(
            part(f"{STATUS}\r\nContent-Transfer-Encoding: 8bit", fields()) + "--=_b--",
            'multipart/alternative; boundary="=_b"',
        ),
    ],
    ids=["mixed", "global", "failure", "remark", "inside a letter", "alternative"],
)
def test_it_finds_the_fields_wherever_they_are(content: bytes) -> None:
    status = the_status(content)
    assert (status.address, status.action, status.status) == (GUEST, "failed", "5.1.1")
    assert status.blames_the_address


def test_it_reads_a_notice_in_words_with_a_field_of_whom_it_failed() -> None:
    """As Google wrote it: plain text, `X-Failed-Recipients`, and a mark that says a machine answered."""
    words = (
        f"Delivery to the following recipient failed permanently:\r\n\r\n     {GUEST}\r\n\r\n"
        "Technical details: 550 5.1.1 The email account that you tried to reach does not exist.\r\n\r\n"
        "----- Original message -----\r\n\r\nPlease see our policy on spam.\r\n"
    )
    content = mail(words, X_Failed_Recipients=GUEST, Auto_Submitted="auto-replied")
    status = the_status(content)
    assert (status.address, status.status) == (GUEST, "5.1.1")
    assert status.blames_the_address


@pytest.mark.parametrize(
    ("words", "code", "fault"),
    [
        (
            "Hi. This is the qmail-send program.\r\n\r\n<robin@example.com>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n",
            "5.1.1",
            Fault.ADDRESS,
        ),
        (
            "A message that you sent could not be delivered to one or more of its recipients.\r\n\r\n  robin@example.com\r\n"
            "    SMTP error from remote mail server after RCPT TO:<robin@example.com>: 550 5.2.2 Mailbox full\r\n",
            "5.2.2",
            Fault.MAILBOX,
        ),
        (
            "<robin@example.com>: host mx.example.com said: 554 message rejected: SPF fails\r\n",
            "",
            Fault.SENDER,
        ),
    ],
    ids=["qmail", "exim", "postfix"],
)
def test_it_reads_notices_in_words_alone(words: str, code: str, fault: Fault) -> None:
    status = the_status(mail(words))
    assert (status.address, status.action, status.status, status.fault) == (GUEST, "failed", code, fault)


def test_it_knows_a_delay_from_a_failure_in_words() -> None:
    words = "This message was created automatically.\r\n\r\nYour message to robin@example.com has been delayed. It will be retried.\r\n"
    assert the_status(mail(words, Subject="Warning: message delayed")).action == "delayed"


def test_it_stops_nothing_for_what_only_the_library_recognizes() -> None:
    """A form it knows and no reason that we know: recognized, and a guess."""
    words = "Your message could not be delivered to the following recipients:\r\n\r\nrobin@example.com\r\n\r\nSee below.\r\n"
    status = the_status(mail(words, Subject="Mail delivery failed"))
    assert status.is_guess
    assert not status.blames_the_address


def test_it_takes_no_reply_of_a_person_for_a_report_though_it_quotes_one() -> None:
    words = "Cora, I got this, what is it?\r\n\r\n> <robin@example.com>:\r\n> 550 5.1.1 no such user\r\n"
    found = read_mail(mail(words, sender="Robin <robin@example.com>", Subject="Re: Returned mail"))
    assert found.delivery is None
    assert not found.is_from_mail_system


def test_it_reads_the_gateways_heading_for_no_word_of_the_server() -> None:
    more = "Diagnostic-Code: smtp; 5.1.0 - Unknown address error 550-'5.7.1 <robin@example.com>... Access denied'\r\n"
    status = the_status(mail(part(STATUS, fields(status="5.1.0", more=more)) + "--=_b--", REPORT))
    assert not status.blames_the_address


def test_it_tells_a_refused_letter_from_a_refused_recipient_by_the_transcript() -> None:
    """Some say "unknown user" to what a person's filter refuses, once they have seen the letter."""
    said = (
        "----- Transcript of session follows -----\r\n>>> DATA\r\n<<< 550 Unknown user robin@example.com\r\n"
    )
    breath = ">>> DATA\r\n<<< 550 Unknown user robin@example.com\r\n<<< 503 Need RCPT (recipient)\r\n"
    more = "Diagnostic-Code: SMTP; 550 Unknown user robin@example.com\r\n"

    def told(words: str) -> RecipientStatus:
        report = fields(status="5.2.0", more=more)
        return the_status(mail(part("text/plain", words) + part(STATUS, report) + "--=_b--", REPORT))

    assert not told(said).blames_the_address
    assert told(breath).blames_the_address


def test_it_reads_a_report_whose_parts_are_marked_otherwise_than_it_says() -> None:
    words = f"This is the mail system.\r\n\r\n<{GUEST}>: host mx.example.com said: 550 5.1.1 User unknown (in reply to RCPT TO command)\r\n"
    assert the_status(mail(part("text/plain", words), REPORT.replace("=_b", "=_other"))).address == GUEST


AMAZON = {
    "mail": {
        "source": BACK,
        "headers": [
            {"name": "Message-ID", "value": "<letter-1@example.org>"},
            {"name": "List-Unsubscribe", "value": "<https://launch.example.org/u/Abcdefghijklmnopqrst-_>"},
        ],
    }
}


def test_it_reads_what_amazon_tells_in_json() -> None:
    bounce = AMAZON | {
        "notificationType": "Bounce",
        "bounce": {
            "bounceType": "Permanent",
            "bouncedRecipients": [
                {
                    "emailAddress": GUEST,
                    "action": "failed",
                    "status": "5.1.1",
                    "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                }
            ],
        },
    }
    trailer = "\r\n\r\n--\r\nIf you wish to stop receiving notifications from this topic, visit https://sns.example\r\n"
    content = mail(json.dumps(bounce) + trailer, sender="no-reply@sns.example", To="answers@example.org")
    found = read_mail(content)
    assert the_status(content).blames_the_address
    assert BACK in found.recipients
    complaint = AMAZON | {"notificationType": "Complaint", "complaint": {"complaintFeedbackType": "abuse"}}
    heard = read_mail(
        mail(json.dumps({"Message": json.dumps(complaint)}), sender="no-reply@sns.example")
    ).complaint
    assert heard is not None
    assert heard.is_unwelcome
    assert heard.return_tokens == ("1.abcdefghijklmnopqrstuvwxyz",)
    assert heard.stop_tokens == ("Abcdefghijklmnopqrst-_",)


def test_it_reads_microsofts_complaint_which_attaches_the_letter_and_says_no_more() -> None:
    letter = f"Return-Path: <{BACK}>\r\nX-HmXmrOriginalRecipient: {GUEST}\r\nSubject: Come\r\n\r\nCome.\r\n"
    content = mail(
        part("message/rfc822", letter) + "--=_b--",
        MIXED,
        sender="staff@example.net",
        Subject="complaint about message from 192.0.2.7",
    )
    heard = read_mail(content).complaint
    assert heard is not None
    assert heard.is_unwelcome
    assert heard.return_tokens == ("1.abcdefghijklmnopqrstuvwxyz",)


def test_it_takes_no_forwarded_letter_for_a_complaint() -> None:
    letter = f"Return-Path: <{BACK}>\r\nSubject: Come\r\n\r\nCome.\r\n"
    content = mail(
        part("text/plain", "See below.") + part("message/rfc822", letter) + "--=_b--",
        MIXED,
        sender=GUEST,
        Subject="Fwd: spam report",
    )
    assert read_mail(content).complaint is None


@pytest.mark.parametrize(
    "marks",
    [
        {"Subject": "Automatic reply: Come to the launch"},
        {"Subject": "Out of Office: Come"},
        {"Subject": "Automatische Antwort: Come"},
        {"Subject": "Respuesta automática: Come"},
        {"X_Apple_Action": "VACATION"},
        {"X_MS_Exchange_Inbox_Rules_Loop": "robin@example.com"},
        {"Subject": "Automatic reply: Come", "Return_Path": "<>"},
    ],
)
def test_it_knows_a_note_of_somebody_away_that_sets_no_standard_mark(marks: dict[str, str]) -> None:
    found = read_mail(mail("Back on Monday.", sender=GUEST, **marks))
    assert found.automatic is Automatic.AWAY
    assert not found.is_from_mail_system
    assert found.delivery is None


def test_it_takes_nobody_who_is_away_for_a_mail_server() -> None:
    """An answer with an empty return path, and words that a server might use."""
    words = "I am out of the office and temporarily not reading mail; it may be delayed until June 2."
    assert read_mail(mail(words, sender=GUEST, Return_Path="<>", Subject="Re: Come")).delivery is None


def test_it_reads_the_worst_lines_in_no_time() -> None:
    began = time.process_time()
    for line in (
        "-" * 60_000,
        "<style" * 10_000,
        "a@" * 30_000,
        "(in reply to " * 4_000,
        ">>> DATA\r\n" * 6_000,
    ):
        for kind in ("text/plain", "text/html"):
            read_mail(mail(line, kind))
    assert time.process_time() - began < 5


def test_it_takes_no_receipt_of_a_reader_for_a_letter_that_came_back() -> None:
    body = part("text/plain", "Your message was deleted without being read.") + part(
        "message/disposition-notification",
        f"Final-Recipient: rfc822; {GUEST}\r\nDisposition: manual-action; deleted",
    )
    receipt = REPORT.replace("delivery-status", "disposition-notification")
    found = read_mail(mail(body + "--=_b--", receipt, sender=GUEST, Subject="Not read: Come"))
    assert found.delivery is None
    assert (found.is_from_mail_system, found.automatic) == (False, Automatic.REPLIED)


def test_it_hears_in_the_words_who_is_away_and_who_is_gone() -> None:
    assert speaks_of_being_away(
        "Thank you. I am out of the office until June 2 with limited access to email."
    )
    assert not speaks_of_being_away("Thank you. Is there parking?")
    assert will_not_be_read(
        "Robin Finch is no longer with Example Mills. Please write to office@example.com."
    )
    assert will_not_be_read("Please confirm that you are human to have your message delivered.")
    assert not will_not_be_read("I am out of the office until June 2.")
