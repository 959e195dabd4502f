"""DMARC (RFC 9989): what receivers do with a letter that nothing vouches for, found by walking up the tree of names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sectorlaunch.mail_domain.names import NameServers

POLICIES = ("none", "quarantine", "reject")
_LONGEST_WALK = 8
"""Of a longer name only the last seven labels are asked after its own (RFC 9989, 4.10)."""


@dataclass(frozen=True)
class Dmarc:
    """What holds for letters from a domain. Without a record nothing does, and every field but two is empty."""

    domain: str
    organizational_domain: str
    """Two domains that have the same one are aligned, where alignment is relaxed."""
    at: str = ""
    """The name the record was found at, without `_dmarc`."""
    record: str = ""
    policy: str = ""
    is_test: bool = False
    """`t=y`: receivers are asked to take it one step milder."""
    reports_to: str = ""
    strict: frozenset[str] = field(default_factory=frozenset)
    """Of `dkim` and `spf` those that must name the very domain of the sender."""
    doubled: tuple[str, ...] = ()
    """Names that have more than one record, and so none that counts."""


def read(names: NameServers, domain: str) -> Dmarc:
    """Looks up what holds for letters from `domain`. Raises NoAnswer."""
    found: dict[str, dict[str, str]] = {}
    texts: dict[str, str] = {}
    doubled = []
    for name in walk(domain):
        records = [
            text for text in names.texts(f"_dmarc.{name}") if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text)
        ]
        if len(records) > 1:
            doubled.append(name)
        if len(records) != 1:
            continue
        found[name], texts[name] = tags(records[0]), records[0]
        if found[name].get("psd", "").lower() in ("n", "y") and (
            found[name]["psd"].lower() == "n" or name != domain
        ):
            break
    organization = _organizational(domain, found)
    at = next((name for name in (domain, organization, *found) if name in found), "")
    if not at:
        return Dmarc(domain, organization, doubled=tuple(doubled))
    said = found[at]
    policy = said.get("p", "")
    if at != domain:
        policy = said.get("sp", policy)
    if policy.lower() not in POLICIES and said.get("rua"):
        policy = "none"  # a record that only asks for reports (RFC 9989, 4.7)
    return Dmarc(
        domain,
        organization,
        at,
        texts[at],
        policy.lower(),
        is_test=said.get("t", "").lower() == "y",
        reports_to=said.get("rua", ""),
        strict=frozenset(way for way in ("dkim", "spf") if said.get(f"a{way}", "").lower() == "s"),
        doubled=tuple(doubled),
    )


def are_aligned(names: NameServers, one: str, other: str, *, strict: bool) -> bool:
    """Whether a domain vouches for another. Raises NoAnswer."""
    if strict or one == other:
        return one == other
    return read(names, one).organizational_domain == read(names, other).organizational_domain


def walk(domain: str) -> Iterator[str]:
    """The names that are asked, from the domain up to its last label."""
    labels = domain.split(".")
    yield domain
    rest = labels[1:] if len(labels) < _LONGEST_WALK else labels[-(_LONGEST_WALK - 1) :]
    while rest:
        yield ".".join(rest)
        rest = rest[1:]


def tags(record: str) -> dict[str, str]:
    """The tags of a record by name, lower case; of one that stands twice the first."""
    said: dict[str, str] = {}
    for part in record.split(";"):
        name, sign, value = part.partition("=")
        if sign:
            said.setdefault(name.strip().lower(), value.strip())
    return said


def _organizational(domain: str, found: dict[str, dict[str, str]]) -> str:
    for name, said in found.items():
        psd = said.get("psd", "").lower()
        if psd == "n":
            return name
        if psd == "y" and name != domain:
            return ".".join(domain.split(".")[-(name.count(".") + 2) :])
    return min(found, key=lambda name: name.count("."), default=domain)
