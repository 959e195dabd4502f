"""Carries out what is asked of Prefect: start a flow run for a step, or wake the one that waits.

Everything may be repeated, by several workers at once: a start carries an idempotency key, and of many resumes
the server accepts one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import anyio
import httpx
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.responses import SetStateStatus
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled
from sqlalchemy import Engine

from sectorlaunch.actions import answers
from sectorlaunch.database import unit_of_work
from sectorlaunch.prefect_side import adoption, deployments, forms, run_records
from sectorlaunch.prefect_side.run_records import OpenRequest, OpenStep
from sectorlaunch.tables import RunWish, StepState

WILL_LOOK_ITSELF = {StateType.SCHEDULED, StateType.PENDING}
"""A run in one of these states has yet to begin at the top, and will see for itself what changed."""
FORM_IS_COMING = (0.05, 0.1, 0.2, 0.4)
"""Seconds between further tries to wake a run that has only just suspended itself: its form is saved after its state."""
PATIENT_TRIES = 6
"""After so many refusals a run that cannot be woken is replaced."""


@dataclass(frozen=True)
class Carried:
    """How a request went. Not `settled`: it is to be tried again shortly."""

    result: str
    settled: bool = True
    flow_run_id: UUID | None = None
    """The run that is ready to go on, for a worker that wants to take it at once."""
    is_asleep: bool = False
    """It waits, and the server will not wake it."""


@dataclass
class PrefectContext:
    """What is needed to carry out requests; `read_clock` gives the present moment."""

    engine: Engine
    client: PrefectClient
    read_clock: Callable[[], datetime]
    _deployments: dict[str, UUID] = field(default_factory=dict)

    async def deployment(self, name: str) -> UUID:
        if name not in self._deployments:
            self._deployments = await deployments.deployment_ids(self.client)
        return self._deployments[name]


async def carry_out(context: PrefectContext, request: OpenRequest, tries: int = 0) -> Carried:
    """Starts or resumes the flow run of a step, and notes what came of it. `tries`: how often it was in vain."""
    carried = await _carry_out(context, request)
    if not carried.settled and carried.is_asleep and tries >= PATIENT_TRIES:
        carried = await _start(context, request.step, ended_run=carried.flow_run_id)
    if carried.settled:
        now = context.read_clock()
        with unit_of_work(context.engine, now) as session:
            run_records.settle(session, now, request.request_id, carried.result)
    return carried


async def _carry_out(context: PrefectContext, request: OpenRequest) -> Carried:
    step = request.step
    if step.state is not StepState.OPEN:
        return Carried("the step is not open")
    if step.flow_run_id is None:
        return await _start(context, step, ended_run=None)
    if request.wish is RunWish.RESUME:
        return await _resume(context, step, UUID(step.flow_run_id))
    return await _look_first(context, step, UUID(step.flow_run_id))


async def _resume(context: PrefectContext, step: OpenStep, flow_run_id: UUID) -> Carried:
    for wait in (*FORM_IS_COMING, None):
        if await _was_resumed(context.client, flow_run_id):
            return Carried("resumed", flow_run_id=flow_run_id)
        carried = await _look_first(context, step, flow_run_id, may_resume=False)
        if wait is None or not carried.is_asleep:
            break
        await anyio.sleep(wait)
    return carried


async def _was_resumed(client: PrefectClient, flow_run_id: UUID) -> bool:
    """Wakes the run with an empty form. That the server answers 200 says nothing: the status does."""
    try:
        answer = await client.resume_flow_run(flow_run_id, run_input={})
    except (ObjectNotFound, httpx.HTTPStatusError):
        return False
    return answer.status is SetStateStatus.ACCEPT


async def _look_first(
    context: PrefectContext, step: OpenStep, flow_run_id: UUID, *, may_resume: bool = True
) -> Carried:
    """Decides by the state of the step's run: leave it, wake it, wait for it, or start another."""
    run = await read_run(context.client, flow_run_id)
    state = None if run is None else run.state
    if state is None or adoption.has_ended(state):
        return await _start(context, step, ended_run=flow_run_id)
    if state.is_paused():
        if may_resume:
            return await _resume(context, step, flow_run_id)
        return Carried("not resumed yet", settled=False, flow_run_id=flow_run_id, is_asleep=True)
    if state.type in WILL_LOOK_ITSELF:
        return Carried("about to run", flow_run_id=flow_run_id)
    return Carried("running; asked again when it waits or ends", settled=False)


async def _start(context: PrefectContext, step: OpenStep, ended_run: UUID | None) -> Carried:
    """Creates the flow run of a step; tried twice under one number, it makes one."""
    ended = None if ended_run is None else str(ended_run)
    if ended_run is not None:
        await _make_sure_it_ended(context.client, ended_run)
        await record_forms(context, step.step_run_id, ended_run)
    with unit_of_work(context.engine, context.read_clock()) as session:
        number = run_records.number_of_next_run(session, step.step_run_id, ended)
    parameters = {"partnership": step.slug}
    if step.deployment == run_records.GENERAL_STEP:
        parameters["step_key"] = step.step_key
    run = await context.client.create_flow_run_from_deployment(
        await context.deployment(step.deployment),
        parameters=parameters,
        name=adoption.name_of(step),
        tags=adoption.tags_of(step),
        idempotency_key=step.key_of_run(number),
    )
    with unit_of_work(context.engine, context.read_clock()) as session:
        run_records.started(session, step.step_run_id, number, str(run.id))
    return Carried("started", flow_run_id=run.id)


async def _make_sure_it_ended(client: PrefectClient, flow_run_id: UUID) -> None:
    """A run that another takes over from must not wake up later."""
    run = await read_run(client, flow_run_id)
    if run is not None and run.state is not None and not run.state.is_final():
        message = "Another flow run has taken over."
        await client.set_flow_run_state(flow_run_id, Cancelled(message=message), force=True)


async def record_forms(context: PrefectContext, step_run_id: int, flow_run_id: UUID) -> None:
    """Saves what forms brought to a run that ended before it could record them itself."""
    try:
        inputs = await context.client.filter_flow_run_input(
            flow_run_id, key_prefix=forms.PREFIX, limit=forms.MOST, exclude_keys=set()
        )
    except ObjectNotFound:
        return
    for form in forms.filled_forms(inputs):
        now = context.read_clock()
        with unit_of_work(context.engine, now) as session:
            answers.record_form(
                session, now, step_run_id, form.gate_key, str(flow_run_id), form.key, form.fields
            )


async def read_run(client: PrefectClient, flow_run_id: UUID) -> FlowRun | None:
    """The flow run, or None when there is none of that id."""
    try:
        return await client.read_flow_run(flow_run_id)
    except ObjectNotFound:
        return None
