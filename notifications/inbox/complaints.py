"""Somebody pressed "this is spam": feedback reports (ARF, RFC 5965)."""

import re
from dataclasses import dataclass
from email.message import Message

from notifications.inbox import plus_addresses
from notifications.inbox.delivery_reports import originals
from notifications.inbox.headers import identifier_of, raw_lines, text_of

UNWELCOME = frozenset({"abuse", "fraud", "opt-out", "opt-out-list", "other"})
"""Types of feedback that mean: no more of these. Not among them: not-spam, virus, auth-failure."""
_STOP_LINK = re.compile(r"/u/([A-Za-z0-9_-]{16,64})")


@dataclass(frozen=True)
class Complaint:
    """The secrets of ours it brings back say which letter it is about; without one it proves nothing."""

    feedback: str
    return_tokens: tuple[str, ...]
    """From the return path of the letter."""
    stop_tokens: tuple[str, ...]
    """From its unsubscribe link."""
    message_id: str

    @property
    def is_unwelcome(self) -> bool:
        return self.feedback in UNWELCOME


def complaint(message: Message) -> Complaint | None:
    """The complaint a mail carries; None for other mail."""
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    parts = [part for part in message.get_payload() if isinstance(part, Message)]
    reports = [part for part in parts if part.get_content_type() == "message/feedback-report"]
    if not reports:
        return None
    fields, letters = _fields(reports[0]), originals(parts)
    paths = raw_lines(fields, "Original-Mail-From")
    links: tuple[str, ...] = ()
    for letter in letters:
        paths += raw_lines(letter, "Return-Path")
        links += raw_lines(letter, "List-Unsubscribe")
    return Complaint(
        feedback=text_of(fields, "Feedback-Type").lower()[:20],
        return_tokens=plus_addresses.tokens(paths, plus_addresses.BOUNCE),
        stop_tokens=tuple(dict.fromkeys(token for link in links for token in _STOP_LINK.findall(link)))[:5],
        message_id=next(filter(None, map(identifier_of, letters)), ""),
    )


def _fields(part: Message) -> Message:
    """The parser takes the fields for the headers of a message inside the part."""
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return payload[0]
    from email.parser import HeaderParser

    return HeaderParser().parsestr(str(payload or "").lstrip())
