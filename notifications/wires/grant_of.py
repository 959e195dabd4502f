"""Which grant the address of a channel or a mailbox signs in by."""

from urllib.parse import parse_qs


def grant_of(url: str) -> int:
    """The number in `?grant=3` of an address, masked or not; 0 where it names none."""
    stated = parse_qs(url.partition("?")[2]).get("grant", [""])[0]
    return int(stated) if stated.isdecimal() and len(stated) < 10 else 0
