"""Letters that came back, as mail servers report it in fields: delivery status notifications (RFC 3464, RFC 6533)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import HeaderParser

from notifications.inbox.headers import identifier_of, raw_lines, text_of
from notifications.inbox.words_of_mail import LONGEST_WORDS, notice, plain_text, said_of, stage_in
from notifications.refusals import STATUS, Fault, fault_of
from notifications.wires.mime import RETURN_FIELD

MOST_RECIPIENTS = 20
"""Recipients of one report that are read; our letters have one each."""
DEEPEST = 8
"""How far inside other parts a report is looked for."""
STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
HEADER_TYPES = frozenset(
    {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers", "text/rfc822-header"}
)
LETTER_TYPES = frozenset({"message/rfc822", "message/global"})
_LABEL = re.compile(r"^5\.\d\.\d - (?:Unknown address error|Other mail system problem)\s+(?:\d{3}-)?")
"""A gateway's own heading before the words of the server."""
_IDENTIFIER = re.compile(r"<([^<>\s@]+@[^<>\s@]+)>")
_GIVEN_UP_ON = frozenset({"4.1.1", "4.1.2", "4.1.3"})
"""Codes of an address that some servers call passing, until they give it up."""
_KNOWN_ACTIONS = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
_OTHER_ACTIONS = {"delay": "delayed", "deferred": "delayed", "success": "delivered"}
"""Words outside of the standard; any other says that it failed: `failure`, `expired`."""


@dataclass(frozen=True)
class RecipientStatus:
    """What a mail server says of one recipient. Addresses are lower case; `status` is an RFC 3463 code or ""."""

    address: str
    """"" where the report does not say whose letter came back."""
    original_address: str
    action: str
    """failed, delayed, delivered, relayed or expanded."""
    status: str
    words: str
    fault: Fault = Fault.UNKNOWN
    is_guess: bool = False
    """Known by the marks of returned mail alone: nothing is stopped for it."""

    @property
    def failed(self) -> bool:
        return self.action == "failed"

    @property
    def is_permanent(self) -> bool:
        return self.failed and (not self.status.startswith("4") or self.status in _GIVEN_UP_ON)

    @property
    def blames_the_address(self) -> bool:
        """Whether a letter to that address can never arrive, whatever is in it and whoever sends it."""
        return self.is_permanent and not self.is_guess and self.fault is Fault.ADDRESS

    @property
    def blames_the_sender(self) -> bool:
        return self.failed and self.fault is Fault.SENDER


@dataclass(frozen=True)
class DeliveryReport:
    recipients: tuple[RecipientStatus, ...]
    message_id: str
    """Of the letter it is about, as far as the report brings it back."""
    letter_token: str = ""
    """What a letter without a return path of its own carried in a field, brought back with it: it proves which one it was."""
    named_ids: tuple[str, ...] = ()
    """The identifiers the report names besides: what it answers, what the server called the letter."""


def delivery_report(message: Message) -> DeliveryReport | None:
    """The report a mail carries in fields, wherever in it; None for other mail."""
    parts = list(parts_of(message))
    blocks = [
        block
        for part in parts
        if part.get_content_type() in STATUS_TYPES
        for block in _blocks(part)
        if block.get("Action") or block.get("Final-Recipient") or block.get("Original-Recipient")
    ]
    if not blocks:
        return None
    said = notice(plain_text(message))
    told = [_told(block) for block in blocks[:MOST_RECIPIENTS]]
    named = [status.address for status in told]
    statuses = [_judged(status, named, said) for status in told]
    return DeliveryReport(tuple(dict.fromkeys(statuses)), *returned_marks(message, parts))


def parts_of(message: Message, depth: int = DEEPEST) -> Iterator[Message]:
    """Every part of a mail down to reports, and to letters inside, which are given but not entered further.

    A letter inside is entered where it is all there is: some systems pass a report on whole.
    """
    yield message
    payload = message.get_payload()
    if depth < 1 or not isinstance(payload, list) or message.get_content_type() in STATUS_TYPES:
        return
    inner = [part for part in payload if isinstance(part, Message)]
    is_letter = message.get_content_type() in LETTER_TYPES
    for part in inner:
        if is_letter and part.get_content_type() != "multipart/report":
            yield part
        else:
            yield from parts_of(part, depth - 1)


def originals(parts: list[Message]) -> list[Message]:
    """The letter a report is about, or its headers, among the parts of the report."""
    found = []
    for part in parts:
        payload = part.get_payload()
        if part.get_content_type() in LETTER_TYPES and isinstance(payload, list):
            found += [inner for inner in payload if isinstance(inner, Message)]
        elif part.get_content_type() in HEADER_TYPES or (
            part.get_content_type() in LETTER_TYPES and isinstance(payload, str)
        ):
            content = part.get_payload(decode=True)
            text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
            found.append(HeaderParser().parsestr(text.lstrip()))
    return found


def returned_identifier(parts: list[Message]) -> str:
    """The Message-ID of the letter that is brought back; "" where none is."""
    return next(filter(None, (identifier_of(original) for original in originals(parts))), "")


def returned_marks(message: Message, parts: list[Message]) -> tuple[str, str, tuple[str, ...]]:
    """Of the letter that is brought back: its Message-ID, our own field, and what else the report calls it."""
    tokens = [text_of(letter, RETURN_FIELD).strip("<> ").lower() for letter in originals(parts)]
    others = raw_lines(message, "In-Reply-To", "References", "X-MS-Exchange-Parent-Message-Id")
    others += tuple(line for part in parts for line in raw_lines(part, "X-Original-Message-ID"))
    named = tuple(dict.fromkeys(found[:200] for line in others for found in _IDENTIFIER.findall(line)))
    return returned_identifier(parts), next(filter(None, tokens), "")[:100], named[:MOST_RECIPIENTS]


def _blocks(part: Message) -> list[Message]:
    """The groups of fields. Encoded ones, which the standard forbids, are taken apart too."""
    payload = part.get_payload()
    if isinstance(payload, list):
        blocks = _messages(payload)
        if any(block.keys() for block in blocks):
            return [inner for block in blocks for inner in _parted(block)]
    content = part.get_payload(decode=True)
    if isinstance(payload, list):  # the parser took them for a message without fields
        content = "\n\n".join(str(block.get_payload()) for block in _messages(payload)).encode(
            "utf-8", "replace"
        )
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else str(payload)
    return [HeaderParser().parsestr(block) for block in re.split(r"\r?\n[ \t]*\r?\n", text.strip())]


def _messages(payload: list[Message | str]) -> list[Message]:
    return [part for part in payload if isinstance(part, Message)]


def _parted(block: Message) -> list[Message]:
    """A group the parser took whole, with the next one behind a line that is not quite empty."""
    rest = block.get_payload()
    if isinstance(rest, str) and re.match(r"\s*(?:Final|Original)-Recipient\s*:", rest, re.IGNORECASE):
        return [block, HeaderParser().parsestr(rest.lstrip())]
    return [block]


def _told(block: Message) -> RecipientStatus:
    diagnosis = text_of(block, "Diagnostic-Code")
    kind, parted, rest = diagnosis.partition(";")
    said = rest.strip() if parted and len(kind) < 20 else diagnosis
    words = _LABEL.sub("", said)[:LONGEST_WORDS]
    status = code_in(text_of(block, "Status") if words == said else "", words)
    return RecipientStatus(
        address=_address(str(block.get("Final-Recipient", ""))),
        original_address=_address(
            str(block.get("Original-Recipient") or block.get("X-Actual-Recipient", ""))
        ),
        action=_action(text_of(block, "Action"), status),
        status=status,
        words=words,
    )


def _judged(told: RecipientStatus, named: list[str], said: str) -> RecipientStatus:
    """`said` is the notice for eyes beside the fields: it tells at which word of ours the server said no, and, where
    the fields tell nothing, why."""
    about = next(said_of(told.address, named, said), "")
    fault = fault_of(
        told.status, f"{told.words} {stage_in(about) or (stage_in(said) if len(named) < 2 else '')}"
    )
    if fault is not Fault.UNKNOWN or told.words:
        return replace(told, fault=fault)
    for words in said_of(told.address, named, said):
        fault = fault_of(told.status, words)
        if fault is not Fault.UNKNOWN:
            return replace(told, fault=fault, words=words)
    return told


def code_in(field: str, words: str) -> str:
    """The code of the field; the one in the words where the field says no more than its class."""
    stated, said = STATUS.search(field), STATUS.search(words)
    if stated is None:
        return ".".join(said.groups()) if said else ""
    if said and stated[2] == stated[3] == "0" and said[1] == stated[1]:
        return ".".join(said.groups())
    return ".".join(stated.groups())


def _action(field: str, status: str) -> str:
    stated = field.lower().partition(" ")[0].strip(" ;()")[:20]
    if not stated:
        return {"2": "delivered", "4": "delayed"}.get(status[:1], "failed")
    return stated if stated in _KNOWN_ACTIONS else _OTHER_ACTIONS.get(stated, "failed")


def _address(field: str) -> str:
    """`rfc822; zoe@example.com` is what the field says; some leave the first half out."""
    return field.rpartition(";")[2].strip().strip("<>").lower()[:254]
