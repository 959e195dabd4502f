"""One sender: claims a message, puts it on the wire outside of any transaction, records what came of it."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from notifications.envelope import Outcome, Receipt
from sectorlaunch import outbox
from sectorlaunch.database import unit_of_work
from sectorlaunch.outbox import Claim, StillNeeded, WayOut
from sectorlaunch.tables import Message, MessageState

LOG = logging.getLogger(__name__)

RECORD_AGAIN_AFTER = (0.2, 1.0, 5.0, 15.0)
"""Seconds between tries to note an outcome: what is not noted is sent twice."""
LINE_CLOSING = 421


class Ways(Protocol):
    def choose(self, session: Session, message: Message) -> WayOut: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Sent:
    """What became of one message. `line_is_down` says that the next one would fare no better."""

    message_id: int
    state: MessageState
    line_is_down: bool = False


@dataclass
class Sender:
    """For one thread, with connections of its own."""

    engine: Engine
    clock: Callable[[], datetime]
    ways: Ways
    still_needed: StillNeeded
    worker: str = "sender"
    lease_seconds: float = outbox.LEASE_SECONDS
    turn: AbstractContextManager[object] = field(default_factory=nullcontext)
    """Held while writing. Senders of one process that share SQLite queue here, which is cheaper than its own wait."""

    def send_one(self) -> Sent | None:
        """Deals with the oldest message that is due; None when there is none."""
        claim = self._claim()
        if claim is None:
            return None
        if claim.settled is not None:
            return Sent(claim.message_id, claim.settled)
        receipt = _send(claim)
        state = self._record(claim, receipt)
        return Sent(claim.message_id, state, line_is_down=_is_down(claim, receipt))

    def hang_up(self) -> None:
        """Lets go of the connections; the next message opens them again."""
        self.ways.close()

    def _claim(self) -> Claim | None:
        now = self.clock()
        with self.turn, unit_of_work(self.engine, now) as session:
            return outbox.claim_next(
                session,
                now,
                self.worker,
                self.lease_seconds,
                still_needed=self.still_needed,
                choose=self.ways.choose,
            )

    def _record(self, claim: Claim, receipt: Receipt) -> MessageState:
        for pause in RECORD_AGAIN_AFTER:
            try:
                return self._record_once(claim, receipt)
            except OperationalError as error:
                LOG.warning("Could not note the outcome of message %s yet: %s", claim.message_id, error.orig)
                time.sleep(pause)
        return self._record_once(claim, receipt)

    def _record_once(self, claim: Claim, receipt: Receipt) -> MessageState:
        now = self.clock()
        with self.turn, unit_of_work(self.engine, now) as session:
            return outbox.record_receipt(session, now, claim.message_id, claim.attempt_id, receipt)


def _send(claim: Claim) -> Receipt:
    assert claim.wire is not None
    assert claim.envelope is not None
    try:
        return claim.wire.send(claim.envelope)
    except Exception as error:
        LOG.exception("The wire broke on message %s", claim.message_id)
        return Receipt(Outcome.AMBIGUOUS, words=f"The sender failed in the middle: {type(error).__name__}.")


def _is_down(claim: Claim, receipt: Receipt) -> bool:
    """A letter refused for now for a reason that is not about its recipient: no line, a closing one, no login."""
    about_us = receipt.code is None or receipt.code == LINE_CLOSING or receipt.code >= 500
    return (
        claim.wire is not None
        and claim.wire.carries_letters
        and receipt.outcome is Outcome.LATER
        and about_us
    )
