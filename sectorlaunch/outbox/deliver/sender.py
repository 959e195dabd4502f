"""One sender: claims messages, puts them on the wire outside of any transaction, records what came of it."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from notifications.envelope import Receipt
from sectorlaunch.database import unit_of_work
from sectorlaunch.errors import ConsequencesMissing
from sectorlaunch.outbox.deliver import claiming, receipts
from sectorlaunch.outbox.deliver.attempt_log import open_log
from sectorlaunch.outbox.deliver.batch import AGAIN_AFTER, Batch, Pace, Sent
from sectorlaunch.outbox.deliver.claiming import Claim, WayOut
from sectorlaunch.outbox.deliver.receipts import mark_sent
from sectorlaunch.outbox.write.send_checks import StillNeeded
from sectorlaunch.tables import Message, MessageState

__all__ = ["Sender", "Sent", "Ways"]

LOG = logging.getLogger(__name__)

Noted = TypeVar("Noted")


class Ways(Protocol):
    def choose(self, session: Session, message: Message) -> WayOut: ...

    def close(self) -> None: ...


@dataclass
class Sender:
    """For one thread, with connections of its own."""

    engine: Engine
    clock: Callable[[], datetime]
    ways: Ways
    still_needed: StillNeeded
    worker: str = "sender"
    lease_seconds: float = claiming.LEASE_SECONDS
    turn: AbstractContextManager[object] = field(default_factory=nullcontext)
    """Held while writing. Senders of one process that share SQLite queue here, which is cheaper than its own wait."""

    def send_all(self, go_on: Callable[[], bool]) -> Iterator[Sent]:
        """Deals with what is due, oldest first, until nothing is, the line is down, or `go_on` says no.

        Messages are claimed in batches, as many as leave within a moment, and the outcomes of one batch and the
        claim on the next are one commit. Each try is written down before the wire is touched, and its outcome
        before the next letter is handed over, so a sender that dies leaves one letter in doubt. Of a batch, the
        first is always sent; what cannot leave at once any more is given back.
        """
        pace = Pace()
        claims = self._claim(pace.most) if go_on() else []
        while claims:
            began = time.monotonic()
            batch = self._send(claims, go_on)
            pace.note(len(claims), time.monotonic() - began)
            more = go_on() and not batch.line_is_down
            claims = self._settle(batch, pace.most if more else 0)
            yield from batch.dealt_with

    def hang_up(self) -> None:
        """Lets go of the connections; the next message opens them again."""
        self.ways.close()

    def _send(self, claims: list[Claim], go_on: Callable[[], bool]) -> Batch:
        with open_log(self.engine, self.turn) as book:
            batch = Batch(claims, book, self.clock, self._record)
            try:
                batch.send(go_on)
            except BaseException:
                self._settle(batch, 0)
                raise
        return batch

    def _claim(self, most: int) -> list[Claim]:
        now = self.clock()
        with self.turn, unit_of_work(self.engine, now, tolerates=_may_lose_consequences) as session:
            return self._claim_in(session, now, most)

    def _claim_in(self, session: Session, now: datetime, most: int) -> list[Claim]:
        return claiming.claim_some(
            session,
            now,
            self.worker,
            self.lease_seconds,
            most,
            still_needed=self.still_needed,
            choose=self.ways.choose,
        )

    def _record(self, claim: Claim, attempt_id: int, receipt: Receipt) -> MessageState:
        def note(session: Session, now: datetime, _calmly: bool) -> MessageState:
            return receipts.record_receipt(session, now, claim.message_id, attempt_id, receipt)

        return self._whatever_happens(note)

    def _settle(self, batch: Batch, most: int) -> list[Claim]:
        """Marks what was sent, gives back what was left, and claims the next batch."""

        def note(
            session: Session, now: datetime, calmly: bool
        ) -> tuple[dict[int, MessageState], list[Claim]]:
            if batch.left:
                claiming.give_back(session, batch.left, self.worker)
            states = mark_sent(session, now, batch.sent) if batch.sent else {}
            return states, self._claim_in(session, now, most) if most and calmly else []

        states, claims = self._whatever_happens(note)
        batch.dealt_with += [Sent(message_id, state) for message_id, state in states.items()]
        return claims

    def _whatever_happens(self, note: Callable[[Session, datetime, bool], Noted]) -> Noted:
        """Notes what came of messages whatever happens: an outcome that is not noted is a message that is sent twice.

        What follows from it may fail for one launch and is done for the others. `note` is told at last to do only
        what must be done, and then no error in what follows counts.
        """
        for pause in AGAIN_AFTER:
            now = self.clock()
            try:
                with self.turn, unit_of_work(self.engine, now, tolerates=_may_lose_consequences) as session:
                    return note(session, now, True)
            except OperationalError as error:
                LOG.warning("Could not note what came of messages yet: %s", error.orig)
                time.sleep(pause)
            except Exception:
                LOG.exception("Something else failed while noting what came of messages")
                break
        now = self.clock()
        with self.turn, unit_of_work(self.engine, now, tolerates=lambda _error: True) as session:
            return note(session, now, False)


def _may_lose_consequences(error: Exception) -> bool:
    """One broken launch must not stop everybody's mail. A busy database is asked again instead."""
    return not isinstance(error, OperationalError | ConsequencesMissing)
