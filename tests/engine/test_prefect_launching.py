"""A partnership started in Prefect: by the form of its deployment, on a real server with a real worker."""

from datetime import timedelta
from typing import Any

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterKey,
    FlowRunFilter,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import PrefectHTTPStatusError

from sectorlaunch import clock
from sectorlaunch.prefect_side import deployments
from tests.engine.prefect_house import FIRST, ON_PREFECT, House, wait_for
from tests.sectorlaunch.prefect_side.test_launch_form import entered

pytestmark = ON_PREFECT


@pytest.fixture
def house(installation: House) -> House:
    return installation.neighbor()


def form(house: House, **changes: Any) -> dict[str, Any]:
    day = (clock.now() + timedelta(days=200)).date().isoformat()
    return entered(**{"partnership__slug": house.slug, "launch__on": day, **changes})


def start(house: House, parameters: dict[str, Any]) -> FlowRun:
    async def ask(client: PrefectClient) -> FlowRun:
        known = await deployments.deployment_ids(client)
        return await client.create_flow_run_from_deployment(
            known["launch-a-partnership"], parameters=parameters
        )

    return house.ask(ask)


def test_it_starts_a_partnership_and_its_first_step_as_a_run_of_its_own(house: House) -> None:
    begun = start(house, form(house))
    run = house.ended(begun.id)
    assert run.state_name == "Completed"
    assert run.name == "Fernwater Valley Partnership · Launch a partnership"
    step = wait_for(lambda: house.waits_at(FIRST, "shared-table"), "the first gate")
    assert step.parent_task_run_id is None
    assert step.idempotency_key is not None
    tagged = FlowRunFilter(tags=FlowRunFilterTags(all_=[house.slug]))
    found = house.ask(lambda client: client.read_flow_runs(flow_run_filter=tagged))
    assert {one.id for one in found} == {run.id, step.id}
    artifact = ArtifactFilter(key=ArtifactFilterKey(any_=[f"partnership-{house.slug}"]))
    shown = house.ask(lambda client: client.read_latest_artifacts(artifact_filter=artifact))
    assert "Letters of" in str(shown[0].data)


def test_it_starts_nothing_a_second_time(house: House) -> None:
    first = start(house, form(house))
    house.ended(first.id)
    second = start(house, form(house))
    run = house.ended(second.id)
    assert run.state_name == "Completed"
    wait_for(lambda: house.waits_at(FIRST, "shared-table"), "the first gate")
    assert house.step(FIRST).flow_run_number == 1


def test_it_says_in_the_run_what_is_wrong_and_starts_nothing(house: House) -> None:
    begun = start(house, form(house, launch__on="2020-01-01", people__contacts="nonsense"))
    run = house.ended(begun.id)
    assert run.state_name == "Failed"
    assert "Nothing was started" in str(run.state and run.state.message)
    assert "has gone by" in str(run.state and run.state.message)


def test_it_has_the_server_refuse_what_the_form_does_not_offer(house: House) -> None:
    with pytest.raises(PrefectHTTPStatusError):
        start(house, form(house, partnership__state="Colorado"))


def test_it_keeps_no_list_of_people_in_the_run_that_took_it(house: House) -> None:
    begun = start(house, form(house))
    run = house.ended(begun.id)
    assert run.parameters["people"]["contacts"] == ""
    assert run.parameters["partnership"]["slug"] == house.slug
