"""A batch of claimed messages on their way: how many are taken at once, and what became of each."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import OperationalError

from notifications.envelope import Outcome, Receipt
from sectorlaunch.outbox.deliver.attempt_log import AttemptLog, Begins, Ended
from sectorlaunch.outbox.deliver.claiming import Claim
from sectorlaunch.tables import Message, MessageState

LOG = logging.getLogger(__name__)

AGAIN_AFTER = (0.2, 1.0, 5.0, 15.0)
"""Seconds between tries to note an outcome: what is not noted is sent twice."""
MOST = 64
ALONE = 4
"""How many messages go one by one before a sender takes batches."""
MOMENT_SECONDS = 0.25
"""A batch is as many messages as leave in about this time: whether they should go was asked when it was claimed."""
STALE_SECONDS = 2.0
"""What was claimed longer ago and has not begun is given back, to be asked about again."""
LINE_CLOSING = 421


class Pace:
    """How many messages to claim at once: more while the wire is quick, fewer as soon as it is not."""

    def __init__(self) -> None:
        self.most = 1
        self._gone = 0

    def note(self, messages: int, seconds: float) -> None:
        self._gone += messages
        if seconds > MOMENT_SECONDS:
            self.most = max(1, self.most // 2)
        elif self._gone >= ALONE and messages == self.most and seconds < MOMENT_SECONDS / 2:
            self.most = min(MOST, self.most * 2)


@dataclass(frozen=True)
class Sent:
    """What became of one message. `line_is_down` says that the next one would fare no better."""

    message_id: int
    state: MessageState
    line_is_down: bool = False


@dataclass
class Batch:
    """Puts claimed messages on their wires, one after the other. For one thread and one use.

    `record` notes any outcome but `sent` at once, with all that follows from it. Afterward `sent` are the letters
    whose outcome is in the book and whose rows are still to be marked, `left` those to give back.
    """

    claims: list[Claim]
    book: AttemptLog
    clock: Callable[[], datetime]
    record: Callable[[Claim, int, Receipt], MessageState]
    sent: list[Message] = field(default_factory=list)
    left: list[Claim] = field(default_factory=list)
    dealt_with: list[Sent] = field(default_factory=list)
    line_is_down: bool = False

    def send(self, go_on: Callable[[], bool]) -> None:
        """The first is always sent; the others as long as `go_on` says so, the line is up and the claim is fresh."""
        claimed_at = time.monotonic()
        ended: Ended | None = None
        begun = False
        for place, claim in enumerate(self.claims):
            if claim.settled is not None:
                self.dealt_with.append(Sent(claim.message_id, claim.settled))
                continue
            if begun and (self.line_is_down or not go_on() or time.monotonic() - claimed_at > STALE_SECONDS):
                self.left.append(claim)
                continue
            try:
                attempt_id = self._write(ended, claim)
            except BaseException:
                self.left += [one for one in self.claims[place:] if one.settled is None]
                raise
            begun, receipt, ended = True, _send(claim), None
            if receipt.outcome is Outcome.SENT and claim.message is not None:
                ended = Ended(attempt_id, self.clock(), receipt)
                self.sent.append(claim.message)
            else:
                self._note(claim, attempt_id, receipt)
        if ended is not None:
            self._write(ended, None)

    def _note(self, claim: Claim, attempt_id: int, receipt: Receipt) -> None:
        self.line_is_down = _is_down(claim, receipt)
        state = self.record(claim, attempt_id, receipt)
        self.dealt_with.append(Sent(claim.message_id, state, self.line_is_down))

    def _write(self, ended: Ended | None, claim: Claim | None) -> int:
        begins = None
        if claim is not None and claim.wire is not None:
            begins = Begins(claim.message_id, claim.claimed_at, claim.wire.masked, claim.wire.carries_letters)
        for pause in AGAIN_AFTER:
            try:
                return self.book.write(ended, begins)
            except OperationalError as error:
                LOG.warning("Could not write a try down yet: %s", error.orig)
                time.sleep(pause)
        return self.book.write(ended, begins)


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
        and (about_us or receipt.is_about_us)
    )
