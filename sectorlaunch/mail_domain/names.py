"""Questions to name servers, each asked once, with an end to the waiting."""

from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import ip_address
from typing import Any

import dns.exception
import dns.name
import dns.nameserver
import dns.resolver
import dns.reversename

SECONDS = 3.0
"""How long one question may take. Whoever waits for a page has a dozen asked."""
PORT = 53


class NoAnswer(Exception):
    """No name server answered in time: nothing is known of the name, not even that it is missing."""


@dataclass
class NameServers:
    """Looks names up at `addresses` (`192.0.2.53` or `192.0.2.53:5353`); without any at those of this machine."""

    addresses: tuple[str, ...] = ()
    is_down: bool = False
    """Whether they failed to answer: nothing more is asked of them then, so that nobody waits for each name in turn."""
    _known: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def texts(self, name: str) -> tuple[str, ...]:
        """The TXT records of a name, each put together from its pieces."""
        return self._ask(name, "TXT")

    def mail_servers(self, name: str) -> tuple[str, ...]:
        """The hosts that take mail for a domain, best first; `.` alone where it says that it takes none (RFC 7505)."""
        return self._ask(name, "MX")

    def addresses_of(self, name: str) -> tuple[str, ...]:
        return self._ask(name, "A") + self._ask(name, "AAAA")

    def names_of(self, address: str) -> tuple[str, ...]:
        """The names an IP address goes by (PTR)."""
        return self._ask(dns.reversename.from_address(address).to_text(), "PTR")

    def _ask(self, name: str, kind: str) -> tuple[str, ...]:
        asked = (name.lower().rstrip("."), kind)
        if asked not in self._known:
            self._known[asked] = self._answer(*asked)
        return self._known[asked]

    def _answer(self, name: str, kind: str) -> tuple[str, ...]:
        """Nothing for a name that does not exist, has no such record, or could not be one."""
        if self.is_down:
            raise NoAnswer
        try:
            found = self._resolver.resolve(name, kind, search=False, lifetime=SECONDS)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN, dns.name.LabelTooLong):
            return ()
        except (dns.name.EmptyLabel, dns.name.NameTooLong, dns.name.IDNAException):
            return ()
        except dns.resolver.NoNameservers:  # they answered, and have trouble with this name
            raise NoAnswer from None
        except (dns.exception.DNSException, OSError):
            self.is_down = True
            raise NoAnswer from None
        if kind == "MX":
            return tuple(_words(kind, one) for one in sorted(found, key=lambda one: one.preference))
        return tuple(sorted(_words(kind, one) for one in found))  # name servers give them in any order

    @cached_property
    def _resolver(self) -> dns.resolver.Resolver:
        try:
            resolver = dns.resolver.Resolver(configure=not self.addresses)
        except dns.resolver.NoResolverConfiguration:
            raise NoAnswer from None
        if self.addresses:
            resolver.nameservers = [dns.nameserver.Do53Nameserver(*_place(one)) for one in self.addresses]
        return resolver


def _words(kind: str, record: Any) -> str:
    if kind == "TXT":
        return b"".join(record.strings).decode("utf-8", "replace")
    if kind == "MX":
        return str(record.exchange).lower().rstrip(".") or "."
    if kind == "PTR":
        return str(record.target).lower().rstrip(".")
    return str(record.address)


def _place(address: str) -> tuple[str, int]:
    """`192.0.2.53:5353` and `[2001:db8::53]:5353` name a port. Raises ValueError for what is no IP address."""
    host, colon, port = address.rpartition(":")
    if not colon or (":" in host and not host.startswith("[")):
        host, port = address, ""
    return str(ip_address(host.strip("[]"))), int(port or PORT)
