"""One sender: claims a message, puts it on the wire outside of any transaction, records what came of it."""

import logging
import time
from collections.abc import Callable, Iterator
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

    def send_all(self, go_on: Callable[[], bool]) -> Iterator[Sent]:
        """Deals with what is due, oldest first, until nothing is, the line is down, or `go_on` says no.

        The outcome of one message and the claim on the next are one commit. What was claimed is always sent and
        noted before this ends, unless the process dies.
        """
        claim = self._claim() if go_on() else None
        while claim is not None:
            if claim.settled is not None:
                yield Sent(claim.message_id, claim.settled)
                claim = self._claim() if go_on() else None
                continue
            receipt = _send(claim)
            down = _is_down(claim, receipt)
            state, next_claim = self._note(claim, receipt, then_claim=go_on() and not down)
            yield Sent(claim.message_id, state, line_is_down=down)
            claim = next_claim

    def hang_up(self) -> None:
        """Lets go of the connections; the next message opens them again."""
        self.ways.close()

    def _claim(self) -> Claim | None:
        now = self.clock()
        with self.turn, unit_of_work(self.engine, now) as session:
            return self._claim_in(session, now)

    def _claim_in(self, session: Session, now: datetime) -> Claim | None:
        return outbox.claim_next(
            session,
            now,
            self.worker,
            self.lease_seconds,
            still_needed=self.still_needed,
            choose=self.ways.choose,
        )

    def _note(self, claim: Claim, receipt: Receipt, *, then_claim: bool) -> tuple[MessageState, Claim | None]:
        """Notes the outcome whatever happens: an outcome that is not noted is a message that is sent twice."""
        for pause in RECORD_AGAIN_AFTER:
            now = self.clock()
            try:
                with self.turn, unit_of_work(self.engine, now) as session:
                    state = outbox.record_receipt(session, now, claim.message_id, claim.attempt_id, receipt)
                    next_claim = self._claim_in(session, now) if then_claim else None
                return state, next_claim
            except OperationalError as error:
                LOG.warning("Could not note the outcome of message %s yet: %s", claim.message_id, error.orig)
                time.sleep(pause)
            except Exception:
                LOG.exception(
                    "Something else failed while noting the outcome of message %s", claim.message_id
                )
                break
        now = self.clock()
        with self.turn, Session(self.engine) as session, session.begin():
            return outbox.record_receipt(session, now, claim.message_id, claim.attempt_id, receipt), None


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
