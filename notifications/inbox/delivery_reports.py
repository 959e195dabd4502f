"""Letters that came back: delivery status notifications (RFC 3464)."""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from notifications.inbox.headers import identifier_of, text_of

MOST_RECIPIENTS = 20
"""Recipients of one report that are read; our letters have one each."""
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_BLAME_THE_ADDRESS = re.compile(r"^5\.(0\.0|1\.(?!7$|8$)\d+|2\.[01]|4\.4)$")
"""Codes (RFC 3463) that say the mailbox or its domain is not there. A full mailbox, a spam filter, a letter that is
too large, or a sender who is not believed, are not the address's fault."""


@dataclass(frozen=True)
class RecipientStatus:
    """What a mail server says of one recipient. Addresses are lower case; `status` is an RFC 3463 code or ""."""

    address: str
    original_address: str
    action: str
    """failed, delayed, delivered, relayed or expanded."""
    status: str
    words: str

    @property
    def failed(self) -> bool:
        return self.action == "failed"

    @property
    def is_permanent(self) -> bool:
        return self.failed and self.status.startswith("5")

    @property
    def blames_the_address(self) -> bool:
        """Whether a letter to that address can never arrive, whatever is in it and whoever sends it."""
        return self.is_permanent and _BLAME_THE_ADDRESS.match(self.status) is not None


@dataclass(frozen=True)
class DeliveryReport:
    recipients: tuple[RecipientStatus, ...]
    message_id: str
    """Of the letter it is about, as far as the report brings it back."""


def delivery_report(message: Message) -> DeliveryReport | None:
    """The report a mail carries; None for other mail."""
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    parts = [part for part in message.get_payload() if isinstance(part, Message)]
    statuses = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not statuses:
        return None
    blocks = [block for block in _blocks(statuses[0]) if block.get("Action") or block.get("Final-Recipient")]
    return DeliveryReport(
        tuple(_status(block) for block in blocks[:MOST_RECIPIENTS]),
        next(filter(None, (identifier_of(original) for original in originals(parts))), ""),
    )


def originals(parts: list[Message]) -> list[Message]:
    """The letter a report is about, or its headers, among the parts of the report."""
    found = []
    for part in parts:
        payload = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(payload, list):
            found += [inner for inner in payload if isinstance(inner, Message)]
        elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            content = part.get_payload(decode=True)
            text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
            found.append(HeaderParser().parsestr(text.lstrip()))
    return found


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _status(block: Message) -> RecipientStatus:
    stated = _STATUS.search(text_of(block, "Status"))
    words = text_of(block, "Diagnostic-Code").partition(";")[2].strip() or text_of(block, "Diagnostic-Code")
    return RecipientStatus(
        address=_address(text_of(block, "Final-Recipient")),
        original_address=_address(text_of(block, "Original-Recipient")),
        action=text_of(block, "Action").lower()[:20],
        status=".".join(stated.groups()) if stated else "",
        words=words,
    )


def _address(field: str) -> str:
    """`rfc822; zoe@example.com` is what the field says; some leave the first half out."""
    return field.rpartition(";")[2].strip().strip("<>").lower()[:254]
