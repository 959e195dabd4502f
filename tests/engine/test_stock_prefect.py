"""Prefect as it is shipped carries a launch: its server, `prefect deploy --all`, a process worker, and nothing of ours beside."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName
from prefect.client.schemas.objects import FlowRun
from pydantic import SecretStr

from sectorlaunch import database, migrations
from sectorlaunch.settings import Settings
from sectorlaunch.supervisor.prefect_environment import inherited
from tests.engine.prefect_house import House, answers, running, wait_for

pytestmark = [
    pytest.mark.engine,
    pytest.mark.alone,
    pytest.mark.patient,
    pytest.mark.prefect,
    pytest.mark.timeout(1500),
]

ROOT = Path(__file__).parents[2]
POOL = "sector-launch-process"
EVERY_SECONDS = 30
"""Instead of ten minutes and an hour, so that the test ends today. All else is as the file has it."""
PATIENCE = 600.0
STEP = "define-scope"


def environment(settings: Settings, prefect_database: str | None) -> dict[str, str]:
    """What Prefect's own processes are given: nothing of ours but the code."""
    given = {
        **{name: value for name, value in inherited().items() if not name.startswith("SECTOR_LAUNCH_")},
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "PREFECT_HOME": str(settings.prefect_home),
        "PREFECT_API_URL": settings.prefect_api,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }
    if prefect_database is not None:
        given["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = prefect_database
    return given


def quicker(folder: Path, job_environment: dict[str, str]) -> Path:
    """The file of the deployments, with shorter rounds; the job variables bring what a container would be given."""
    described = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    for deployment in described["deployments"]:
        deployment["work_pool"]["job_variables"] = {"env": job_environment}
        for schedule in deployment.get("schedules", ()):
            schedule["interval"] = EVERY_SECONDS
    file = folder / "prefect.yaml"
    file.write_text(yaml.safe_dump(described), encoding="utf-8")
    return file


def prefect(arguments: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", *arguments],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def stock(request: pytest.FixtureRequest, tmp_path: Path, free_port: Callable[[], int]) -> Iterator[House]:
    """An installation whose flows stock Prefect runs, on either database.

    As in a container the worker knows nothing of ours: each run gets the database by its job variables.
    """
    ours, prefects = request.getfixturevalue("databases") if request.param == "postgresql" else (None, None)
    home = tmp_path / "home"
    settings = Settings(
        home=home, prefect_port=free_port(), database_url=SecretStr(ours) if ours is not None else None
    )
    home.mkdir()
    engine = database.open_database(settings)
    migrations.upgrade(engine)
    house = House(settings, engine)
    env = environment(settings, prefects)
    runs_get = {
        "SECTOR_LAUNCH_HOME": str(tmp_path / "home of the runs"),
        "SECTOR_LAUNCH_DATABASE_URL": settings.database,
    }
    server = ["prefect", "server", "start", "--port", str(settings.prefect_port)]
    with running(server, env, tmp_path / "server.log"):
        wait_for(lambda: answers(f"{settings.prefect_api}/health"), "the server", PATIENCE)
        prefect(["work-pool", "create", POOL, "--type", "process"], env)
        prefect(["--no-prompt", "deploy", "--all", "--prefect-file", str(quicker(tmp_path, runs_get))], env)
        with running(["prefect", "worker", "start", "--pool", POOL], env, tmp_path / "worker.log"):
            yield house
    house.close()


def runs_of(house: House, deployment: str) -> list[FlowRun]:
    named = DeploymentFilter(name=DeploymentFilterName(any_=[deployment]))
    return house.ask(lambda client: client.read_flow_runs(deployment_filter=named, limit=200))


def test_stock_prefect_carries_a_step_to_its_third_gate_by_its_own_schedules(stock: House) -> None:
    stock.begin()
    for gate in ("shared-table", "roles"):
        stock.waive(gate)  # step 1 is passed at once
    for gate in ("evidence-of-need", "sector"):
        wait_for(lambda gate=gate: stock.waits_at(STEP, gate), gate, PATIENCE)  # type: ignore[misc]
        stock.waive(gate)
    run = wait_for(lambda: stock.waits_at(STEP, "footprint"), "the third gate", PATIENCE)
    assert run.name == "Fernwater Valley Partnership · Define the scope"
    assert {stock.slug, STEP, "sector-launch"} <= set(run.tags)
    for deployment in ("conductor", "follow-ups"):
        planned = [one for one in runs_of(stock, deployment) if one.auto_scheduled]
        assert planned, f"{deployment} was never scheduled"
        wait_for(
            lambda name=deployment: any(one.state_name == "Completed" for one in runs_of(stock, name)),  # type: ignore[misc]
            f"a round of {deployment}",
            PATIENCE,
        )
