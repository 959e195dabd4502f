"""The warm worker: a Prefect worker type that runs our light flows inside its own, already imported process.

A stock worker starts a Python for every flow run and spends seconds importing Prefect. This one keeps the flows
loaded, looks when something was committed, and so carries on a fraction of a second after a gate has opened. It is
registered as worker type `sector-launch` through the entry point group `prefect.collections`.
"""

import asyncio
import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import lru_cache
from typing import Any
from uuid import UUID

import anyio
import anyio.abc
from prefect.client.schemas.objects import FlowRun
from prefect.context import SyncClientContext
from prefect.exceptions import Abort, Pause
from prefect.flow_engine import run_flow
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, get_current_settings, temporary_settings
from prefect.states import Failed
from prefect.workers.base import BaseJobConfiguration, BaseVariables, BaseWorker, BaseWorkerResult

from sectorlaunch.prefect_side.deployments import DEPLOYMENTS
from sectorlaunch.prefect_side.prefect_private import QuickClaims, try_again_quickly
from sectorlaunch.prefect_side.request_loop import RequestLoop

WORKER_TYPE = "sector-launch"
KNOWN = frozenset(deployed.entrypoint for deployed in DEPLOYMENTS)
UNKNOWN = "This worker runs the flows of Sector Launch only, and this deployment names another."
SIDE_BY_SIDE = 8
"""Flow runs in threads at once; each is over in a fraction of a second."""


class WarmRunResult(BaseWorkerResult):
    """Whether the engine was left in order; how the flow run itself ended is in its state."""


class WarmWorker(QuickClaims, BaseWorker[BaseJobConfiguration, BaseVariables, WarmRunResult]):
    type = WORKER_TYPE
    job_configuration = BaseJobConfiguration
    job_configuration_variables = BaseVariables
    _description = "Runs the flows of Sector Launch inside one warm process."
    _display_name = "Sector Launch"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.under_way: set[UUID] = set()
        """The flow runs this process is executing now."""
        self._request_loop = anyio.CancelScope()
        self._entrypoints: dict[UUID, str] = {}
        self._threads = ThreadPoolExecutor(SIDE_BY_SIDE, "flow-run", initializer=_warm_this_thread)

    async def run(
        self,
        flow_run: FlowRun,
        configuration: BaseJobConfiguration | None = None,
        task_status: anyio.abc.TaskStatus[int] | None = None,
    ) -> WarmRunResult:
        """Runs the flow in a thread of this process. A run that suspends itself is done here."""
        self.under_way.add(flow_run.id)
        if task_status is not None:
            task_status.started(os.getpid())
        try:
            entrypoint = await self._entrypoint(flow_run)
            if entrypoint not in KNOWN:
                await self.client.set_flow_run_state(flow_run.id, Failed(message=UNKNOWN), force=True)
                return WarmRunResult(identifier=str(flow_run.id), status_code=1)
            running = asyncio.get_running_loop().run_in_executor(
                self._threads, _execute, entrypoint, flow_run
            )
            # A canceled worker still lets the run come to its end or its next gate.
            with anyio.CancelScope(shield=True):
                await running
        finally:
            self.under_way.discard(flow_run.id)
        return WarmRunResult(identifier=str(flow_run.id), status_code=0)

    async def setup(self) -> None:
        await super().setup()
        try_again_quickly(self.client)
        logging.getLogger("prefect.task_runs").addFilter(_is_worth_a_line)
        self.start_beside(self._carry_out_requests)

    async def teardown(self, *exc_info: Any) -> None:
        self._request_loop.cancel()
        await super().teardown(*exc_info)
        self._threads.shutdown()

    async def _carry_out_requests(self) -> None:
        """Carries out requests until the worker stops."""
        with self._request_loop:
            await RequestLoop(self).run()

    async def _entrypoint(self, flow_run: FlowRun) -> str:
        deployment_id = flow_run.deployment_id
        assert deployment_id is not None
        if deployment_id not in self._entrypoints:
            deployment = await self.client.read_deployment(deployment_id)
            self._entrypoints[deployment_id] = deployment.entrypoint or ""
        return self._entrypoints[deployment_id]


@lru_cache(maxsize=64)
def loaded(entrypoint: str) -> Flow[..., Any]:
    """A flow, imported once in this process. Its results stay here: there is nothing in them to keep.

    With their place named, the engine need not ask the server for it three times a run.
    """
    flow: Flow[..., Any] = load_flow_from_entrypoint(entrypoint, use_placeholder_flow=False)
    return flow.with_options(
        persist_result=False, result_storage=get_current_settings().results.local_storage_path
    )


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """All but Prefect's warning, at each task, that a timeout in a thread waits for the end of a blocking call."""
    return not str(record.msg).startswith("Timeout of %s seconds configured for this task")


_of_thread = threading.local()
"""What a thread keeps open for its whole life."""


def _warm_this_thread() -> None:
    """Opens the client once for all flow runs of this thread; making one costs more than a gate.

    Without heartbeats: the engine joins their thread at the end of each run, which takes up to a second.
    """
    _of_thread.kept = ExitStack()
    _of_thread.kept.enter_context(temporary_settings(updates={PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}))
    try_again_quickly(_of_thread.kept.enter_context(SyncClientContext()).client)


def _execute(entrypoint: str, flow_run: FlowRun) -> None:
    """Runs a flow to its end or its next suspension. How it went is in its state on the server.

    The engine watches an event stream for somebody suspending a deployed run from outside, which costs a thread,
    two round trips and a fifth of a second at the end. Ours suspend themselves; without a deployment it does not.
    """
    unwatched = flow_run.model_copy(update={"deployment_id": None})
    with suppress(Pause, Abort):
        outcome: Any = run_flow(loaded(entrypoint), flow_run=unwatched, return_type="state")
        if asyncio.iscoroutine(outcome):
            asyncio.run(outcome)
