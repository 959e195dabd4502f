"""Runs that died and requests that got lost: the conductor has the launch go on, and nothing is said twice."""

from datetime import timedelta
from uuid import UUID

import anyio
import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRunInput
from prefect.states import Crashed, Running
from sqlmodel import col, select

from sectorlaunch import clock, database
from sectorlaunch.events import EventKind
from sectorlaunch.prefect_side import repairs, stopped_runs
from sectorlaunch.prefect_side.requests import FORM_IS_COMING, PrefectContext
from sectorlaunch.tables import Answer, Event, RunRequest
from tests.engine.prefect_house import FIRST, House, wait_for

pytestmark = [pytest.mark.engine, pytest.mark.alone, pytest.mark.prefect, pytest.mark.timeout(280)]


def pretend_running(house: House, worker: str) -> UUID:
    """Leaves the flow run as a worker of that name leaves it when it dies over it."""
    run = house.flow_run(FIRST)

    async def _leave(client: PrefectClient) -> None:
        await client.set_flow_run_state(run.id, Running(), force=True)
        await client.update_flow_run_labels(run.id, {"prefect.worker.name": worker})

    house.ask(_leave)
    return run.id


def times_stopped(house: House) -> int:
    """How often history says that the flow run of a step stopped."""
    stopped = select(Event).where(
        Event.run_id == house.run_id, Event.kind == EventKind.FLOW_RUN_STOPPED.value
    )
    return len(house.read(lambda s: s.exec(stopped).all()))


def test_it_keeps_a_form_whose_run_died_before_it_could_record_it(asleep: House) -> None:
    run = asleep.flow_run(FIRST)
    form = {"shared_view": "done", "your_name": "Edda Teach"}
    asleep.ask(lambda client: client.resume_flow_run(run.id, run_input=form))
    pretend_running(asleep, "a worker on another machine")
    assert asleep.mend()
    answers = asleep.read(lambda s: s.exec(select(Answer).where(Answer.run_id == asleep.run_id)).all())
    assert [answer.came_by for answer in answers] == ["prefect"]


def test_it_replaces_the_run_of_a_worker_that_fell_silent(asleep: House) -> None:
    ended = pretend_running(asleep, "a worker on another machine")
    assert any("gone" in sentence for sentence in asleep.mend())
    assert asleep.ask(lambda client: client.read_flow_run(ended)).state_name == "Crashed"
    assert asleep.step(FIRST).flow_run_number == 2
    assert asleep.step(FIRST).stopped_because == stopped_runs.CRASHED
    assert times_stopped(asleep) == 1


def test_it_says_of_a_crash_what_its_hook_did_not_live_to_say(asleep: House) -> None:
    """A machine that dies takes the hook with it; on a stock worker the hook may come after another run took over."""
    run = asleep.flow_run(FIRST)
    asleep.ask(lambda client: client.set_flow_run_state(run.id, Crashed(), force=True))
    assert any("ended as crashed" in sentence for sentence in asleep.mend())
    assert asleep.step(FIRST).flow_run_number == 2
    assert asleep.step(FIRST).stopped_because == stopped_runs.CRASHED
    asleep.mend()
    assert times_stopped(asleep) == 1


def test_it_wakes_a_run_whose_waking_got_lost(asleep: House) -> None:
    asleep.waive("shared-table")
    now = clock.now()
    with database.unit_of_work(asleep.engine, now) as session:
        for request in session.exec(select(RunRequest).where(col(RunRequest.done_at).is_(None))):
            request.done_at, request.result = now, "lost"
    assert any("waited at an open gate" in sentence for sentence in asleep.mend())
    assert asleep.flow_run(FIRST).state_name == "Resuming"


def take_the_form_away(house: House) -> FlowRunInput:
    """Leaves the run as a process leaves it that dies between its suspension and its form."""
    run = house.flow_run(FIRST)
    assert run.state is not None
    keys = run.state.state_details.run_input_keyset
    assert keys is not None
    key = keys["schema"]
    value = house.ask(lambda client: client.read_flow_run_input(run.id, key))
    house.ask(lambda client: client.delete_flow_run_input(run.id, key))
    return FlowRunInput(flow_run_id=run.id, key=key, value=str(value))


def test_it_asks_again_when_a_run_is_suspended_and_its_form_is_not_there_yet(asleep: House) -> None:
    form = take_the_form_away(asleep)
    before = asleep.flow_run(FIRST).id
    asleep.waive("shared-table")

    async def mend_while_it_is_saved(client: PrefectClient) -> None:
        async with anyio.create_task_group() as group:
            context = PrefectContext(asleep.engine, client, clock.now)
            group.start_soon(repairs.carry_out_what_is_left, context)
            await anyio.sleep(FORM_IS_COMING[0])
            await client.create_flow_run_input(form.flow_run_id, form.key, form.value)

    asleep.ask(mend_while_it_is_saved)
    assert asleep.flow_run(FIRST).id == before
    assert asleep.flow_run(FIRST).state_name == "Resuming"


def test_it_replaces_a_run_that_died_between_its_suspension_and_its_form(asleep: House) -> None:
    form = take_the_form_away(asleep)
    asleep.waive("shared-table")
    asleep.mend()
    assert asleep.flow_run(FIRST).id == form.flow_run_id
    asleep.mend(later=timedelta(minutes=2))
    assert asleep.flow_run(FIRST).id != form.flow_run_id
    assert asleep.step(FIRST).flow_run_number == 2


def test_it_replaces_a_run_that_is_not_on_the_server(asleep: House) -> None:
    before = asleep.flow_run(FIRST).id
    asleep.ask(lambda client: client.delete_flow_run(before))
    assert asleep.mend()
    assert asleep.flow_run(FIRST).id != before


def test_it_leaves_alone_what_waits_as_it_should(asleep: House) -> None:
    assert asleep.mend(later=timedelta(hours=1)) == []
    assert asleep.waits_at(FIRST, "shared-table")


def test_it_mends_by_the_conductor_flow_as_well(house: House) -> None:
    """Where only stock workers run, the flow does by the clock what the warm worker does at once."""
    house.begin()
    house.start_worker()
    wait_for(lambda: house.waits_at(FIRST, "shared-table"), "the first gate")
    lost = house.flow_run(FIRST).id
    house.ask(lambda client: client.delete_flow_run(lost))

    async def conduct(client: PrefectClient) -> UUID:
        deployment = await client.read_deployment_by_name("Conductor/conductor")
        return (await client.create_flow_run_from_deployment(deployment.id, tags=["sector-launch"])).id

    conducting = house.ask(conduct)
    wait_for(
        lambda: house.ask(lambda client: client.read_flow_run(conducting)).state_name == "Completed",
        "the end of the conductor's run",
    )
    wait_for(lambda: house.waits_at(FIRST, "shared-table"), "the gate again")
