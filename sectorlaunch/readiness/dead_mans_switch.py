"""A ping to an address of the keeper's choice, for as long as sweeps and sending go on. When it stops, somebody calls.

It speaks as https://healthchecks.io/docs/http_api/ has it: a plain request for success, `/start` when we start,
`/fail` with the reason when something stands. It lives in the dispatcher: with the process, the pings stop.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

import httpx
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from sectorlaunch.database import reading
from sectorlaunch.readiness import work
from sectorlaunch.settings import Settings

LOG = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
PATIENCE_SECONDS = 10.0


class DeadMansSwitch:
    """A thread of its own: an address that hangs holds up no letter. Without an address it does nothing."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        now: Callable[[], datetime],
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._settings, self._engine, self._now, self._every = settings, engine, now, every_seconds
        self._address = settings.ping_url.get_secret_value() if settings.ping_url is not None else ""
        self._stop = threading.Event()
        self._has_failed = False
        self._thread = threading.Thread(target=self._watch, name="dead-mans-switch", daemon=True)

    def start(self) -> None:
        if self._address:
            self._thread.start()

    def stop(self, wait_seconds: float = 1.0) -> None:
        """Stops by plan: the pings stop as well, which whoever stopped it will expect."""
        self._stop.set()
        if self._address:
            self._thread.join(wait_seconds)

    def _watch(self) -> None:
        # httpx writes each address into the log, and ours is a secret.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._ping("start")
        while not self._stop.wait(self._every):  # what had gathered while we were down is worked off first
            try:
                self.round()
            except Exception:
                LOG.exception("The dead man's switch could not look")

    def round(self) -> bool:
        """One look and its ping; says whether all goes on. A failure is told once, then only silence tells it."""
        standing = self._standing()
        if not standing:
            self._has_failed = False
            self._ping("")
        elif not self._has_failed:
            self._has_failed = self._ping("fail", "\n".join(standing))
        return not standing

    def _standing(self) -> list[str]:
        now = self._now()
        try:
            with reading(self._engine) as session:
                parts = (work.dispatcher(session, self._settings, now), work.sweeps(session, now))
        except SQLAlchemyError as error:
            return [f"The database cannot be read: {type(error).__name__}"]
        return [f"{part.name}: {part.words}" for part in parts if part.stands]

    def _ping(self, what: str, words: str = "") -> bool:
        """Whether it arrived. Never raises, and never writes the address anywhere: who knows it can ping."""
        try:
            answer = httpx.post(_at(self._address, what), content=words.encode(), timeout=PATIENCE_SECONDS)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            LOG.warning("The ping did not arrive: %s", type(error).__name__)
            return False
        if not answer.is_success:
            LOG.warning("The ping was answered with %d", answer.status_code)
        return answer.is_success


def _at(address: str, what: str) -> str:
    """The address with a word behind its path; a query keeps its place."""
    parts = urlsplit(address)
    path = f"{parts.path.rstrip('/')}/{what}" if what else parts.path
    return urlunsplit(parts._replace(path=path))
