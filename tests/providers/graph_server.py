"""Microsoft Graph as far as letters go: keeps the bytes of each, and answers with Graph's documented errors when told to."""

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.providers.login_server import LoginServer, served

LARGEST = 4_000_000


@dataclass
class Held:
    """A mail in the mailbox."""

    id: str
    received: datetime
    content: bytes
    folder: str = "inbox"
    is_read: bool = False
    categories: list[str] = field(default_factory=list)


@dataclass
class GraphServer:
    login: LoginServer
    port: int = 0
    sent: list[bytes] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    folders: list[str] = field(default_factory=lambda: ["inbox"])
    says: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    """Status, code and headers it answers the next requests with, instead of what they want."""
    asked: list[str] = field(default_factory=list)

    def arrives(self, content: bytes, at: datetime) -> Held:
        held = Held(f"AAkAL{len(self.held):04}", at.astimezone(UTC).replace(microsecond=0), content)
        self.held.append(held)
        return held

    def answer(self, method: str, target: str, headers: Any, body: bytes) -> tuple[int, Any, dict[str, str]]:
        """Status, JSON or bytes, headers."""
        parts = urlsplit(target)
        path = unquote(parts.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append(f"{method} {path}")
        mailbox = self.login.whose(headers.get("Authorization", "").removeprefix("Bearer "))
        if not mailbox:
            return 401, _error("InvalidAuthenticationToken", "Lifetime validation failed."), {}
        if self.says:
            status, code, more = self.says.pop(0)
            return status, _error(code, "As it was told to say."), more
        begins = f"/v1.0/users/{mailbox}/"
        if not path.startswith(begins):
            return 403, _error("ErrorAccessDenied", "Access is denied."), {}
        return self._of_mailbox(method, path.removeprefix(begins), query, headers, body)

    def _of_mailbox(
        self, method: str, path: str, query: dict[str, str], headers: Any, body: bytes
    ) -> tuple[int, Any, dict[str, str]]:
        if (method, path) == ("POST", "sendMail"):
            return self._send(headers, body)
        if path == "mailFolders":
            return self._folders(method, query, body)
        if match := re.fullmatch(r"mailFolders/([^/]+)(/messages)?", path):
            here = [one for one in self.held if one.folder == match[1]]
            if not match[2]:
                return 200, {"totalItemCount": len(here)}, {}
            return 200, {"value": _listed(here, query)}, {}
        if match := re.fullmatch(r"messages/([^/]+)(/\$value|/move)?", path):
            found = next((one for one in self.held if one.id == match[1]), None)
            if found is None:
                return 404, _error("ErrorItemNotFound", "The specified object was not found."), {}
            return self._mail(found, match[2] or "", body)
        return 400, _error("BadRequest", "Resource not found for the segment."), {}

    def _send(self, headers: Any, body: bytes) -> tuple[int, Any, dict[str, str]]:
        if len(body) > LARGEST:
            return 413, _error("RequestEntityTooLarge", "The request is too large."), {}
        try:
            content = base64.b64decode(body, validate=True)
        except ValueError:
            return 400, _error("ErrorMimeContentInvalidBase64String", "Invalid base64 string."), {}
        if headers.get("Content-Type") != "text/plain" or not message_from_bytes(content)["To"]:
            return 400, _error("ErrorMimeContentInvalid", "MIME content is invalid."), {}
        self.sent.append(content)
        return 202, b"", {}

    def _folders(self, method: str, query: dict[str, str], body: bytes) -> tuple[int, Any, dict[str, str]]:
        if method == "POST":
            self.folders.append(json.loads(body)["displayName"])
            return 201, {"id": self.folders[-1]}, {}
        wanted = query["$filter"].partition("'")[2].rstrip("'")
        return 200, {"value": [{"id": name} for name in self.folders if name == wanted]}, {}

    def _mail(self, mail: Held, what: str, body: bytes) -> tuple[int, Any, dict[str, str]]:
        if what == "/$value":
            return 200, mail.content, {}
        said = json.loads(body)
        if what == "/move":
            mail.folder = said["destinationId"]
            return 201, {"id": mail.id}, {}
        mail.is_read, mail.categories = said["isRead"], said["categories"]
        return 200, {"id": mail.id}, {}


def _listed(here: list[Held], query: dict[str, str]) -> list[dict[str, str]]:
    for how, moment in re.findall(r"receivedDateTime (ge|lt) (\S+)", query.get("$filter", "")):
        at = datetime.fromisoformat(moment.replace("Z", "+00:00"))
        here = [one for one in here if (one.received >= at if how == "ge" else one.received < at)]
    here = sorted(here, key=lambda one: one.received, reverse=query.get("$orderby", "").endswith("desc"))
    return [
        {"id": one.id, "receivedDateTime": f"{one.received:%Y-%m-%dT%H:%M:%SZ}"}
        for one in here[: int(query.get("$top", "10"))]
    ]


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}


@contextmanager
def graph_server(login: LoginServer) -> Iterator[GraphServer]:
    graph = GraphServer(login)

    class Pages(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, said, headers = graph.answer(self.command, self.path, self.headers, body)
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = _answer

        def log_message(self, *_: object) -> None:
            """Silent."""

    with served(Pages) as graph.port:
        yield graph
