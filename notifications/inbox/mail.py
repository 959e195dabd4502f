"""One mail as it came: what it is, whom it was for, and the parts of it that mean something here."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parseaddr
from typing import Any

from notifications.inbox import ses_notices
from notifications.inbox.automatic_answers import Automatic, automatic
from notifications.inbox.complaints import Complaint, complaint
from notifications.inbox.delivery_reports import DeliveryReport, delivery_report
from notifications.inbox.headers import identifier_of, raw_lines, text_of
from notifications.inbox.returned_letters import is_from_mail_system, returned_letter
from notifications.inbox.words_of_mail import decoded, plain_text

LARGEST = 65_536
"""Bytes of a mail that are read; what means something comes first in it."""
LONGEST_TEXT = 1500
MOST_CALENDARS = 4
CALENDAR_TYPES = frozenset({"text/calendar", "application/ics", "application/calendar"})
RECIPIENT_HEADERS = (
    "To",
    "Cc",
    "Delivered-To",
    "X-Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "Apparently-To",
    "Resent-To",
)


class UnreadableMail(ValueError):
    """It cannot be taken apart."""


@dataclass(frozen=True)
class Mail:
    message_id: str
    from_name: str
    from_address: str
    """Lower case; anybody can write anything here."""
    subject: str
    recipients: tuple[str, ...]
    """The header lines that say whom it was for, as they stand."""
    automatic: Automatic
    text: str
    """The beginning of what was written."""
    calendars: tuple[str, ...] = ()
    """Calendar parts, each text once."""
    is_from_mail_system: bool = False
    """A mail server wrote it: at a return path it is about a letter, whatever it says."""
    delivery: DeliveryReport | None = None
    complaint: Complaint | None = None


def read_mail(content: bytes) -> Mail:
    """Takes the first 64 kB of a mail apart. Raises UnreadableMail for one that is nested without end."""
    try:
        message = BytesParser(policy=compat32).parsebytes(content[:LARGEST])
        parts = list(_parts(message))
        return _mail(message, parts)
    except RecursionError:
        raise UnreadableMail("it is nested too deeply") from None


def _mail(message: Message, parts: list[Message]) -> Mail:
    name, address = parseaddr(text_of(message, "From"))
    told = ses_notices.notice_of(message)
    return Mail(
        message_id=identifier_of(message),
        from_name=name[:200],
        from_address=address.lower()[:254],
        subject=text_of(message, "Subject")[:200],
        recipients=raw_lines(message, *RECIPIENT_HEADERS)
        + (ses_notices.sender_lines(told)[:1] if told else ()),
        automatic=automatic(message),
        text=plain_text(message).strip()[:LONGEST_TEXT],
        calendars=_calendars(parts),
        is_from_mail_system=is_from_mail_system(message),
        delivery=_delivery(message, told),
        complaint=complaint(message),
    )


def _delivery(message: Message, told: dict[str, Any] | None) -> DeliveryReport | None:
    if told is not None:
        return ses_notices.delivery_report(told)
    return delivery_report(message) or returned_letter(message)


def _parts(message: Message) -> Iterator[Message]:
    """The leaves of the tree; letters inside the letter are not looked into."""
    payload = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield from _parts(part)
    else:
        yield message


def _calendars(parts: list[Message]) -> tuple[str, ...]:
    """Google sends the part inside and as attachment; one of them is enough."""
    found = ("\n".join(decoded(part).splitlines()) for part in parts if _is_calendar(part))
    return tuple(dict.fromkeys(found))[:MOST_CALENDARS]


def _is_calendar(part: Message) -> bool:
    if part.get_content_type() in CALENDAR_TYPES:
        return True
    name = part.get_filename()
    return isinstance(name, str) and name.lower().endswith(".ics")
