"""Mail as it comes back from the world: answers in the three shapes, reports, complaints, out-of-office notes."""

from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText

ORGANIZER = "answers+r.abcdefghijklmnopqrstuvwxyz@example.org"
OUTLOOK_ZONE = """\
BEGIN:VTIMEZONE
TZID:Mountain Standard Time
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0600
TZOFFSETTO:-0700
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0700
TZOFFSETTO:-0600
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def answer(
    attendee: str,
    *,
    uid: str = "meeting-1@sector-launch",
    sequence: int | None = 0,
    stamp: str = "20260402T150000Z",
    method: str = "REPLY",
    more: str = "",
    zone: str = "",
    start: str = "DTSTART:20260910T143000Z",
) -> str:
    """A calendar object; `attendee` is the whole ATTENDEE line."""
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Example//EN",
        "VERSION:2.0",
        f"METHOD:{method}",
        *zone.splitlines(),
        "BEGIN:VEVENT",
        attendee,
        f"UID:{uid}",
        start,
        *([f"SEQUENCE:{sequence}"] if sequence is not None else []),
        f"DTSTAMP:{stamp}",
        *more.splitlines(),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines)


def attendee(address: str, partstat: str = "ACCEPTED", name: str = "", mailto: str = "mailto") -> str:
    cn = f";CN={name}" if name else ""
    return f"ATTENDEE;PARTSTAT={partstat}{cn}:{mailto}:{address}"


def from_google(calendar: str, to: str = ORGANIZER, sender: str = "alder@example.com") -> bytes:
    """The part twice: inside the alternative and as attachment. A machine sends it of its own."""
    mail = _head(MIMEMultipart("mixed"), to, sender, "Accepted: Launch @ Thu Sep 10, 2026")
    mail["Sender"] = "Example Calendar <calendar-notification@example.net>"
    mail["Auto-Submitted"] = "auto-generated"
    words = MIMEMultipart("alternative")
    words.attach(MIMEText("Biz Alder has accepted this invitation."))
    words.attach(_calendar(calendar))
    mail.attach(words)
    attached = MIMEBase("application", "ics", name="invite.ics")
    attached.set_payload(calendar)
    attached["Content-Disposition"] = 'attachment; filename="invite.ics"'
    mail.attach(attached)
    return mail.as_bytes()


def from_outlook(calendar: str, to: str = ORGANIZER, sender: str = "alder@example.com") -> bytes:
    """One alternative, the calendar in base64."""
    mail = _head(MIMEMultipart("alternative"), to, sender, "Accepted: Launch")
    mail.attach(MIMEText("See you there."))
    mail.attach(_calendar(calendar, charset="utf-8"))
    return mail.as_bytes()


def from_apple(calendar: str, to: str = ORGANIZER, sender: str = "alder@example.com") -> bytes:
    """Words, and the calendar as an attachment only."""
    mail = _head(MIMEMultipart("mixed"), to, sender, "Launch")
    mail.attach(MIMEText("Biz Alder accepted the invitation."))
    part = _calendar(calendar)
    part["Content-Disposition"] = "attachment; filename=iCal-20260402-090000.ics"
    mail.attach(part)
    return mail.as_bytes()


SHAPES = {"google": from_google, "outlook": from_outlook, "apple": from_apple}


def report(
    to: str,
    recipient: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    words: str = "smtp; 550 5.1.1 no such user",
    original: bytes = b"Message-ID: <letter-1@example.org>\r\nSubject: Come\r\n\r\nCome.\r\n",
) -> bytes:
    """A delivery status notification, as mail servers write it (RFC 3464)."""
    fields = (
        f"Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; {recipient}\r\n"
        f"Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: {words}\r\n"
    )
    return _report(to, "mailer-daemon@example.com", "delivery-status", "auto-replied", fields, original)


def spam_complaint(to: str, original: bytes, *, feedback: str = "abuse", mail_from: str = "") -> bytes:
    """A feedback report, as mailbox providers write it (RFC 5965)."""
    fields = f"Feedback-Type: {feedback}\r\nUser-Agent: Example/1\r\nVersion: 1\r\n"
    fields += f"Original-Mail-From: <{mail_from}>\r\n" if mail_from else ""
    return _report(to, "fbl@example.net", "feedback-report", "auto-generated", fields, original)


def _report(to: str, sender: str, kind: str, automatic: str, fields: str, original: bytes) -> bytes:
    """Put together by hand: the library would write anew what is inside."""
    head = (
        f"From: {sender}\r\nTo: {to}\r\nSubject: Report\r\nMessage-ID: <report-1@example.com>\r\n"
        f"Auto-Submitted: {automatic}\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="=_b"\r\n\r\n'
        "--=_b\r\nContent-Type: text/plain\r\n\r\nThis is a report.\r\n"
        f"--=_b\r\nContent-Type: message/{kind}\r\n\r\n{fields}\r\n"
        "--=_b\r\nContent-Type: message/rfc822\r\n\r\n"
    )
    return head.encode("ascii") + original + b"\r\n--=_b--\r\n"


def letter(to: str, sender: str = "alder@example.com", text: str = "A word.", **headers: str) -> bytes:
    """An ordinary mail; headers by name, underscores for hyphens."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, "A word"
    mail["Message-ID"] = "<word-1@example.com>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def _head(mail: MIMEMultipart, to: str, sender: str, subject: str) -> MIMEMultipart:
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = "<answer-1@example.com>"
    return mail


def _calendar(calendar: str, charset: str = "utf-8") -> MIMENonMultipart:
    part = MIMEText(calendar, "calendar", charset)
    part.set_param("method", "REPLY")
    return part
