"""A mail server that takes letters as fast as they come and keeps of each only who got it and under which identity.

`python -m bench.sink` says its port in the first line; then it obeys lines on its standard input: `report` is answered
with one line of JSON, `letters` with another, `behave NAME` changes what it does, `forget` begins a new count. It ends
with its input.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MESSAGE_ID = re.compile(rb"^message-id:\s*<([^>\r\n]+)>", re.IGNORECASE | re.MULTILINE)
END = b"\r\n.\r\n"
SHARE = 10
"""Of how many recipients one is treated badly, where a behavior treats some badly."""
SLOW_SECONDS = 0.02
GREETING = b"220 sink ESMTP\r\n"
HELLO = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n"
ANSWERS = {b"RSET": b"250 2.0.0 ok\r\n", b"NOOP": b"250 2.0.0 ok\r\n", b"HELO": b"250 sink\r\n"}


@dataclass
class Tray:
    """What came in: how often under each Message-ID, for whom, and how often a line was dropped after a letter."""

    behavior: str = "plain"
    letters: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    identities: dict[str, set[str]] = field(default_factory=dict)
    dropped: int = 0
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0

    def report(self) -> str:
        return json.dumps(
            {
                "letters": sum(self.letters.values()),
                "different": len(self.letters),
                "recipients": len(self.identities),
                "with_two_identities": sum(len(known) > 1 for known in self.identities.values()),
                "dropped": self.dropped,
                "connections": self.connections,
                "most_at_once": self.most_at_once,
            }
        )

    def by_identity(self) -> str:
        return json.dumps({one: who for who, known in self.identities.items() for one in known})


class Line(asyncio.Protocol):
    """One connection. Answers what is asked for in the order it came, so pipelined commands are served as well."""

    def __init__(self, tray: Tray) -> None:
        self._tray = tray
        self._held = bytearray()
        self._in_letter = False
        self._recipient = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._tray.connections += 1
        self._tray.at_once += 1
        self._tray.most_at_once = max(self._tray.most_at_once, self._tray.at_once)
        transport.write(GREETING)

    def connection_lost(self, error: Exception | None) -> None:
        self._tray.at_once -= 1

    def data_received(self, data: bytes) -> None:
        held = self._held
        searched_to = max(0, len(held) - len(END))
        held += data
        while held:
            if self._in_letter:
                found = held.find(END, searched_to)
                searched_to = 0
                if found < 0:
                    return
                content = bytes(held[:found])
                del held[: found + len(END)]
                self._in_letter = False
                self._take(content)
            else:
                found = held.find(b"\r\n")
                if found < 0:
                    return
                command = bytes(held[:found])
                del held[: found + 2]
                self._obey(command)

    def _obey(self, command: bytes) -> None:
        verb = command[:4].upper()
        if self._tray.behavior == "hang":
            return  # whoever asks waits for an answer that does not come
        if verb == b"MAIL":
            self._recipient = ""
            self._transport.write(b"250 2.1.0 ok\r\n")
        elif verb == b"RCPT":
            self._transport.write(self._invited(command))
        elif verb == b"DATA":
            self._in_letter = bool(self._recipient)
            self._transport.write(
                b"354 go on\r\n" if self._in_letter else b"554 5.5.1 no valid recipients\r\n"
            )
        elif verb == b"EHLO":
            self._transport.write(HELLO)
        elif verb == b"QUIT":
            self._transport.write(b"221 2.0.0 bye\r\n")
            self._transport.close()
        else:
            self._transport.write(ANSWERS.get(verb, b"502 5.5.2 unknown\r\n"))

    def _invited(self, command: bytes) -> bytes:
        recipient = command.partition(b"<")[2].partition(b">")[0].decode("ascii", "replace").lower()
        self._tray.asked[recipient] += 1
        if self._is_treated_badly(recipient, "4xx") and self._tray.asked[recipient] == 1:
            return b"451 4.3.0 try again\r\n"
        if self._is_treated_badly(recipient, "5xx"):
            return b"550 5.1.1 no such mailbox\r\n"
        self._recipient = recipient
        return b"250 2.1.5 ok\r\n"

    def _is_treated_badly(self, recipient: str, behavior: str) -> bool:
        return self._tray.behavior == behavior and is_unlucky(recipient)

    def _take(self, content: bytes) -> None:
        found = MESSAGE_ID.search(content)
        identity = found[1].decode("ascii", "replace") if found else ""
        self._tray.letters[identity] += 1
        self._tray.identities.setdefault(self._recipient, set()).add(identity)
        again = self._tray.letters[identity] > 1
        if self._is_treated_badly(self._recipient, "drop") and not again:
            self._tray.dropped += 1
            self._transport.abort()
        elif self._tray.behavior == "slow":
            asyncio.get_running_loop().call_later(SLOW_SECONDS, self._transport.write, b"250 2.0.0 taken\r\n")
        else:
            self._transport.write(b"250 2.0.0 taken\r\n")


def is_unlucky(recipient: str) -> bool:
    """Whether a recipient is among those a bad behavior hits: the same ones in every process."""
    return zlib.crc32(recipient.encode()) % SHARE == 0


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    tray = Tray()
    server = await loop.create_server(lambda: Line(tray), "127.0.0.1", 0, backlog=200)
    over = loop.create_future()

    held = bytearray()

    def listen() -> None:
        told = os.read(sys.stdin.fileno(), 4096)
        if not told:
            loop.remove_reader(sys.stdin)
            over.set_result(None)
        held.extend(told)
        *lines, rest = bytes(held).split(b"\n")
        held[:] = rest
        for line in lines:
            obey(line.decode().split())

    def obey(words: list[str]) -> None:
        if words[0] == "report":
            print(tray.report(), flush=True)
        elif words[0] == "letters":
            print(tray.by_identity(), flush=True)
        elif words[0] == "forget":
            tray.__init__(tray.behavior)  # type: ignore[misc]
        elif words[0] == "behave":
            tray.behavior = words[1]

    loop.add_reader(sys.stdin, listen)
    print(server.sockets[0].getsockname()[1], flush=True)
    await over
    server.close()


class Sink:
    """The mail server as a benchmark has it: in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.port = int(self._said())

    def report(self) -> dict[str, int]:
        self._tell("report")
        told: dict[str, int] = json.loads(self._said())
        return told

    def letters(self) -> dict[str, str]:
        """Who got what came, by Message-ID."""
        self._tell("letters")
        told: dict[str, str] = json.loads(self._said())
        return told

    def behave(self, how: str) -> None:
        """plain, 4xx, 5xx, drop, slow or hang; and a new count."""
        self._tell(f"behave {how}\nforget")

    def go_on(self, how: str) -> None:
        """The same, counting on."""
        self._tell(f"behave {how}")

    def _tell(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()

    def _said(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def sink() -> Iterator[Sink]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.sink"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield Sink(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    asyncio.run(_serve())
