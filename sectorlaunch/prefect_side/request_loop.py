"""What the warm worker does beside running flows.

It hears when an action asked Prefect for something, and does it; plans the next sweep of the follow-ups; keeps
the artifacts current; gives up runs that were lost. Where there are only stock workers, the flows `conductor` and
`follow_ups` do the same by the clock.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import anyio
from prefect.client.orchestration import PrefectClient
from prefect.logging import get_logger

from sectorlaunch import clock
from sectorlaunch.commit_watch import CommitWatch
from sectorlaunch.database import open_database, reading, unit_of_work
from sectorlaunch.engine import (
    consequences,  # noqa: F401  what follows from a deed, before each commit
    gates,
    next_due,
)
from sectorlaunch.prefect_side import repairs, run_records, sweeps
from sectorlaunch.prefect_side.artifacts import ArtifactPublisher
from sectorlaunch.prefect_side.deployments import CONDUCTOR_EVERY
from sectorlaunch.prefect_side.requests import PrefectContext, carry_out
from sectorlaunch.prefect_side.run_records import OpenRequest
from sectorlaunch.settings import Settings

LISTEN_SECONDS = 0.03
QUIET_SECONDS = 1.0
"""What can wait is done when nothing was committed for so long: the next line of a flow comes first."""
ROUND_SECONDS = 30.0
LONGEST_WAIT_SECONDS = 5.0
AT_ONCE = 4
"""Requests carried out side by side: the server answers 503 when hurried."""

log = get_logger("sectorlaunch.request_loop")


class Worker(Protocol):
    """The part of a worker the request loop uses."""

    name: str
    under_way: set[UUID]

    @property
    def client(self) -> PrefectClient: ...

    async def take(self, flow_run_id: UUID) -> None: ...


@dataclass
class NextTry:
    """A request that could not be carried out yet. `moment` is monotonic."""

    tries: int = 0
    moment: float = 0.0


class RequestLoop:
    def __init__(self, worker: Worker, settings: Settings | None = None) -> None:
        self._worker = worker
        self._engine = open_database(settings or Settings())
        self._commits = CommitWatch(self._engine)
        self._context = PrefectContext(self._engine, worker.client, clock.now)
        self._publisher = ArtifactPublisher(self._context)
        self._again: dict[int, NextTry] = {}
        self._swept_for: datetime | None = None

    async def run(self) -> None:
        """Works until canceled."""
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(self._answer_requests)
                group.start_soon(self._make_rounds)
        finally:
            self._commits.close()

    async def _answer_requests(self) -> None:
        """Requests at once; what can wait, when the house has become quiet."""
        something_new = True
        last_commit = time.monotonic()
        while True:
            moved = await self._commits.has_moved_meanwhile()
            if moved:
                something_new, last_commit = True, time.monotonic()
            if moved or self._a_try_is_due():
                await _patiently(self._carry_out_open_requests)
            elif something_new and self._is_quiet(last_commit):
                something_new = False
                await _patiently(self._plan_next_sweep)
                await _patiently(self._publisher.renew)
            await anyio.sleep(LISTEN_SECONDS)

    def _is_quiet(self, last_commit: float) -> bool:
        return not self._worker.under_way and time.monotonic() - last_commit > QUIET_SECONDS

    def _a_try_is_due(self) -> bool:
        return any(again.moment <= time.monotonic() for again in self._again.values())

    async def _carry_out_open_requests(self) -> None:
        with reading(self._engine) as session:
            open_requests = run_records.open_requests(session)
        known = {request.request_id for request in open_requests}
        self._again = {key: again for key, again in self._again.items() if key in known}
        due = [request for request in open_requests if self._is_due(request)]
        if due:
            limiter = anyio.CapacityLimiter(AT_ONCE)
            async with anyio.create_task_group() as group:
                for request in due:
                    group.start_soon(self._carry_out, request, limiter)

    def _is_due(self, request: OpenRequest) -> bool:
        return self._again.get(request.request_id, NextTry()).moment <= time.monotonic()

    async def _carry_out(self, request: OpenRequest, limiter: anyio.CapacityLimiter) -> None:
        """A request that fails is tried again, each time later, and holds up no other."""
        again = self._again.get(request.request_id, NextTry())
        wait = min(0.1 * 2**again.tries, LONGEST_WAIT_SECONDS)
        self._again[request.request_id] = NextTry(again.tries + 1, time.monotonic() + wait)
        try:
            async with limiter:
                carried = await carry_out(self._context, request, again.tries)
        except Exception:
            log.exception("Could not do what the step %s asks of Prefect.", request.step.step_key)
            return
        if carried.settled:
            self._again.pop(request.request_id, None)
            if carried.flow_run_id is not None:
                await self._worker.take(carried.flow_run_id)

    async def _plan_next_sweep(self) -> None:
        with reading(self._engine) as session:
            due = next_due.next_due(session)
        if due is not None and due != self._swept_for:
            await sweeps.schedule_sweep(self._context, due)
            self._swept_for = due

    async def _make_rounds(self) -> None:
        """At once after the start, when a predecessor may have left runs lying; now and then a look at everything.

        The conductor flow does the latter too, by the clock of the Prefect server; neither waits for the other.
        """
        next_look = time.monotonic()
        while True:
            await _patiently(self._give_up_lost_runs)
            if time.monotonic() >= next_look:
                next_look = time.monotonic() + CONDUCTOR_EVERY.total_seconds()
                await _patiently(self._look_at_everything)
            await anyio.sleep(ROUND_SECONDS)

    async def _look_at_everything(self) -> None:
        for sentence in await repairs.find_and_ask(self._context):
            log.warning(sentence)
        await self._keep_the_hours()

    async def _keep_the_hours(self) -> None:
        """Plans the hourly sweep and looks again at old gates: where the server's own scheduler stands still, we do not."""
        now = clock.now()
        with unit_of_work(self._engine, now) as session:
            gates.review_stale(session, now)
        next_hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        await sweeps.schedule_sweep(self._context, next_hour)

    async def _give_up_lost_runs(self) -> None:
        worker = self._worker
        for sentence in await repairs.give_up_lost_runs(
            self._context, worker.name, lambda: set(worker.under_way)
        ):
            log.warning(sentence)


async def _patiently(do: Callable[[], Awaitable[None]]) -> None:
    """Whatever goes wrong is logged, and the next commit or round tries again."""
    try:
        await do()
    except Exception:
        log.exception("The request loop could not finish what it was doing.")
        await anyio.sleep(QUIET_SECONDS)
