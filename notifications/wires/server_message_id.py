"""The Message-ID a mail server gives a letter in place of ours. smtp.office365.com does, and names it in its last word."""

import re

_NAMED = re.compile(r"<([^<>\s@]{1,120}@[^<>\s@]{1,80})>")


def said_in(words: str) -> str:
    """The identifier in the server's yes, `2.0.0 OK <…@….prod.outlook.com> [Hostname=…]`, without brackets; "" for none."""
    found = _NAMED.search(words)
    return found[1] if found else ""
