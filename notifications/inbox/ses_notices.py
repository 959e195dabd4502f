"""Amazon SES tells by its notification service, in JSON in the text of a mail, what came back and who complained."""

import json
import re
from collections.abc import Iterator
from email.message import Message
from typing import Any

from notifications.inbox.delivery_reports import (
    MOST_RECIPIENTS,
    DeliveryReport,
    RecipientStatus,
    code_in,
)
from notifications.inbox.words_of_mail import LONGEST_WORDS, decoded
from notifications.refusals import fault_of

_FOLDED = re.compile(r"!\r?\n ")
"""Lines that are too long for mail are broken so by the service."""


def notice_of(message: Message) -> dict[str, Any] | None:
    """What it says, by its names; None for other mail."""
    if message.is_multipart():
        return None
    text = _FOLDED.sub("", decoded(message)).lstrip()
    if not text.startswith("{"):
        return None
    try:
        told, _ = json.JSONDecoder().raw_decode(text)
        if isinstance(told, dict) and isinstance(told.get("Message"), str):
            told = json.loads(told["Message"])
    except (ValueError, RecursionError):
        return None
    known = isinstance(told, dict) and isinstance(told.get("mail"), dict)
    return told if known and isinstance(told, dict) else None


def delivery_report(told: dict[str, Any]) -> DeliveryReport | None:
    """The returned letter of a notice; None where it tells of something else."""
    bounce = told.get("bounce")
    if not isinstance(bounce, dict):
        return None
    recipients = tuple(_status(one, bounce) for one in _dicts(bounce.get("bouncedRecipients")))
    return DeliveryReport(recipients[:MOST_RECIPIENTS], _header(told, "Message-ID").strip("<> ")[:200])


def complained(told: dict[str, Any]) -> str | None:
    """The kind of a complaint ("abuse", say); None where nobody complains."""
    complaint = told.get("complaint")
    if not isinstance(complaint, dict):
        return None
    return str(complaint.get("complaintFeedbackType") or "abuse").lower()[:20]


def sender_lines(told: dict[str, Any]) -> tuple[str, ...]:
    """Where the letter's own secrets are: the return path it left with, and its link to unsubscribe."""
    return str(told["mail"].get("source", ""))[:500], _header(told, "List-Unsubscribe")


def _header(told: dict[str, Any], name: str) -> str:
    for header in _dicts(told["mail"].get("headers")):
        if str(header.get("name", "")).lower() == name.lower():
            return str(header.get("value", ""))[:1000]
    return ""


def _status(told: dict[str, Any], bounce: dict[str, Any]) -> RecipientStatus:
    words = str(told.get("diagnosticCode", "")).partition(";")[2].strip()[:LONGEST_WORDS]
    status = code_in(str(told.get("status", "")), words)
    return RecipientStatus(
        address=str(told.get("emailAddress", "")).strip("<> ").lower()[:254],
        original_address="",
        action="failed" if bounce.get("bounceType") != "Transient" else "delayed",
        status=status,
        words=words,
        fault=fault_of(status, words),
    )


def _dicts(found: object) -> Iterator[dict[str, Any]]:
    yield from (one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()
