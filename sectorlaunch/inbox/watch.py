"""The small loop that looks into the mailboxes, and the calendars people had read, beside the senders of the dispatcher."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from notifications.wires.token_source import TokenSource
from sectorlaunch.inbox import busy_calendars
from sectorlaunch.inbox.looking import look_into_all
from sectorlaunch.signs_of_life import Sign

LOG = logging.getLogger(__name__)

EVERY_SECONDS = 60.0


class InboxWatch:
    """A thread of its own, so that a mail server that hangs holds up no letter. At rest without a mailbox."""

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], datetime],
        every_seconds: float = EVERY_SECONDS,
        *,
        sign: Sign | None = None,
        tokens: TokenSource | None = None,
        hosts: frozenset[str] = frozenset(),
    ) -> None:
        """`sign` is given after each round over all mailboxes; `tokens` open those without a password; `hosts` are those a
        calendar that is read may stand on besides public ones."""
        self._hosts = hosts
        self._engine, self._now, self._every, self._sign = engine, now, every_seconds, sign
        self._tokens = tokens
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="inbox", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, wait_seconds: float = 5.0) -> None:
        """Asks it to stop. A mail in hand is finished, or taken again by the next process."""
        self._stop.set()
        self._thread.join(wait_seconds)
        if self._sign is not None:
            self._sign.end()

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                for mail in look_into_all(self._engine, self._now(), self._tokens):
                    LOG.info("Mail %s: %s, %s", mail.uid, mail.kind.value, mail.outcome)
                busy_calendars.refresh_due(self._engine, self._now(), self._hosts)
                if self._sign is not None:
                    self._sign.give()
            except SQLAlchemyError as error:
                LOG.warning("The mailboxes could not be looked into: %s", type(error).__name__)
            except Exception:
                LOG.exception("The mailboxes could not be looked into")
            self._stop.wait(self._every)
