"""SPF (RFC 7208): which servers may send for a domain. Read as a receiver would, with its limits counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from sectorlaunch.mail_domain.names import NameServers

MOST_LOOK_UPS, MOST_VOID = 10, 2
"""A receiver that needs more treats the record as broken (RFC 7208, 4.6.4)."""
_MOST_WALKED = 40
"""Records that include each other have no end; nobody needs to know how far beyond the limit they are."""
_ASKING = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})
_TERM = re.compile(r"([+?~-]?)([a-z0-9_.-]+)(?:([:=/])(.*))?", re.IGNORECASE)
_MECHANISMS = _ASKING - {"redirect"} | {"all", "ip4", "ip6"}


@dataclass
class Spf:
    """What a domain's record comes to, with all it includes."""

    records: tuple[str, ...]
    """Those that begin as SPF does: right is exactly one."""
    look_ups: int = 0
    void: int = 0
    """Look-ups that found nothing."""
    costs: dict[str, int] = field(default_factory=dict)
    """Look-ups by the terms of the domain's own record."""
    includes: set[str] = field(default_factory=set)
    """The domains it takes over others' records of, at whatever depth."""
    networks: set[IPv4Network | IPv6Network] = field(default_factory=set)
    mistakes: list[str] = field(default_factory=list)
    """What receivers stumble over, in words."""
    ending: str = ""
    """What becomes of everybody else: `-`, `~`, `?`, `+`; empty where nothing is said."""
    has_macros: bool = False
    """Whether it names places that only the letter itself tells."""

    @property
    def record(self) -> str:
        return self.records[0] if self.records else ""

    def allows(self, address: str) -> bool:
        place = ip_address(address)
        return any(place in network for network in self.networks if network.version == place.version)


def read(names: NameServers, domain: str) -> Spf:
    """Looks up a domain's record and what it includes. Raises NoAnswer where the domain's own cannot be asked for."""
    found = Spf(_records(names, domain))
    if len(found.records) == 1:
        _walk(names, domain, found.record, found, ())
    return found


def with_terms(record: str, wanted: Sequence[str]) -> str:
    """The record with terms put in before its `all`."""
    said = record.split() or ["v=spf1", "~all"]
    at = next((n for n, term in enumerate(said) if re.fullmatch(r"[+?~-]?all", term, re.I)), len(said))
    return " ".join([*said[:at], *(term for term in wanted if term not in said), *said[at:]])


def as_one(records: Sequence[str]) -> str:
    """Several records as the one they should be."""
    terms = [term for record in records for term in record.split()[1:]]
    others = [term for term in terms if not re.fullmatch(r"[+?~-]?all", term, re.I)]
    return " ".join(["v=spf1", *dict.fromkeys(others), "~all"])


def _records(names: NameServers, domain: str) -> tuple[str, ...]:
    return tuple(text for text in names.texts(domain) if re.match(r"v=spf1(\s|$)", text, re.IGNORECASE))


def _walk(names: NameServers, domain: str, record: str, found: Spf, within: tuple[str, ...]) -> None:
    for term in record.split()[1:]:
        before = found.look_ups
        _take(names, domain, term, found, within)
        if not within:
            found.costs[term] = found.look_ups - before


def _take(names: NameServers, domain: str, term: str, found: Spf, within: tuple[str, ...]) -> None:
    read_as = _TERM.fullmatch(term)
    if read_as is None:
        found.mistakes.append(f"“{term}” cannot be read")
        return
    sign, name, mark, value = read_as[1], read_as[2].lower(), read_as[3] or "", read_as[4] or ""
    if name == "all" and not within:
        found.ending = sign or "+"
    elif name in ("ip4", "ip6"):
        _add_network(term, value, found)
    elif name in _ASKING:
        found.look_ups += 1
        if found.look_ups <= _MOST_WALKED:
            _follow(names, domain, name, value if mark in (":", "=") else "", found, within)
    elif mark != "=" and name not in _MECHANISMS:
        found.mistakes.append(f"“{term}” is nothing SPF knows")


def _follow(
    names: NameServers, domain: str, name: str, value: str, found: Spf, within: tuple[str, ...]
) -> None:
    target = (value.partition("/")[0] or domain).lower().rstrip(".")
    if "%" in target:
        found.has_macros = True
    elif name in ("include", "redirect"):
        _include(names, target, found, (*within, domain), is_redirect=name == "redirect")
    elif name == "a":
        _add_hosts(names, (target,), found)
    elif name == "mx":
        _add_hosts(names, tuple(host for host in names.mail_servers(target) if host != "."), found)
    elif name == "exists":
        found.void += not names.addresses_of(target)


def _include(
    names: NameServers, target: str, found: Spf, within: tuple[str, ...], *, is_redirect: bool
) -> None:
    found.includes.add(target)
    records = _records(names, target)
    if target in within:
        found.mistakes.append(f"{target} includes itself")
    elif len(records) != 1:
        found.void += not names.texts(target)
        found.mistakes.append(
            f"{target} has {'no' if not records else 'more than one'} SPF record to include"
        )
    else:
        _walk(names, target, records[0], found, within)
        ending = re.search(r"(?:^|\s)([+?~-]?)all(?:\s|$)", records[0], re.IGNORECASE)
        if is_redirect and ending and len(within) == 1:
            found.ending = ending[1] or "+"


def _add_hosts(names: NameServers, hosts: tuple[str, ...], found: Spf) -> None:
    places = [place for host in hosts[:MOST_LOOK_UPS] for place in names.addresses_of(host)]
    found.void += not places
    found.networks |= {ip_network(place) for place in places}


def _add_network(term: str, value: str, found: Spf) -> None:
    try:
        found.networks.add(ip_network(value, strict=False))
    except ValueError:
        found.mistakes.append(f"“{term}” names no network")
