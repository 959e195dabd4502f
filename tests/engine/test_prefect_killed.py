"""SIGKILL in the middle of a launch: it ends in the same place, and nothing is said twice."""

import pytest
from prefect.states import Running

from tests.engine.prefect_house import FIRST, House, nothing_was_said_twice, wait_for

pytestmark = [pytest.mark.engine, pytest.mark.alone, pytest.mark.prefect, pytest.mark.timeout(280)]


def test_it_ends_in_the_same_place_however_often_the_worker_is_killed(house: House) -> None:
    """Each time at the moment after a gate has opened, with the flow on its way."""
    house.begin()
    for gate in ("shared-table", "roles", "evidence-of-need"):
        worker = house.start_worker()
        wait_for(lambda gate=gate: house.shut_gate() == gate, gate)  # type: ignore[misc]
        house.waive(gate)
        wait_for(lambda: not house.open_requests() or house.shut_gate(), "the flow on its way")
        house.kill(worker)
    house.start_worker()
    wait_for(lambda: house.waits_at("define-scope", "sector"), "the gate after the last kill")
    assert nothing_was_said_twice(house)


def test_it_gives_up_a_run_that_its_dead_predecessor_left_running(asleep: House) -> None:
    run = asleep.flow_run(FIRST)
    asleep.ask(lambda client: client.set_flow_run_state(run.id, Running(), force=True))
    asleep.start_worker()
    wait_for(
        lambda: asleep.step(FIRST).flow_run_number == 2 and asleep.waits_at(FIRST, "shared-table"),
        "a new run in its place",
    )
    assert nothing_was_said_twice(asleep)
