"""The deployments: one for each step of the six, one for the steps of other playbooks, the one that starts a partnership,
and the two that run by the clock.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import prefect
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import IntervalSchedule
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema

from sectorlaunch import __version__
from sectorlaunch.prefect_side.names import TAG, WORK_POOL

CONDUCTOR_EVERY = timedelta(minutes=10)
FOLLOW_UPS_EVERY = timedelta(hours=1)
"""How often everything is looked at."""


@dataclass(frozen=True)
class Deployed:
    """A deployment as we want it. The entrypoint is a module path, so it works from any directory."""

    name: str
    entrypoint: str
    description: str
    every: timedelta | None = None
    """How often it runs by itself."""

    @property
    def version(self) -> str:
        mark = f"{self.entrypoint}|{self.description}|{self.every}|{prefect.__version__}"
        return f"{__version__}+{hashlib.sha256(mark.encode()).hexdigest()[:8]}"


DEPLOYMENTS = (
    Deployed(
        "build-support-team",
        "flows.build_support_team.build_support_team",
        "Step 1. Welcomes the support team, and waits until its members see the partnership as their shared "
        "table and the roles are settled.",
    ),
    Deployed(
        "define-scope",
        "flows.define_scope.define_scope",
        "Step 2. Brings the regional data to the table, and waits until sector and footprint are agreed.",
    ),
    Deployed(
        "prepare-to-launch",
        "flows.prepare_to_launch.prepare_to_launch",
        "Step 3. Champions, place and date, the guest list, the letter.",
    ),
    Deployed(
        "launch",
        "flows.launch.launch",
        "Step 4. The launch meeting: who was there, what business leaders named, what they took on, and the summary.",
    ),
    Deployed(
        "move-to-action",
        "flows.move_to_action.move_to_action",
        "Step 5. Action teams form around the priorities and hold their first calls.",
    ),
    Deployed(
        "evolve-and-sustain",
        "flows.evolve_and_sustain.evolve_and_sustain",
        "Step 6. The agenda passes to industry, and the partnership gets a home and a rhythm.",
    ),
    Deployed(
        "general-step",
        "flows.general_step.general_step",
        "A step of a playbook that has no flow of its own, in the order the playbook states.",
    ),
    Deployed(
        "launch-a-partnership",
        "flows.launch_partnership.launch_partnership",
        "Starts a partnership from a form, as `sector-launch new` does from two files, and begins its first step.",
    ),
    Deployed(
        "follow-ups",
        "flows.follow_ups.follow_ups",
        "Carries out the touches that are due: every hour, and at the next due moment.",
        every=FOLLOW_UPS_EVERY,
    ),
    Deployed(
        "conductor",
        "flows.conductor.conductor",
        "Looks for gates that opened without waking their run and for steps without a live run, and mends them.",
        every=CONDUCTOR_EVERY,
    ),
)


async def ensure_work_pool(client: PrefectClient, worker_type: str) -> None:
    """Makes the work pool of the warm worker, unless it is there."""
    try:
        await client.read_work_pool(WORK_POOL)
    except ObjectNotFound:
        with suppress(ObjectAlreadyExists):  # another worker may be quicker
            await client.create_work_pool(
                WorkPoolCreate(
                    name=WORK_POOL,
                    type=worker_type,
                    description="Runs the flows of Sector Launch inside one warm process.",
                )
            )


async def register_deployments(
    client: PrefectClient, wanted: tuple[Deployed, ...] = DEPLOYMENTS
) -> dict[str, UUID]:
    """Makes or renews the deployments; those already as wanted are left alone. Returns their ids by name.

    A deployment that somebody moved to another work pool stays there.
    """
    existing = {deployment.name: deployment for deployment in await _ours(client)}
    found: dict[str, UUID] = {}
    for deployed in wanted:
        there = existing.get(deployed.name)
        if there is not None and there.version == deployed.version:
            found[deployed.name] = there.id
        else:
            found[deployed.name] = await _register(client, deployed, there)
    return found


async def deployment_ids(client: PrefectClient) -> dict[str, UUID]:
    """The ids of the deployments there are, by name."""
    return {deployment.name: deployment.id for deployment in await _ours(client)}


async def _ours(client: PrefectClient) -> list[DeploymentResponse]:
    tagged = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    return await client.read_deployments(deployment_filter=tagged, limit=200)


async def _register(client: PrefectClient, deployed: Deployed, there: DeploymentResponse | None) -> UUID:
    flow: Flow[..., object] = load_flow_from_entrypoint(deployed.entrypoint, use_placeholder_flow=False)
    flow_id = await client.create_flow(flow)
    schedules = (
        [DeploymentScheduleCreate(schedule=IntervalSchedule(interval=deployed.every), active=True)]
        if deployed.every
        else []
    )
    return await client.create_deployment(
        flow_id=flow_id,
        name=deployed.name,
        version=deployed.version,
        description=deployed.description,
        entrypoint=deployed.entrypoint,
        tags=[TAG],
        schedules=schedules,
        work_pool_name=(there.work_pool_name if there is not None else None) or WORK_POOL,
        parameter_openapi_schema=parameter_schema(flow).model_dump_for_openapi(),
        enforce_parameter_schema=True,
    )
