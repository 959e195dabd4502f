"""Addresses with a secret behind the plus: `launch+r.<token>@example.org`. Lower case only, since some programs change it."""

import re
from collections.abc import Iterable

REPLY, BOUNCE = "r", "b"
"""What comes to the address: answers pressed in a calendar, or letters that came back."""
UNTIL_IT_LEAVES = "put.in.when.it.leaves"
"""Stands for a token in an entry that is stored: nothing is believed that comes to it."""
_MARKED = re.compile(r"\+([rb])\.([a-z0-9.]{20,60})@", re.IGNORECASE)


def write(base: str, mark: str, token: str) -> str:
    """The address behind which `token` is kept. `base` is a plain address; `token` lower-case letters, digits, dots."""
    local, _, domain = base.rpartition("@")
    return f"{local}+{mark}.{token}@{domain}"


def tokens(addresses: Iterable[str], mark: str) -> tuple[str, ...]:
    """The tokens of one mark in these addresses or header lines, each once, lower case."""
    found = (match for address in addresses for match in _MARKED.finditer(address))
    return tuple(dict.fromkeys(match[2].lower() for match in found if match[1].lower() == mark))
