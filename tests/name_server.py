"""A name server of the tests' own, on a free port of this machine: it knows what a test says, and nothing else."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from sectorlaunch.mail_domain.names import NameServers


@dataclass
class NameServer:
    """`records` maps a name, a space and a kind (`example.org TXT`) to what stands there, as in a zone file."""

    records: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        """As SECTOR_LAUNCH_NAME_SERVERS takes it."""
        return f"127.0.0.1:{self.port}"

    def names(self) -> NameServers:
        return NameServers((self.address,))

    def text(self, name: str, *values: str) -> None:
        """Has a name carry TXT records."""
        pieces = [[value[at : at + 200] for at in range(0, len(value), 200)] for value in values]
        self.records[f"{name} TXT"] = [" ".join(f'"{one}"' for one in piece) for piece in pieces]

    def answer(self, wire: bytes) -> bytes:
        query = dns.message.from_wire(wire)
        asked = query.question[0]
        name, kind = asked.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(asked.rdtype)
        self.asked.append(f"{name} {kind}")
        said = dns.message.make_response(query)
        said.flags |= dns.flags.RA
        found = self.records.get(f"{name} {kind}")
        if found:
            said.answer.append(dns.rrset.from_text_list(asked.name, 60, "IN", kind, found))
        elif not any(key.partition(" ")[0].endswith(name) for key in self.records):
            said.set_rcode(dns.rcode.NXDOMAIN)
        return said.to_wire(max_size=65535)


@contextmanager
def name_server() -> Iterator[NameServer]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        server = NameServer(port=line.getsockname()[1])
        serving = threading.Thread(target=_serve, args=(line, server), daemon=True)
        serving.start()
        yield server
        line.sendto(b"", line.getsockname())  # wakes the thread, which then ends
        serving.join(10)


def _serve(line: socket.socket, server: NameServer) -> None:
    while True:
        wire, asker = line.recvfrom(65535)
        if not wire:
            return
        try:
            line.sendto(server.answer(wire), asker)
        except (dns.exception.DNSException, OSError):
            return
