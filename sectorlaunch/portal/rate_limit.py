"""Slows down whoever tries many links that do not hold, and whoever has one link or one address asked for without end.

Counted in memory: by link, by the address a sign-in link is asked for, and by where a request comes from. A link that
holds is never refused for what others do from the same office.
"""

import hashlib
import ipaddress
import re
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_REMEMBERED = 10_000
"""Of links, addresses and clients each; what was not heard of for longest is forgotten first."""


@dataclass(frozen=True)
class Limit:
    """How many within how long."""

    most: int
    within: timedelta


WINDOW = timedelta(minutes=10)
UNKNOWN_LINKS = Limit(60, WINDOW)
"""Different dead links from one place: a whole office may open some, no more than that is by mistake."""
SAME_LINK = Limit(60, WINDOW)
"""One dead link, again and again: a calendar program that still asks for an old address."""
FORMS_OF_A_LINK = Limit(120, WINDOW)
"""What is sent by one link that holds: nobody answers faster by hand."""
FORMS_AT_THE_DOOR = Limit(2000, WINDOW)
"""The same of the pages for the day of a meeting: a tap for each guest, and a note for each sentence."""
AT_THE_DOOR = re.compile(r"/p/[^/]+/day/\d+")
SIGN_IN_LINKS = Limit(5, WINDOW)
"""For one address, whoever asks."""
SIGN_IN_ASKS = Limit(100, WINDOW)
"""From one place, for whatever addresses: more than an office on its first morning."""


class TooMany(Exception):
    """Somebody has to wait so long."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"wait {wait}")
        self.wait = wait


class RateLimit:
    """One for each thing that is limited. Restarting forgets everything, which does no harm."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._seen: OrderedDict[str, deque[tuple[datetime, str]]] = OrderedDict()

    def note(self, now: datetime, key: str, what: str = "") -> None:
        """One more of what is limited. The same `what` within the window counts once."""
        moments = self._seen.setdefault(key, deque(maxlen=self._limit.most))
        self._seen.move_to_end(key)
        if not what or all(known != what or at + self._limit.within <= now for at, known in moments):
            moments.append((now, what))
        while len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)

    def wait(self, now: datetime, key: str) -> timedelta:
        """How long this one has to wait; nothing while it is within the limit."""
        moments = self._seen.get(key)
        if moments is None or len(moments) < self._limit.most:
            return timedelta()
        return max(moments[0][0] + self._limit.within - now, timedelta())

    def forget(self) -> None:
        """Lets everyone through again."""
        self._seen.clear()


class RateLimits:
    """Those of the portal."""

    def __init__(self) -> None:
        self.unknown_links = RateLimit(UNKNOWN_LINKS)
        self.same_link = RateLimit(SAME_LINK)
        self.forms = RateLimit(FORMS_OF_A_LINK)
        self.door = RateLimit(FORMS_AT_THE_DOOR)
        self.sign_in_links = RateLimit(SIGN_IN_LINKS)
        self.sign_in_asks = RateLimit(SIGN_IN_ASKS)

    def forget(self) -> None:
        for limit in vars(self).values():
            limit.forget()

    def ask(self, now: datetime, address: str) -> None:
        """Somebody asks for a sign-in link for this address, known here or not. Raises TooMany."""
        key = _mark(address)
        if wait := self.sign_in_links.wait(now, key):
            raise TooMany(wait)
        self.sign_in_links.note(now, key)

    def dead_link(self, now: datetime, client: str, link: str) -> timedelta:
        """A link that does not hold was opened; how long whoever did has to wait before being told so again."""
        wait = max(self.unknown_links.wait(now, client), self.same_link.wait(now, link))
        self.unknown_links.note(now, client, link)
        self.same_link.note(now, link)
        return wait


LINKS = ("/p/", "/u/", "/c/", "/sign-in/", "/account/address/", "/account/letters/")
"""How every address begins that is itself a key."""
ASKING = "/sign-in"
"""Where a sign-in link is asked for."""


class RateLimited:
    """ASGI: lets requests through to the limits they concern, and all others by."""

    def __init__(
        self,
        app: ASGIApp,
        limits: RateLimits,
        clock: Callable[[], datetime],
        refusal: Callable[[timedelta, Scope], Response],
    ) -> None:
        self._app = app
        self._limits = limits
        self._clock = clock
        self._refusal = refusal
        """The page for somebody who has to wait so long."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"].startswith(LINKS):
            await self._by_link(scope, receive, send)
        elif scope["method"] == "POST" and scope["path"] == ASKING:
            await self._counted(self._limits.sign_in_asks, _client(scope), scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _by_link(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets whoever holds a link in, whatever else came from there; only dead links are refused."""
        now, client, link = self._clock(), _client(scope), _link(scope["path"])
        is_refused = False

        async def noting(message: Message) -> None:
            nonlocal is_refused
            if is_refused:
                return
            if message["type"] == "http.response.start" and message["status"] == 404:
                wait = self._limits.dead_link(now, client, link)
                if wait:
                    is_refused = True
                    await self._refusal(wait, scope)(scope, receive, send)
                    return
            await send(message)

        if scope["method"] == "POST":
            limit = self._limits.door if AT_THE_DOOR.fullmatch(scope["path"]) else self._limits.forms
            await self._counted(limit, link, scope, receive, noting)
        else:
            await self._app(scope, receive, noting)

    async def _counted(self, limit: RateLimit, key: str, scope: Scope, receive: Receive, send: Send) -> None:
        now = self._clock()
        if wait := limit.wait(now, key):
            await self._refusal(wait, scope)(scope, receive, send)
            return
        limit.note(now, key)
        await self._app(scope, receive, send)


def _client(scope: Scope) -> str:
    """Where a request comes from: the address, and of a long one the network a household or an office has."""
    host = (scope.get("client") or ("", 0))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _link(path: str) -> str:
    """A mark of the link in an address; the link itself is not kept."""
    start = next(start for start in LINKS if path.startswith(start))
    return _mark(start + path.removeprefix(start).partition("/")[0].removesuffix(".ics"))


def _mark(words: str) -> str:
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()[:32]
