"""A real IMAP server on loopback, empty at its start."""

import imaplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from tests.notifications.wires.servers import free_port

USER, PASSWORD = "answers", "a-secret-of-the-mailbox"
_NUMBERS = count(1)
PYMAP = Path(sys.executable).parent / "pymap"


@dataclass
class ImapServer:
    """Where it listens, and a hand to put mail into it and look what became of it."""

    port: int
    folder: str = "INBOX"

    def fresh(self) -> "ImapServer":
        """The same server with an empty folder."""
        folder = f"box-{next(_NUMBERS)}"
        with self._box() as box:
            box.create(folder)
        return replace(self, folder=folder)

    @property
    def url(self) -> str:
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{self.folder}?mode=none"

    def deliver(self, *mails: bytes) -> None:
        with self._box() as box:
            for mail in mails:
                box.append(self.folder, None, None, mail)

    def flags(self) -> list[set[str]]:
        """The flags of each mail in the folder, in order."""
        with self._box() as box:
            box.select(self.folder, readonly=True)
            _, found = box.fetch("1:*", "(FLAGS)")
            return [{flag.decode() for flag in imaplib.ParseFlags(line)} for line in found if line]

    def count(self, folder: str) -> int:
        with self._box() as box:
            state, found = box.select(folder, readonly=True)
            return int(found[0] or 0) if state == "OK" else 0

    @contextmanager
    def _box(self) -> Iterator[imaplib.IMAP4]:
        box = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        try:
            box.login(USER, PASSWORD)
            yield box
        finally:
            box.logout()


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """Started for the block; another start is another UIDVALIDITY."""
    port = free_port()
    command = [str(PYMAP), "--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict"]
    process = subprocess.Popen(
        [*command, "--demo-user", USER, "--demo-password", PASSWORD],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _await(port, process)
        yield ImapServer(port)
    finally:
        process.kill()
        process.communicate()


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    import socket

    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            continue
        return
    raise RuntimeError(f"the IMAP server did not start: {process.communicate()[1].decode()}")
