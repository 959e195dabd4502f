"""Header fields of a strange mail, as plain bounded text whatever is in them."""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from notifications.plain_words import one_line

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST = 500
"""Characters of a header that are kept for eyes."""


def text_of(message: Message, name: str) -> str:
    """The field decoded, in one line; as it stands when it cannot be decoded; "" when it is absent."""
    value = next((raw for key, raw in message.raw_items() if key.lower() == name.lower()), None)
    if value is None:
        return ""
    stated = _bare(str(value))
    try:
        words = str(make_header(decode_header(stated)))
    except (HeaderParseError, LookupError, ValueError):
        words = stated
    return one_line(without_controls(words))[:LONGEST]


def _bare(value: str) -> str:
    """Characters that stand in a header as they are, uncoded, are UTF-8 by today's standard (RFC 6532)."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def without_controls(words: str) -> str:
    """What a database and a page can hold: no zero bytes and their like, no half of a character. Breaks of lines stay."""
    return _CONTROLS.sub("", words.encode("utf-8", "replace").decode("utf-8"))


def identifier_of(message: Message, name: str = "Message-ID") -> str:
    """A message identifier without its angle brackets."""
    return text_of(message, name).strip("<> ")[:200]


def raw_lines(message: Message, *names: str) -> tuple[str, ...]:
    """Every field of these names as it stands, for looking for something exact in it."""
    return tuple(without_controls(str(value)) for name in names for value in message.get_all(name, []))
