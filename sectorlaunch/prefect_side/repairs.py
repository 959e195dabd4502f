"""Finds what got lost between our tables and Prefect, and mends it.

Our tables say where each launch stands, so nothing here is guessed: an open step has a live flow run, or gets a
new one; a run that waits where nothing is shut is woken. Light with ten thousand launches waiting: what has just
ended, what claims to run, and one slice of all the rest.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, StateType, Worker
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

from sectorlaunch.database import reading, unit_of_work
from sectorlaunch.prefect_side import run_records, stopped_runs
from sectorlaunch.prefect_side.deployments import CONDUCTOR_EVERY
from sectorlaunch.prefect_side.names import TAG
from sectorlaunch.prefect_side.requests import PATIENT_TRIES, PrefectContext, carry_out
from sectorlaunch.prefect_side.run_records import OpenStep

BATCH = 200
SLICE = 1000
"""Steps compared with the server in one look; a large installation takes several looks to see all."""
LOOK_BACK = timedelta(hours=2)
UNSIGNED_AFTER = timedelta(minutes=2)
"""A claimed run bears its worker's name within a second."""
JUST_NOW = timedelta(seconds=5)
FORM_IS_OVERDUE = timedelta(minutes=1)
"""A run that cannot be woken for so long died between its suspension and its form: another takes over."""
MISSED_HEARTBEATS = 3
"""A worker that has missed so many is dead."""
FIRST_PATIENCE = timedelta(minutes=5)
LONGEST_PATIENCE = timedelta(hours=6)
"""A flow that fails by itself is tried again, each time later: it may well fail again."""

AT_WORK = [StateType.RUNNING, StateType.PENDING]
ENDED = [StateType.CRASHED, StateType.FAILED, StateType.CANCELLED, StateType.COMPLETED]


async def mend(context: PrefectContext) -> list[str]:
    """One look at everything, and what is asked for is carried out; says in sentences what was mended."""
    return await find_and_ask(context) + await carry_out_what_is_left(context)


async def find_and_ask(context: PrefectContext) -> list[str]:
    """One look at everything; what is to be done is asked for, as everybody asks for it."""
    said = await _abandon_runs_of_dead_workers(context)
    said += await replace_ended_runs(context)
    said += _start_what_was_never_started(context)
    said += await _wake_those_with_nothing_shut(context)
    return said


async def carry_out_what_is_left(context: PrefectContext) -> list[str]:
    """Carries out the open requests: the doing of the warm worker, for when there is none."""
    with reading(context.engine) as session:
        left = run_records.open_requests(session)
    said = []
    for request in left:
        is_old = context.read_clock() - request.asked_at > FORM_IS_OVERDUE
        carried = await carry_out(context, request, PATIENT_TRIES if is_old else 0)
        said.append(f"{request.step.partnership}, {request.step.title}: {carried.result}.")
    return said


async def give_up_lost_runs(
    context: PrefectContext, worker: str, under_way: Callable[[], set[UUID]]
) -> list[str]:
    """Gives up the runs that nobody executes any more, and has others take their place.

    Those of workers that fell silent, and those that bear this worker's name without it executing them: its
    predecessor died over them, or the server was away when they ended.
    """
    before = under_way()
    lost = await _abandon_runs_of_dead_workers(context)
    now = context.read_clock()
    for run in await runs_at_work(context.client):
        is_mine = run.labels.get("prefect.worker.name") == worker
        is_recent = run.state is None or now - run.state.timestamp < JUST_NOW
        if is_mine and not is_recent and run.id not in before | under_way():
            await abandon(context, run, "The worker lost it.")
            lost.append(f"{run.name}: the worker lost it.")
    return lost + await replace_ended_runs(context) if lost else []


async def abandon(context: PrefectContext, run: FlowRun, why: str) -> None:
    """Marks a run as crashed that nobody executes any more. No hook of its flow sees that, so it is noted here."""
    await context.client.set_flow_run_state(run.id, Crashed(message=why), force=True)
    now = context.read_clock()
    with unit_of_work(context.engine, now) as session:
        stopped_runs.note(session, now, str(run.id), stopped_runs.CRASHED)


async def runs_at_work(client: PrefectClient) -> list[FlowRun]:
    """The flow runs of ours that are claimed or running, says the server."""
    return await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            tags=FlowRunFilterTags(all_=[TAG]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=AT_WORK)),
        ),
        limit=BATCH,
    )


async def _abandon_runs_of_dead_workers(context: PrefectContext) -> list[str]:
    now = context.read_clock()
    said = []
    silent = _Silence(context.client)
    for run in await runs_at_work(context.client):
        if await silent.holds(run, now):
            await abandon(context, run, "The worker that ran it is gone.")
            said.append(f"{run.name}: the worker that ran it is gone.")
    return said


class _Silence:
    """Knows which workers have fallen silent; asks each work pool once."""

    def __init__(self, client: PrefectClient) -> None:
        self._client = client
        self._alive: dict[str, set[str]] = {}

    async def holds(self, run: FlowRun, now: datetime) -> bool:
        worker = run.labels.get("prefect.worker.name")
        if worker is None:
            return run.state is not None and now - run.state.timestamp > UNSIGNED_AFTER
        return str(worker) not in await self._alive_in(run.work_pool_name or "", now)

    async def _alive_in(self, pool: str, now: datetime) -> set[str]:
        if pool not in self._alive:
            try:
                workers = await self._client.read_workers_for_work_pool(pool, limit=BATCH)
            except ObjectNotFound:
                workers = []
            self._alive[pool] = {
                worker.name
                for worker in workers
                if worker.last_heartbeat_time is not None
                and now - worker.last_heartbeat_time < _longest_silence(worker)
            }
        return self._alive[pool]


def _longest_silence(worker: Worker) -> timedelta:
    return timedelta(seconds=MISSED_HEARTBEATS * (worker.heartbeat_interval_seconds or 30) + 5)


async def replace_ended_runs(context: PrefectContext) -> list[str]:
    """Open steps whose run has ended or is gone get another."""
    now = context.read_clock()
    ended = await context.client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            tags=FlowRunFilterTags(all_=[TAG]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=ENDED)),
            end_time=FlowRunFilterEndTime(after_=now - LOOK_BACK),
        ),
        limit=BATCH,
    )
    with reading(context.engine) as session:
        steps = run_records.open_steps_of_runs(session, [str(run.id) for run in ended])
        steps += run_records.slice_of_open_steps(
            session, SLICE, int(now.timestamp() // CONDUCTOR_EVERY.total_seconds())
        )
    known = {str(run.id): run for run in ended}
    unknown = [step.flow_run_id for step in steps if step.flow_run_id and step.flow_run_id not in known]
    known |= {str(run.id): run for run in await _read_runs(context.client, unknown)}
    said = []
    for step in {step.step_run_id: step for step in steps}.values():
        run = known.get(step.flow_run_id or "")
        why = _why_replaced(step, run, now)
        if why is not None and _ask_for_another(context, step, why, run):
            said.append(f"{step.partnership}, {step.title}: {why}.")
    return said


def _why_replaced(step: OpenStep, run: FlowRun | None, now: datetime) -> str | None:
    if step.flow_run_id is None:
        return None
    if run is None or run.state is None:
        return "the flow run is not on the server"
    if not run.state.is_final():
        return None
    if run.state.is_failed() and now - run.state.timestamp < _patience(step.number):
        return None
    return f"the flow run ended as {(run.state.name or 'unknown').lower()} while the step is open"


def _patience(number: int) -> timedelta:
    doublings = min(max(number - 1, 0), 10)
    return min(FIRST_PATIENCE * (1 << doublings), LONGEST_PATIENCE)


def _ask_for_another(context: PrefectContext, step: OpenStep, why: str, ended: FlowRun | None = None) -> bool:
    """Says of a crash as well what its hook would: that runs seconds later, or died with the machine."""
    now = context.read_clock()
    with unit_of_work(context.engine, now) as session:
        if ended is not None and ended.state is not None and ended.state.is_crashed():
            stopped_runs.note_crash(session, now, str(ended.id), ended.state.timestamp)
        return run_records.ask_for_another_run(session, now, step.step_run_id, step.flow_run_id, why)


def _start_what_was_never_started(context: PrefectContext) -> list[str]:
    with reading(context.engine) as session:
        steps = run_records.open_steps_without_run(session)
    for step in steps:
        _ask_for_another(context, step, "it was never started")
    return [f"{step.partnership}, {step.title}: was never started." for step in steps]


async def _wake_those_with_nothing_shut(context: PrefectContext) -> list[str]:
    """A run that is suspended while no gate of its step is shut missed its waking."""
    with reading(context.engine) as session:
        steps = run_records.open_steps_with_nothing_shut(session)
    runs = await _read_runs(context.client, [step.flow_run_id for step in steps if step.flow_run_id])
    suspended = {str(run.id) for run in runs if run.state is not None and run.state.is_paused()}
    said = []
    for step in steps:
        if step.flow_run_id in suspended:
            now = context.read_clock()
            with unit_of_work(context.engine, now) as session:
                run_records.ask_to_resume(session, now, step.step_run_id)
            said.append(f"{step.partnership}, {step.title}: waited at an open gate.")
    return said


async def _read_runs(client: PrefectClient, ids: Sequence[str | None]) -> list[FlowRun]:
    found: list[FlowRun] = []
    for batch in _batches([UUID(run_id) for run_id in ids if run_id]):
        wanted = FlowRunFilter(id=FlowRunFilterId(any_=batch))
        found += await client.read_flow_runs(flow_run_filter=wanted, limit=BATCH)
    return found


def _batches(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
