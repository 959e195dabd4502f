"""Mail servers on loopback: a real one that keeps what it gets, and one that answers by a script."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

HANG_UP = "hang up"


@dataclass
class Kept:
    """One letter as the server got it."""

    sender: str
    recipients: list[str]
    content: bytes
    over_tls: bool
    user: str
    line: int
    """Which connection brought it."""


@dataclass
class Postbox:
    """An aiosmtpd handler that keeps everything."""

    letters: list[Kept] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        line = self.lines.setdefault(id(session), len(self.lines) + 1)
        user = session.auth_data.decode() if session.auth_data else ""
        self.letters.append(
            Kept(envelope.mail_from, envelope.rcpt_tos, envelope.content, session.ssl is not None, user, line)
        )
        return "250 2.0.0 kept"


@contextmanager
def real_server(
    postbox: Postbox,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
) -> Iterator[int]:
    """A mail server on a free port of this machine; gives the port."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        given = (data.login.decode(), data.password.decode()) if isinstance(data, LoginPassword) else None
        return AuthResult(success=given == login, auth_data=data.login if given else None, handled=False)

    options: dict[str, Any] = {"tls_context": starttls} if starttls else {}
    if login:
        options |= {"authenticator": check, "auth_required": True, "auth_require_tls": bool(starttls)}
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port(), ssl_context=tls, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


class ScriptedServer(threading.Thread):
    """Says what the script says at each word of the client; HANG_UP drops the line there.

    The script maps EHLO, MAIL, RCPT, DATA, and "." for the end of the content, to what is said the first, second…
    time; the last one stays. What is not in it gets the usual yes.
    """

    YES = {  # noqa: RUF012
        "hello": "220 ready",
        "EHLO": "250 scripted",
        "MAIL": "250 ok",
        "RCPT": "250 ok",
        "DATA": "354 go on",
        ".": "250 2.0.0 kept",
        "RSET": "250 ok",
        "QUIT": "221 bye",
    }

    def __init__(self, **script: list[str]) -> None:
        super().__init__(daemon=True)
        self._script = {word.replace("END", "."): list(said) for word, said in script.items()}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.lines = 0
        self.heard: list[str] = []
        self.contents: list[bytes] = []
        self._open: list[socket.socket] = []

    def run(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self.lines += 1
            self._open.append(line)
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def stop(self) -> None:
        self.drop_lines()
        self._socket.close()

    def drop_lines(self) -> None:
        """Lets go of every client, as a server does that has waited long enough."""
        while self._open:
            line = self._open.pop()
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def _serve(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as reading:
            if not self._say(line, "hello"):
                return
            for raw in reading:
                word = raw.decode().split(" ")[0].strip().upper()
                self.heard.append(raw.decode().strip())
                if not self._say(line, word) or word == "QUIT":
                    return
                if word == "DATA" and self.heard[-1] == "DATA" and self._said == "354 go on":
                    content = b""
                    for part in reading:
                        if part == b".\r\n":
                            break
                        content += part
                    self.contents.append(content)
                    if not self._say(line, "."):
                        return

    def _say(self, line: socket.socket, word: str) -> bool:
        script = self._script.get(word, [])
        self._said = (
            script.pop(0) if len(script) > 1 else script[0] if script else self.YES.get(word, "500 what")
        )
        if self._said == HANG_UP:
            line.shutdown(socket.SHUT_RDWR)
            return False
        line.sendall(self._said.encode() + b"\r\n")
        return True


@contextmanager
def scripted(**script: list[str]) -> Iterator[ScriptedServer]:
    server = ScriptedServer(**script)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
