"""The Prefect server as `prefect server start` runs it, which answers nobody who comes by another name than its own.

A page of some other site, opened in a browser on this machine, can reach a server on loopback; by a name of its own it
even passes for the same origin. It has no password of ours, and here it is not even asked for one.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

import uvicorn
from prefect.server.api.server import create_app
from prefect.settings import get_current_settings
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
REFUSED = "This Prefect server answers to its own address only."


class OnlyByItsOwnName:
    """Lets a request pass whose Host, and whose Origin where it has one, are among these, port included."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or self._may_pass(Headers(scope=scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse(REFUSED, status_code=403)(scope, receive, send)
        else:
            await WebSocketClose(code=1008, reason=REFUSED)(scope, receive, send)

    def _may_pass(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        return headers.get("host") in self._hosts and (
            origin is None or urlsplit(origin).netloc in self._hosts
        )


def main() -> None:
    server = get_current_settings().server
    hosts = [f"{host}:{server.api.port}" for host in {*LOOPBACK, server.api.host}]
    uvicorn.run(
        OnlyByItsOwnName(create_app(final=True), hosts),
        host=server.api.host,
        port=server.api.port,
        timeout_keep_alive=server.api.keepalive_timeout,
        log_level=server.logging_level.lower(),
    )


if __name__ == "__main__":
    main()
