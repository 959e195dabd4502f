"""Which machines a wire may connect to: none of a private network unless the keeper of the installation named it.

Looked at where the connection is made, after the name was resolved: a public name that leads inside is caught too.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv6Address, ip_address
from socket import getaddrinfo

SETTING = "SECTOR_LAUNCH_CHANNEL_HOSTS"
INSIDE = (
    "is this machine or stands in a private network. If channels may lead there, the keeper of the installation "
    f"names the host in {SETTING}."
)

_this_thread = threading.local()


class NotOutside(ConnectionRefusedError):
    """The connection was not made: it leads to this machine, a private network, or a local socket."""


@dataclass
class Reach:
    """What one send reached: `connected` by any connection, `refused` when one was held back."""

    hosts: frozenset[str]
    connected: bool = False
    refused: bool = False

    def check(self, address: object) -> None:
        """Raises NotOutside for a socket's address that is neither public nor one of `hosts`."""
        place = str(address[0]) if isinstance(address, tuple) and address else ""
        if not place or not (is_public(place) or place in _addresses(self.hosts)):
            self.refused = True
            raise NotOutside(f"The address {INSIDE}")
        self.connected = True


@contextmanager
def only_outside(hosts: frozenset[str]) -> Iterator[Reach]:
    """Until the end of the block this thread connects to public addresses and to `hosts`, and nowhere else."""
    _listen()
    before = getattr(_this_thread, "reach", None)
    reach = _this_thread.reach = Reach(hosts)
    try:
        yield reach
    finally:
        _this_thread.reach = before


def is_public(place: str) -> bool:
    """False for an IP address of this machine, a private, shared, reserved or multicast network, and for a bare name
    of this machine; true for every other name, which nobody has looked up yet."""
    try:
        address = ip_address(place.strip("[]").partition("%")[0])
    except ValueError:
        name = place.lower().rstrip(".")
        return name != "localhost" and not name.endswith(".localhost")
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast


def leads_inside(host: str, hosts: frozenset[str]) -> bool:
    """Whether a name resolves to this machine or a private network and is not one of `hosts`; False where it does not resolve."""
    if host in hosts:
        return False
    allowed = _addresses(hosts)
    return any(not is_public(place) and place not in allowed for place in _addresses(frozenset({host})))


def _addresses(hosts: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for host in hosts:
        try:
            found |= {str(entry[4][0]) for entry in getaddrinfo(host, None)}
        except OSError:
            continue
    return found


@cache
def _listen() -> None:
    sys.addaudithook(_on_event)


def _on_event(event: str, arguments: tuple[object, ...]) -> None:
    """Python tells its audit hooks of every connection before it is made, whichever library makes it."""
    if event == "socket.connect":
        reach: Reach | None = getattr(_this_thread, "reach", None)
        if reach is not None:
            reach.check(arguments[1])
