"""What the domain of an address tells: whether anybody may have mail there, and whether it looks mistyped."""

from rapidfuzz.distance import OSA

ANYBODYS = {
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "live.com",
    "msn.com",
    "comcast.net",
    "proton.me",
    "protonmail.com",
}
"""Domains where people who have nothing to do with each other have their mail."""
_LONG_ENOUGH = 8
"""Characters below which one letter more or less is a name of its own: me.com, mae.com."""
_REAL_ONES = {"mail.com", "gmx.com", "ymail.com", "email.com", "hotmail.co.uk", "live.co.uk"}
"""Alike, and no mistake."""


def doubts(address: str) -> list[str]:
    """Sentences for whoever hands the address in; the address is taken as it is."""
    local, _, domain = address.rpartition("@")
    found = []
    if not local.isascii():
        found.append(
            f"“{address}” has letters before the @ that many mail servers refuse; ask for another one"
        )
    if domain not in ANYBODYS | _REAL_ONES:
        near = (
            known
            for known in sorted(ANYBODYS)
            if len(known) >= _LONG_ENOUGH and OSA.distance(domain, known) == 1
        )
        found += [f"“{address}” may be mistyped: did you mean {known}?" for known in near]
    return found
