"""Around every request: the headers of every answer, HEAD, the size of what is posted, and a log without tokens."""

import logging
import re
import time
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sectorlaunch.portal.sessions import COOKIE

LARGEST_FORM = 200_000
"""Bytes of a posted form: sixty answers with long notes, and nothing like a file."""

LARGEST_LIST = 5_000_000
"""Bytes of a file that is handed in: twenty thousand people, or a state's census of a year."""
UPLOADS = re.compile(r"/partnerships/[\w.-]+/(imports|census)")

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
CONVENER_POLICY = f"{PAGE_POLICY}; script-src 'self'; connect-src 'self'"
"""For whoever is signed in: our own scripts, which add comfort and nothing that does not work without. The pages of
everybody else run none."""
CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""For a drawing: its own styles and nothing else."""
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "frame-ancestors 'self'; base-uri 'none'; sandbox"
)
"""For a message shown as its recipient sees it: its own styles, nothing else, and no way to run or post."""
MAILBOX_POLICY = f"{LETTER_POLICY} allow-popups allow-popups-to-escape-sandbox"
"""As above, and links open in a window of their own: in the local mailbox people try them out."""

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")

HTTPS_FOR_A_YEAR = "max-age=31536000"

TOO_MUCH = PlainTextResponse("That is more than a form of this site can hold.", 413)

log = logging.getLogger("sectorlaunch.portal")


def letter_frame(html: str, policy: str = LETTER_POLICY) -> HTMLResponse:
    """A letter alone, for the frame of the page it is looked at on."""
    return HTMLResponse(html, headers={"Content-Security-Policy": policy})


class SecurityHeaders:
    """ASGI, so that it also holds for errors, static files and pages nobody has thought of yet."""

    def __init__(
        self,
        app: ASGIApp,
        failure: Callable[[Scope], Response],
        note: Callable[[str, str, int, float], None] = lambda *_: None,
        is_https: bool = False,
    ) -> None:
        self._is_https = is_https
        """Whether people come by https, as they are to for a year to come."""
        self._app = app
        self._counted = note
        """Told of each answer: the method, the pattern of the address, the status, the seconds."""
        self._failure = failure
        """The page for an error nobody foresaw."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        answer = _Answer(scope, send, self._is_https)
        inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        refusal = _refusal(scope)
        try:
            await (refusal or self._app)(inner, _Bounded(receive, _most(scope)), answer)
        except ClientDisconnect:
            if not answer.has_begun:
                await TOO_MUCH(inner, receive, answer)
        except Exception:
            log.exception("%s %s failed", scope["method"], _pattern(inner))
            if answer.has_begun:
                raise
            await self._failure(scope)(inner, receive, answer)
        finally:
            seconds = time.perf_counter() - began
            self._counted(_method(scope), _pattern(inner), answer.status, seconds)
            _note(scope, inner, answer.status, seconds)


class _Answer:
    """Adds the headers on the way out; a HEAD request gets them without the page."""

    def __init__(self, scope: Scope, send: Send, is_https: bool) -> None:
        self._send = send
        self._is_https = is_https
        self._without_body = scope["method"] == "HEAD"
        self.has_begun = False
        self.status = 500

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun, self.status = True, message["status"]
            headers = MutableHeaders(scope=message)
            _add_headers(headers)
            if self._is_https:
                headers["strict-transport-security"] = HTTPS_FOR_A_YEAR
        elif message["type"] == "http.response.body" and self._without_body:
            message = {**message, "body": b""}
        await self._send(message)


class _Bounded:
    """Ends a request whose body grows beyond the largest form, whatever its headers promised."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._seen = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._most:
            return {"type": "http.disconnect"}
        return message


def _most(scope: Scope) -> int:
    """How many bytes may be posted to an address. Nobody hands in a list without having signed in."""
    may_upload = UPLOADS.fullmatch(scope["path"]) and f"{COOKIE}=" in Headers(scope=scope).get("cookie", "")
    return LARGEST_LIST if may_upload else LARGEST_FORM


def _refusal(scope: Scope) -> ASGIApp | None:
    """What is refused unread: too much, or a form that another site had this browser send."""
    if scope["method"] in ("GET", "HEAD"):
        return None
    headers = Headers(scope=scope)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > _most(scope):
        return TOO_MUCH
    if headers.get("sec-fetch-site") == "cross-site" and not scope["path"].startswith("/u/"):
        return PlainTextResponse("This form was sent from another site, so nothing was changed.", 403)
    return None


def _add_headers(headers: MutableHeaders) -> None:
    headers.setdefault("content-security-policy", PAGE_POLICY)
    headers.setdefault("cache-control", "no-store")
    headers["referrer-policy"] = "no-referrer"
    headers["x-content-type-options"] = "nosniff"
    headers["x-robots-tag"] = "noindex, nofollow"
    headers["cross-origin-opener-policy"] = "same-origin"
    headers["permissions-policy"] = "camera=(), geolocation=(), microphone=()"


def _note(scope: Scope, inner: Scope, status: int, seconds: float) -> None:
    log.info(
        "%s %s %d %.0f ms",
        scope["method"],
        _pattern(inner),
        status,
        seconds * 1000,
        extra={
            "method": scope["method"],
            "route": _pattern(inner),
            "status": status,
            "milliseconds": round(seconds * 1000),
        },
    )


def _method(scope: Scope) -> str:
    """One of the few there are: whoever makes up others must not fill our memory."""
    return scope["method"] if scope["method"] in METHODS else "other"


def _pattern(inner: Scope) -> str:
    """The pattern of the address, never the address: links are in the path."""
    return getattr(inner.get("route"), "path", "(no page)")
