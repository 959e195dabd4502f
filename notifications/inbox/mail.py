"""One mail as it came: what it is, whom it was for, and the parts of it that mean something here."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parseaddr
from enum import StrEnum

from notifications.inbox.complaints import Complaint, complaint
from notifications.inbox.delivery_reports import DeliveryReport, delivery_report
from notifications.inbox.headers import identifier_of, raw_lines, text_of, without_controls

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


class Automatic(StrEnum):
    """Whether a machine wrote it (RFC 3834)."""

    NO = "no"
    GENERATED = "generated"
    """A machine sent it of its own, as Google does with an answer pressed in its calendar."""
    REPLIED = "replied"
    """A machine answered a letter: out of office, an acknowledgement."""


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
    return Mail(
        message_id=identifier_of(message),
        from_name=name[:200],
        from_address=address.lower()[:254],
        subject=text_of(message, "Subject")[:200],
        recipients=raw_lines(message, *RECIPIENT_HEADERS),
        automatic=_automatic(message),
        text=next((_text(part).strip()[:LONGEST_TEXT] for part in parts if _is_plain(part)), ""),
        calendars=_calendars(parts),
        delivery=delivery_report(message),
        complaint=complaint(message),
    )


def _parts(message: Message) -> Iterator[Message]:
    """The leaves of the tree; letters inside the letter are not looked into."""
    payload = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(payload, list):
        for part in payload:
            if isinstance(part, Message):
                yield from _parts(part)
    else:
        yield message


def _is_plain(part: Message) -> bool:
    return part.get_content_type() == "text/plain" and part.get_content_disposition() != "attachment"


def _calendars(parts: list[Message]) -> tuple[str, ...]:
    """Google sends the part inside and as attachment; one of them is enough."""
    found = ("\n".join(_text(part).splitlines()) for part in parts if _is_calendar(part))
    return tuple(dict.fromkeys(found))[:MOST_CALENDARS]


def _is_calendar(part: Message) -> bool:
    if part.get_content_type() in CALENDAR_TYPES:
        return True
    name = part.get_filename()
    return isinstance(name, str) and name.lower().endswith(".ics")


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return without_controls(content.decode(charset, "replace"))
    except (LookupError, ValueError):
        return without_controls(content.decode("utf-8", "replace"))


def _automatic(message: Message) -> Automatic:
    stated = text_of(message, "Auto-Submitted").lower().partition(";")[0].strip()
    answers = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From")
    precedence = text_of(message, "Precedence").lower()
    if stated == "auto-replied" or precedence == "auto_reply" or any(message.get(name) for name in answers):
        return Automatic.REPLIED
    if (stated and stated != "no") or precedence in ("bulk", "junk", "list"):
        return Automatic.GENERATED
    return Automatic.NO
