"""Somebody pressed "this is spam": feedback reports (ARF, RFC 5965), Microsoft's, which are none, and Amazon's."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from notifications.inbox import plus_addresses, ses_notices
from notifications.inbox.delivery_reports import originals, parts_of
from notifications.inbox.headers import identifier_of, raw_lines, text_of
from notifications.wires.mime import RETURN_FIELD

UNWELCOME = frozenset({"abuse", "fraud", "opt-out", "opt-out-list", "other", "complaint"})
"""Types of feedback that mean: no more of these. Not among them: not-spam, virus, auth-failure."""
_STOP_LINK = re.compile(r"/u/([A-Za-z0-9_-]{16,64})")
_MICROSOFT = re.compile(r"complaint about message from", re.IGNORECASE)
_ABUSE_NOTICE = re.compile(
    r"\b(?:spam|abuse) (?:complaint|report)|complaint about (?:spam|your)", re.IGNORECASE
)


@dataclass(frozen=True)
class Complaint:
    """The secrets of ours it brings back say which letter it is about; without one it proves nothing."""

    feedback: str
    return_tokens: tuple[str, ...]
    """From the return path of the letter, or from its own field."""
    stop_tokens: tuple[str, ...]
    """From its unsubscribe link."""
    message_id: str

    @property
    def is_unwelcome(self) -> bool:
        return self.feedback in UNWELCOME


def complaint(message: Message) -> Complaint | None:
    """The complaint a mail carries; None for other mail."""
    told = ses_notices.notice_of(message)
    if told is not None:
        feedback = ses_notices.complained(told)
        return None if feedback is None else _with_secrets(feedback, ses_notices.sender_lines(told), [])
    parts = list(parts_of(message))
    reports = [part for part in parts if part.get_content_type() == "message/feedback-report"]
    letters = originals(parts)
    if reports:
        fields = _fields(reports[0])
        feedback = text_of(fields, "Feedback-Type").lower()[:20] or "abuse"
        return _with_secrets(feedback, raw_lines(fields, "Original-Mail-From"), letters)
    if letters and _hands_a_letter_back(message, letters):
        return _with_secrets("abuse", (), letters)
    return None


def _hands_a_letter_back(message: Message, letters: list[Message]) -> bool:
    """Microsoft attaches the whole letter and says in the subject, or in a field of its own, what it is."""
    if any(letter.get("X-HmXmrOriginalRecipient") for letter in (message, *letters)):
        return True
    subject = text_of(message, "Subject")
    is_notice = not message.get("In-Reply-To") and not re.match(r"\s*(?:fwd?|re)\s*:", subject, re.IGNORECASE)
    return bool(_MICROSOFT.search(subject) or (is_notice and _ABUSE_NOTICE.search(subject)))


def _with_secrets(feedback: str, lines: Iterable[str], letters: list[Message]) -> Complaint:
    paths = links = tuple(lines)
    for letter in letters:
        paths += raw_lines(
            letter, "Return-Path", "X-Original-Return-Path", "Sender", "X-SES-Original-Return-Path"
        )
        links += raw_lines(letter, "List-Unsubscribe")
    marks = (text_of(letter, RETURN_FIELD).strip("<> ").lower() for letter in letters)
    return Complaint(
        feedback=feedback,
        return_tokens=(*plus_addresses.tokens(paths, plus_addresses.BOUNCE), *filter(None, marks)),
        stop_tokens=tuple(dict.fromkeys(token for link in links for token in _STOP_LINK.findall(link)))[:5],
        message_id=next(filter(None, map(identifier_of, letters)), ""),
    )


def _fields(part: Message) -> Message:
    """The parser takes the fields for the headers of a message inside the part."""
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return payload[0]
    return HeaderParser().parsestr(str(payload or "").lstrip())
