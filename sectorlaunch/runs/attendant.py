"""What the warm worker does beside running flows: it hears when an operation asked Prefect for something, and does it."""

import logging
import time
from typing import Protocol
from uuid import UUID

import anyio
from prefect.client.orchestration import PrefectClient
from prefect.logging import get_logger

from sectorlaunch import clock
from sectorlaunch.database import open_database, reading
from sectorlaunch.doorbell import Doorbell
from sectorlaunch.operations import conduct
from sectorlaunch.operations.conduct import OpenRequest
from sectorlaunch.runs.requests import Office, carry_out
from sectorlaunch.settings import Settings

LISTEN_SECONDS = 0.05
LONGEST_WAIT_SECONDS = 5.0
AT_ONCE = 4
"""Requests carried out side by side: the server answers 503 when hurried."""


class Worker(Protocol):
    """The part of a worker the attendant uses."""

    under_way: set[UUID]

    @property
    def client(self) -> PrefectClient: ...

    async def look_at_once(self) -> None: ...


class Attendant:
    def __init__(self, worker: Worker, settings: Settings | None = None) -> None:
        self._worker = worker
        self._engine = open_database(settings or Settings())
        self._doorbell = Doorbell(self._engine)
        self._office = Office(self._engine, worker.client, clock.now)
        self._again: dict[int, tuple[int, float]] = {}
        """Request → how often it was tried in vain, and the monotonic moment of the next try."""
        self._log: logging.Logger | logging.LoggerAdapter[logging.Logger] = get_logger(
            "sectorlaunch.attendant"
        )

    async def attend(self) -> None:
        """Listens until cancelled. Trouble is logged and tried again."""
        pause = LISTEN_SECONDS
        try:
            while True:
                try:
                    if self._doorbell.rung() or self._something_is_due():
                        await self._carry_out_open_requests()
                    pause = LISTEN_SECONDS
                except Exception:
                    self._log.exception("A request to Prefect could not be carried out; trying again.")
                    pause = min(max(pause * 2, 0.5), LONGEST_WAIT_SECONDS)
                await anyio.sleep(pause)
        finally:
            self._doorbell.close()

    def _something_is_due(self) -> bool:
        return any(moment <= time.monotonic() for _, moment in self._again.values())

    async def _carry_out_open_requests(self) -> None:
        with reading(self._engine) as session:
            open_requests = conduct.open_requests(session)
        known = {request.request_id for request in open_requests}
        self._again = {key: value for key, value in self._again.items() if key in known}
        due = [request for request in open_requests if self._is_due(request)]
        if not due:
            return
        limiter = anyio.CapacityLimiter(AT_ONCE)
        async with anyio.create_task_group() as group:
            for request in due:
                group.start_soon(self._carry_out, request, limiter)

    def _is_due(self, request: OpenRequest) -> bool:
        _, moment = self._again.get(request.request_id, (0, 0.0))
        return moment <= time.monotonic()

    async def _carry_out(self, request: OpenRequest, limiter: anyio.CapacityLimiter) -> None:
        async with limiter:
            carried = await carry_out(self._office, request)
        if not carried.settled:
            tries, _ = self._again.get(request.request_id, (0, 0.0))
            wait = min(0.1 * 2**tries, LONGEST_WAIT_SECONDS)
            self._again[request.request_id] = (tries + 1, time.monotonic() + wait)
        elif carried.flow_run_id is not None:
            await self._worker.look_at_once()
