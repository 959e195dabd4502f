"""All we use of Prefect that is not public. Read from the version in READ_FROM; a test fails when another is installed.

The public ways were measured and are slower: with an event subscriber and the public client, 0.38 s in the middle from a
resume to the next line; with a worker that overrides `run` only and asks four times a second, 0.56 s; this way, 0.2 s
(`bench/results/wake.json`).
To move on to another version: read each member below in it, run the engine tests, then change READ_FROM.
"""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient, SyncPrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import WorkerFlowRunResponse
from prefect.exceptions import Pause
from prefect.workers.base import BaseJobConfiguration, BaseWorker

from sectorlaunch.prefect_side.quick_retry import AsyncQuickRetry, QuickRetry

if TYPE_CHECKING:
    _Worker = BaseWorker[Any, Any, Any]
else:
    _Worker = object  # Prefect registers whatever descends from its worker, and asks it for a type

READ_FROM = "3.9.1"
WORKER_METHODS = {
    "_submit_run": ("self", "flow_run"),
    "_submit_scheduled_flow_runs": ("self", "flow_run_response"),
    "_propose_pending_state": ("self", "flow_run"),
    "_propose_crashed_state": ("self", "flow_run", "message", "client"),
    "_give_worker_labels_to_flow_run": ("self", "flow_run_id"),
    "_release_limit_slot": ("self", "flow_run_id"),
}
"""Method of `BaseWorker` → its parameters."""
WORKER_ATTRIBUTES = (
    "_logger",
    "_runs_task_group",
    "_submitting_flow_run_ids",
    "_cancelling_observer",
    "_work_pool_name",
)
CLIENT_ATTRIBUTES = ("_client",)


def try_again_quickly(client: PrefectClient | SyncPrefectClient) -> None:
    """Puts the quick retry under a client. Prefect has no setting for it, so its httpx client is reached into."""
    httpx_client: Any = client._client
    wrapper = AsyncQuickRetry if isinstance(client, PrefectClient) else QuickRetry
    if not isinstance(httpx_client._transport, wrapper):
        httpx_client._transport = wrapper(httpx_client._transport)


class QuickClaims(_Worker):
    """How the warm worker comes by its flow runs: claimed at once, and looked for only where one is known to be due."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._take_again: set[UUID] = set()

    def start_beside(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Starts something that works as long as the worker does; after `setup`."""
        assert self._runs_task_group is not None
        self._runs_task_group.start_soon(work)

    async def _submit_run(self, flow_run: FlowRun) -> None:
        """Claims a flow run and runs it: of all who propose Pending, the server accepts one.

        The stock way then reads the deployment three times and sets a further state, to prepare a container we
        do not start; that is half of the wait between an answer and the next line.
        """
        group = self._runs_task_group
        assert group is not None
        try:
            if await self._claim(flow_run):
                group.start_soon(self._sign, flow_run)
                await self.run(flow_run, BaseJobConfiguration())  # nothing of it is used
        except Exception:
            self._logger.exception("Flow run %s was left before its end.", flow_run.id)
            group.start_soon(self._propose_crashed_state, flow_run, "The worker lost it.")
        finally:
            self._release_limit_slot(flow_run.id)
            self._submitting_flow_run_ids.discard(flow_run.id)
            if self._cancelling_observer is not None:
                self._cancelling_observer.remove_in_flight_flow_run_id(flow_run.id)
        if flow_run.id in self._take_again:
            self._take_again.discard(flow_run.id)
            await self.take(flow_run.id)

    async def _claim(self, flow_run: FlowRun) -> bool:
        """False for a run that another took, or that was taken, run and suspended again since it was read."""
        try:
            return await self._propose_pending_state(flow_run)
        except Pause:  # no ordinary exception: it would end the worker
            return False

    async def take(self, flow_run_id: UUID) -> None:
        """Runs a flow run that is due, without waiting for the next poll and without asking for all that are due.

        One that is only just letting go of its last attempt is taken when it has.
        """
        if flow_run_id in self._submitting_flow_run_ids:
            self._take_again.add(flow_run_id)
            return
        flow_run = await self.client.read_flow_run(flow_run_id)
        if flow_run.work_pool_name == self._work_pool_name:
            await self._submit_scheduled_flow_runs(
                [
                    WorkerFlowRunResponse(
                        work_pool_id=self.work_pool.id,
                        work_queue_id=flow_run.work_queue_id or flow_run.id,
                        flow_run=flow_run,
                    )
                ]
            )

    async def _sign(self, flow_run: FlowRun) -> None:
        """Puts this worker's name on the run, so that runs left lying by a dead worker can be told."""
        if flow_run.labels.get("prefect.worker.name") != self.name:
            await self._give_worker_labels_to_flow_run(flow_run.id)
