"""What a mail says to eyes, as plain text: for telling what a program wrote that sets no fields."""

import html
import re
from collections.abc import Iterator, Sequence
from email.message import Message

from notifications.inbox.headers import without_controls

LONGEST = 6000
"""Characters of a notice that are read; what went wrong stands at its beginning."""
LONGEST_WORDS = 1000
"""Characters of them that are kept of one recipient."""
_TAG = re.compile(
    r"<(?:style|script|head)\b.*?</(?:style|script|head)>|<(?:br|/p|/div|/tr|/h\d)\b[^>]*>|<[a-z!/][^>]*>",
    re.I | re.S,
)
_STAGE = re.compile(
    r">>> (DATA|MAIL FROM|RCPT TO|[EH][EH]LO)[^\n]*\n(?:<<< [^5\n][^\n]*\n)*<<< 5", re.IGNORECASE
)

_COPY_BEGINS = re.compile(
    r"^[ \t>]*(?:--.*(?:copy|original|returned (?:message|mail)|unsent|headers?\b).*|original message:.*|.*(?:copy of (?:your|the) (?:original )?(?:message|mail)|"
    r"original message (?:follows|headers?)|your (?:original )?message (?:follows|reads)|the (?:header|text) of the "
    r"(?:original )?message|unsent message).*:?[ \t]*|(?:received: from|return-path:|mime-version:) .*)$",
    re.IGNORECASE | re.MULTILINE,
)
_TOLD_STAGE = re.compile(r"\(in\s+reply\s+to\s+[\w ]{4,30}\)", re.IGNORECASE)
_PARAGRAPH_ENDS = re.compile(r"\n[ \t]*\n")
_NOBODY_LEFT = re.compile(r"<<< (?:503|554)\b[^\n]*(?:rcpt|recipient|sequence)", re.IGNORECASE)


def decoded(part: Message) -> str:
    """The text of one part, whatever it says about its characters."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return without_controls(content.decode(charset, "replace"))
    except (LookupError, ValueError):
        return without_controls(content.decode("utf-8", "replace"))


def plain_text(message: Message, depth: int = 6) -> str:
    """All that is written in a mail outside of letters inside it, at most six thousand characters."""
    return "\n".join(_texts(message, depth))[:LONGEST]


def _texts(message: Message, depth: int) -> list[str]:
    payload = message.get_payload()
    if isinstance(payload, str) and message.get_content_maintype() == "multipart":
        return [without_controls(payload)]  # its parts are marked otherwise than it says
    if isinstance(payload, list):
        if depth < 1 or message.get_content_maintype() != "multipart":
            return []
        parts = [part for part in payload if isinstance(part, Message)]
        if message.get_content_subtype() == "alternative":
            plain = [
                part for part in parts if part.get_content_type() == "text/plain" and decoded(part).strip()
            ]
            parts = plain or parts
        return [text for part in parts for text in _texts(part, depth - 1)]
    if message.get_content_type() == "text/html":
        return [of_html(decoded(message)[: 2 * LONGEST])]
    return [decoded(message)] if message.get_content_type() in ("text/plain", "text/report") else []


def of_html(page: str) -> str:
    """The words of a page, a line for each of its lines."""
    broken = _TAG.sub(lambda tag: "\n" if tag[0][:2].lower() in ("<b", "</") else " ", page)
    return re.sub(r"[ \t\xa0]+", " ", html.unescape(broken))


def notice(said: str) -> str:
    """What a mail server wrote, without the copy of the letter that follows it."""
    begins = _COPY_BEGINS.search(said)
    return said[: begins.start()] if begins and said[: begins.start()].strip() else said


def said_of(address: str, named: Sequence[str], said: str) -> Iterator[str]:
    """What a notice says of one of the addresses it names, the nearest words first, each in one line.

    The paragraph that names it, what follows until another is named, and, where it is named alone, all.
    """
    small = said.lower()
    at = small.find(address) if address else -1
    if at >= 0:
        begin = max(0, said.rfind("\n", 0, at))
        ends = [place for other in named if other != address and (place := small.find(other, at)) > 0]
        behind = said[begin : max(begin, said.rfind("\n", 0, min(ends))) if ends else len(said)]
        yield _one_line(_PARAGRAPH_ENDS.split(behind.lstrip(), maxsplit=1)[0])
        yield _one_line(behind)
    if at < 0 or len(named) < 2:
        yield _one_line(said)


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()[:LONGEST_WORDS]


def stage_in(said: str) -> str:
    """In a transcript, at which word of ours the server said no: "(in reply to DATA)"; "" where there is none.

    A server that takes several words in one breath answers behind the last of them: that nobody was left to send the
    letter to shows that the no was to the recipient.
    """
    found = _STAGE.search(said)
    if found is None:
        told = _TOLD_STAGE.search(said)
        return told[0] if told else ""
    stage = "RCPT TO" if found[1].upper() == "DATA" and _NOBODY_LEFT.search(said) else found[1]
    return f"(in reply to {stage})"
