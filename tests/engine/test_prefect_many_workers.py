"""Both databases on PostgreSQL and two workers that share the launches, one killed in the middle: nothing twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import col, select

from sectorlaunch.settings import Settings
from sectorlaunch.tables import Event
from tests.engine.prefect_house import (
    FIRST,
    PREFECT_AUTH,
    House,
    nothing_was_said_twice,
    open_house,
    running_server,
    wait_for,
)

pytestmark = [
    pytest.mark.engine,
    pytest.mark.alone,
    pytest.mark.prefect,
    pytest.mark.postgres,
    pytest.mark.timeout(420),
]

LAUNCHES = 6


@pytest.fixture
def shared(
    tmp_path: Path, databases: tuple[str, str], free_port: Callable[[], int]
) -> Iterator[tuple[House, House]]:
    """Two machines: each with a home of its own, on the same databases and the same Prefect server."""
    ours, prefects = databases
    port = free_port()
    settings = Settings(
        home=tmp_path / "server",
        prefect_port=port,
        prefect_auth=PREFECT_AUTH,
        prefect_database_url=SecretStr(prefects),
    )
    with running_server(settings, tmp_path / "prefect.log"):
        machines = [open_house(tmp_path / name, port, ours) for name in ("one", "two")]
        yield machines[0], machines[1]
        for machine in machines:
            machine.close()


def test_it_shares_the_launches_and_does_nothing_twice(shared: tuple[House, House]) -> None:
    one, two = shared
    launches = [one.neighbor() for _ in range(LAUNCHES)]
    workers = [one.start_worker(), two.start_worker()]
    for launch in launches:
        launch.begin()
    for launch in launches:
        wait_for(lambda launch=launch: launch.waits_at(FIRST, "shared-table"), "first gates")  # type: ignore[misc]
    for launch in launches:
        launch.waive("shared-table")
    one.kill(workers[0])
    for launch in launches:
        wait_for(lambda launch=launch: launch.shut_gate() == "roles", "second gates", 180)  # type: ignore[misc]
        launch.waive("roles")
    for launch in launches:
        wait_for(lambda launch=launch: launch.shut_gate() == "evidence-of-need", "the next step")  # type: ignore[misc]
    for launch in launches:
        assert nothing_was_said_twice(launch)
        happened = launch.read(
            lambda s, launch=launch: s.exec(  # type: ignore[misc]
                select(Event.summary).where(
                    Event.run_id == launch.run_id,
                    col(Event.kind).in_(("step opened", "gate opened", "activity begun")),
                )
            ).all()
        )
        assert max(Counter(happened).values()) == 1
