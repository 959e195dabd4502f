"""Runs that people start by hand: a step is carried by one run at a time, and what stops it is said in words."""

import asyncio
import subprocess
import sys
from uuid import UUID

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.exceptions import PrefectHTTPStatusError
from prefect.states import Cancelled
from sqlalchemy import text

from sectorlaunch import checks, clock
from sectorlaunch.prefect_side.deployments import deployment_ids
from sectorlaunch.prefect_side.names import TAG, WORK_POOL
from sectorlaunch.prefect_side.repairs import FIRST_PATIENCE
from sectorlaunch.prefect_side.warm_worker import UNKNOWN
from sectorlaunch.supervisor.prefect_environment import child_environment, client_environment
from tests.engine.prefect_house import FIRST, ON_PREFECT, House, wait_for

pytestmark = ON_PREFECT


def start_by_hand(house: House, step: str = FIRST, **parameters: str) -> UUID:
    """As the button “Run” of the Prefect UI does it: neither a name nor tags of ours."""

    async def _start(client: PrefectClient) -> UUID:
        ids = await deployment_ids(client)
        run = await client.create_flow_run_from_deployment(
            ids[step], parameters=parameters or {"partnership": house.slug}
        )
        return run.id

    return house.ask(_start)


def test_it_ends_a_second_run_of_a_step_at_once_and_says_which_run_carries_it(under_way: House) -> None:
    run = under_way.ended(start_by_hand(under_way))
    carrier = under_way.step(FIRST).flow_run_id
    assert (run.state_name, run.name) == (
        "Not needed",
        "Fernwater Valley Partnership · Build the support team",
    )
    assert run.state is not None
    assert f"is carried by another run already, {carrier}" in (run.state.message or "")
    assert {under_way.slug, FIRST, "sector-launch"} <= set(run.tags)
    assert under_way.waits_at(FIRST, "shared-table")


def test_it_has_a_run_started_by_hand_take_over_from_one_that_ended(under_way: House) -> None:
    before = under_way.flow_run(FIRST).id
    under_way.ask(lambda client: client.set_flow_run_state(before, Cancelled(), force=True))
    by_hand = start_by_hand(under_way)
    run = wait_for(lambda: under_way.waits_at(FIRST, "shared-table"), "the gate, on the run started by hand")
    assert run.id == by_hand
    assert run.name == "Fernwater Valley Partnership · Build the support team"
    assert {under_way.slug, FIRST} <= set(run.tags)
    assert under_way.step(FIRST).flow_run_number == 2
    under_way.waive("shared-table")
    wait_for(lambda: under_way.waits_at(FIRST, "roles"), "the next gate, on the same run")
    assert under_way.flow_run(FIRST).id == by_hand


def test_it_adopts_a_run_started_by_hand_before_ours_was(installation: House) -> None:
    """The step is open and asked for, and somebody is quicker than the worker."""
    house = installation.neighbor()
    worker = installation.workers.pop()
    installation.kill(worker)
    house.begin()
    by_hand = start_by_hand(house)
    installation.start_worker()
    run = wait_for(lambda: house.waits_at(FIRST, "shared-table"), "the first gate")
    others = house.ask(lambda client: client.read_flow_runs(limit=200))
    same_step = [one for one in others if house.slug in one.tags]
    assert by_hand in {one.id for one in same_step}
    assert run.id == UUID(house.step(FIRST).flow_run_id or "")
    wait_for(lambda: not house.open_requests(), "all that was asked")
    wait_for(lambda: _one_lives(house), "one run that lives")


def _one_lives(house: House) -> bool:
    runs = house.ask(lambda client: client.read_flow_runs(limit=200))
    alive = [r for r in runs if house.slug in r.tags and r.state is not None and not r.state.is_final()]
    return len(alive) == 1


def test_it_leaves_a_step_alone_that_is_done(under_way: House) -> None:
    for gate in ("shared-table", "roles"):
        wait_for(lambda gate=gate: under_way.waits_at(FIRST, gate), gate)  # type: ignore[misc]
        under_way.waive(gate)
    wait_for(lambda: under_way.has_passed(FIRST), "the end of the step")
    run = under_way.ended(start_by_hand(under_way))
    assert run.state is not None
    assert run.state_name == "Not needed"
    assert "is done. This run did nothing." in (run.state.message or "")


def test_it_fails_in_words_for_a_partnership_nobody_knows(under_way: House) -> None:
    run = under_way.ended(start_by_hand(under_way, partnership="nobody"))
    assert run.state_name == "Failed"
    assert run.state is not None
    assert "There is no partnership “nobody”." in (run.state.message or "")


def test_it_has_the_server_refuse_parameters_a_step_does_not_take(under_way: House) -> None:
    with pytest.raises(PrefectHTTPStatusError, match=r"409|422"):
        start_by_hand(under_way, partner=under_way.slug)


def test_it_refuses_to_be_called_as_a_plain_function(under_way: House) -> None:
    settings = under_way.settings
    called = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from flows.build_support_team import build_support_team; build_support_team({under_way.slug!r})",
        ],
        env=child_environment(settings, client_environment(settings)),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert called.returncode == 1
    assert "only runs of a deployment" in called.stderr
    assert under_way.waits_at(FIRST, "shared-table")


def test_it_says_in_words_what_stopped_a_step_until_it_goes_on(house: House) -> None:
    house.begin()
    house.start_worker()
    wait_for(lambda: house.waits_at(FIRST, "shared-table"), "the first gate")
    with house.engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER broken BEFORE UPDATE OF activities_begun ON steprun "
                "BEGIN SELECT RAISE(ABORT, 'this part of the disk cannot be written'); END"
            )
        )
    house.waive("shared-table")
    wait_for(lambda: house.step(FIRST).stopped_because, "the words")
    assert house.flow_run(FIRST).state_name == "Failed"
    assert "this part of the disk cannot be written" in house.step(FIRST).stopped_because
    with house.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER broken"))
    house.mend(later=FIRST_PATIENCE)
    wait_for(lambda: house.waits_at(FIRST, "roles"), "the second gate, on another run")
    assert (house.step(FIRST).stopped_because, house.step(FIRST).stopped_at) == ("", None)


def test_it_runs_no_flow_but_its_own(under_way: House) -> None:
    """Somebody who reached the server put a deployment into our pool that names code of their choice."""

    async def _smuggle(client: PrefectClient) -> UUID:
        flow_id = await client.create_flow_from_name("smuggled")
        deployment = await client.create_deployment(
            flow_id, "smuggled", entrypoint="antigravity.geohash", tags=[TAG], work_pool_name=WORK_POOL
        )
        return (await client.create_flow_run_from_deployment(deployment)).id

    run = under_way.ended(under_way.ask(_smuggle))
    assert (run.state_name, run.state and run.state.message) == ("Failed", UNKNOWN)
    (found,) = [one for one in checks.examine(under_way.settings, clock.now()) if "deployments" in one.title]
    assert (found.state, "1 not ours: smuggled" in found.finding) == ("warning", True)


def test_it_lets_nobody_ask_prefect_without_the_password(under_way: House) -> None:
    async def _ask() -> None:
        async with PrefectClient(under_way.settings.prefect_api) as stranger:
            await stranger.read_flow_runs()

    with pytest.raises(PrefectHTTPStatusError, match="401"):
        asyncio.run(_ask())
