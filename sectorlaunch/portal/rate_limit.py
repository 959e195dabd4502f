"""Slows down whoever tries many links that do not hold, or asks for many sign-in links: counted in memory, by address."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_CLIENTS = 10_000
"""Addresses remembered; the one not heard from for longest is forgotten first."""


@dataclass(frozen=True)
class Limit:
    """How many within how long."""

    most: int
    within: timedelta


UNKNOWN_LINKS = Limit(60, timedelta(minutes=10))
"""A whole office behind one address may open some dead links; no more than that is by mistake."""
SIGN_IN_LINKS = Limit(20, timedelta(minutes=10))


class RateLimit:
    """One for each thing that is limited. Restarting forgets everything, which does no harm."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()

    def note(self, now: datetime, client: str) -> None:
        """One more of what is limited."""
        moments = self._seen.setdefault(client, deque(maxlen=self._limit.most))
        moments.append(now)
        self._seen.move_to_end(client)
        while len(self._seen) > MOST_CLIENTS:
            self._seen.popitem(last=False)

    def wait(self, now: datetime, client: str) -> timedelta:
        """How long this client has to wait; nothing while it is within the limit."""
        moments = self._seen.get(client)
        if moments is None or len(moments) < self._limit.most:
            return timedelta()
        return max(moments[0] + self._limit.within - now, timedelta())

    def forget(self) -> None:
        """Lets everyone through again."""
        self._seen.clear()


class RateLimits:
    """Those of the portal."""

    def __init__(self) -> None:
        self.links = RateLimit(UNKNOWN_LINKS)
        self.sign_in = RateLimit(SIGN_IN_LINKS)

    def forget(self) -> None:
        self.links.forget()
        self.sign_in.forget()


LINKS = ("/p/", "/u/", "/c/", "/sign-in/", "/account/address/")
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
        refusal: Callable[[timedelta], Response],
    ) -> None:
        self._app = app
        self._limits = limits
        self._clock = clock
        self._refusal = refusal
        """The page for somebody who has to wait so long."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = self._of(scope)
        if limit is None:
            await self._app(scope, receive, send)
            return
        now, client = self._clock(), (scope.get("client") or ("", 0))[0]
        if wait := limit.wait(now, client):
            await self._refusal(wait)(scope, receive, send)
            return
        counts_all = limit is self._limits.sign_in

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start" and (counts_all or message["status"] == 404):
                limit.note(now, client)
            await send(message)

        await self._app(scope, receive, noting)

    def _of(self, scope: Scope) -> RateLimit | None:
        if scope["type"] != "http":
            return None
        if scope["method"] == "POST" and scope["path"] == ASKING:
            return self._limits.sign_in
        return self._limits.links if scope["path"].startswith(LINKS) else None
