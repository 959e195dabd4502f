"""The dispatcher: the process that empties the outbox, and looks for what comes back.

`python -m sectorlaunch.supervisor.dispatcher` runs it. Senders work in threads, and so does the watch over the
mailboxes; the main thread watches the tables, gives the sign of life, and sleeps whenever nothing is due. Killed at
any point it loses nothing: an unfinished try is found by its lease.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import Engine

from notifications.wires.wire import Wire
from sectorlaunch.commit_watch import CommitWatch
from sectorlaunch.database import reading, unit_of_work
from sectorlaunch.mail_grants.fetching import MailTokens
from sectorlaunch.outbox.deliver import claiming, heartbeat, waiting
from sectorlaunch.outbox.deliver.batch import Sent
from sectorlaunch.outbox.deliver.heartbeat import Sighting
from sectorlaunch.outbox.deliver.sender import Sender
from sectorlaunch.outbox.deliver.wire_pool import OneWay, WirePool
from sectorlaunch.outbox.write.send_checks import StillNeeded
from sectorlaunch.records import stop_rules
from sectorlaunch.settings import Settings
from sectorlaunch.signs_of_life import DISPATCHER, Sign

__all__ = ["Dispatcher", "drain", "run_once"]

LOG = logging.getLogger(__name__)

SENDERS = 2
LOOK_SECONDS = 0.25
"""Between two looks at SQLite's change counter: microseconds each."""
ASK_SECONDS = 1.0
"""Between two questions to PostgreSQL: a fraction of a millisecond each."""
REST_SECONDS, LONGEST_REST_SECONDS = 5.0, 60.0
"""How long a mail server that could not be reached is left in peace, doubled each time."""
SWITCH_SECONDS = 0.0005
"""How soon a sender whose server has answered may go on while another one is reckoning; Python's own is ten times that."""
HANG_UP_SECONDS = 20.0
"""After so long without a message a connection is given back."""


def drain(
    engine: Engine, now: datetime, wire: Wire, still_needed: StillNeeded = stop_rules.still_needed
) -> list[Sent]:
    """Deals with everything that is due at `now`, by this wire, in this thread: the rehearsal and the tests."""
    sender = Sender(engine, lambda: now, OneWay(wire), still_needed, "drain")
    return list(sender.send_all(lambda: True))


def run_once(
    engine: Engine, now: datetime, settings: Settings, still_needed: StillNeeded = stop_rules.still_needed
) -> list[Sent]:
    """Deals with everything that is due at `now` by the live channels, else the local mailbox, in this thread."""
    wire_pool = WirePool(settings.mailbox, MailTokens.of(engine, lambda: now, settings))
    sender = Sender(engine, lambda: now, wire_pool, still_needed, worker_name())
    try:
        return list(sender.send_all(lambda: True))
    finally:
        sender.hang_up()


class Dispatcher:
    """Watches the outbox and sets senders to work."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        now: Callable[[], datetime],
        *,
        senders: int = SENDERS,
        lease_seconds: float = claiming.LEASE_SECONDS,
        still_needed: StillNeeded = stop_rules.still_needed,
    ) -> None:
        self._settings, self._engine, self._now = settings, engine, now
        self._sqlite = engine.dialect.name == "sqlite"
        turn = threading.Lock()
        self._senders = [
            Sender(
                engine,
                now,
                WirePool(settings.mailbox, MailTokens.of(engine, now, settings)),
                still_needed,
                worker_name(number),
                lease_seconds,
                **({"turn": turn} if self._sqlite else {}),
            )
            for number in range(1, senders + 1)
        ]
        self._at_work: dict[int, Future[bool]] = {}
        self._stop = threading.Event()
        self._next: datetime | None = None
        self._asked = False
        self._rest = REST_SECONDS
        self._resting_until: float | None = None
        self._last_beat: float | None = None
        self._last_work: float | None = None
        """Monotonic, all three: a clock that is set back must not make us wait for it."""
        self._trouble = ""
        self._sign = Sign(settings.home_folder, DISPATCHER)

    def work_until(self, stop: threading.Event) -> None:
        """Returns soon after `stop` is set, when every message in hand has its outcome noted and the sign of life is gone."""
        self._stop = stop
        changes = CommitWatch(self._engine)
        with ThreadPoolExecutor(len(self._senders), thread_name_prefix="sender") as pool:
            try:
                while not stop.is_set():
                    self._turn_once(pool, changes)
                    stop.wait(LOOK_SECONDS if self._sqlite else ASK_SECONDS)
            finally:
                stop.set()
                changes.close()
        for sender in self._senders:
            sender.hang_up()
        heartbeat.end(self._settings, worker_name())
        self._sign.end()

    def _turn_once(self, pool: ThreadPoolExecutor, changes: CommitWatch) -> None:
        now = self._now()
        self._sign.give()
        self._gather()
        if not changes.notices_every_commit or changes.has_moved() or not self._asked:
            with reading(self._engine) as session:
                self._next = waiting.next_due(session, now)
            self._asked = True
        if self._next is not None and self._next <= now and not self._is_resting():
            self._set_to_work(pool)
        self._give_sign(now)
        if self._last_work is not None and time.monotonic() - self._last_work > HANG_UP_SECONDS:
            self._hang_up()

    def _set_to_work(self, pool: ThreadPoolExecutor) -> None:
        for place, sender in enumerate(self._senders):
            if place not in self._at_work:
                self._at_work[place] = pool.submit(self._work, sender)

    def _work(self, sender: Sender) -> bool:
        """Sends until nothing is due, the line is down or we are stopped; says whether the line is up."""
        for sent in sender.send_all(lambda: not self._stop.is_set()):
            LOG.info("Message %s: %s", sent.message_id, sent.state.value)
            if sent.line_is_down:
                return False
        return True

    def _gather(self) -> None:
        for place, work in list(self._at_work.items()):
            if not work.done():
                continue
            del self._at_work[place]
            self._asked, self._last_work = False, time.monotonic()
            error = work.exception()
            if error is not None:
                LOG.error("A sender stopped: %s", error, exc_info=error)
                self._take_rest(f"A sender stopped: {type(error).__name__}.")
            elif not work.result():
                self._take_rest("The mail server cannot be reached or does not let us in.")
            elif not self._is_resting():
                self._rest, self._resting_until, self._trouble = REST_SECONDS, None, ""

    def _take_rest(self, trouble: str) -> None:
        if self._is_resting():
            return
        self._resting_until = time.monotonic() + self._rest
        self._rest = min(self._rest * 2, LONGEST_REST_SECONDS)
        self._trouble = trouble

    def _is_resting(self) -> bool:
        return self._resting_until is not None and time.monotonic() < self._resting_until

    def _give_sign(self, now: datetime) -> None:
        if self._last_beat is None or time.monotonic() - self._last_beat >= heartbeat.EVERY_SECONDS:
            self._free_what_the_dead_held(now)
            self._bring_back_what_a_clock_put_off(now)
            heartbeat.beat(self._settings, Sighting(now, worker_name(), self._trouble))
            self._last_beat = time.monotonic()

    def _hang_up(self) -> None:
        if not self._at_work:
            for sender in self._senders:
                sender.hang_up()
            self._last_work = None

    def _free_what_the_dead_held(self, now: datetime) -> None:
        """Looks first without the write lock: at rest there is nothing to free."""
        with reading(self._engine) as session:
            holders = waiting.holders(session, now)
        if any(map(is_dead, holders)):
            with unit_of_work(self._engine, now) as session:
                freed = waiting.expire_leases(session, now, is_dead)
            LOG.info("%s messages were in the hands of a dispatcher that died", freed)
            self._asked = False

    def _bring_back_what_a_clock_put_off(self, now: datetime) -> None:
        with reading(self._engine) as session:
            moved = waiting.put_off_by_a_clock(session, now)
        if moved:
            with unit_of_work(self._engine, now) as session:
                waiting.bring_back(session, now, moved)
            LOG.warning(
                "The clock was set back: %s messages are due again when they were meant to be", len(moved)
            )
            self._asked = False


def worker_name(number: int = 0) -> str:
    """This machine, this process, the sender's number: who holds a lease."""
    return f"{socket.gethostname()[:40]}/{os.getpid()}/{number}"


def is_dead(worker: str) -> bool:
    """Whether the holder of a lease was a process of this machine that is gone.

    A process that has taken over its number hides that; then the lease runs out by itself.
    """
    machine, _, rest = worker.partition("/")
    pid = rest.partition("/")[0]
    if machine != socket.gethostname()[:40] or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
