"""Prefect as it is shipped carries a launch: its server, `prefect deploy --all`, a process worker, and nothing of ours beside."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName
from prefect.client.schemas.objects import FlowRun
from pydantic import SecretStr
from sqlalchemy import text

from sectorlaunch import clock, database, migrations
from sectorlaunch.portal.views import today
from sectorlaunch.prefect_side import stopped_runs
from sectorlaunch.records import partnerships
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


def processes_of(run: FlowRun) -> list[int]:
    """Those that Prefect's worker started for a flow run: they are told which one they are for."""
    mark = f"PREFECT__FLOW_RUN_ID={run.id}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                given = (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if mark in given:
                found.append(int(entry.name))
    return found


def is_under_way(house: House) -> FlowRun | None:
    run = house.flow_run(STEP)
    return run if run.state_name in ("Pending", "Running") else None


def kill_in_the_middle(house: House) -> FlowRun:
    """Kills the process of the step's flow while it waits for a row that somebody else holds."""
    wait_for(lambda: is_under_way(house), "the flow on its way", PATIENCE)
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE steprun SET flow_run_number = flow_run_number"))
        wait_for(lambda: house.flow_run(STEP).state_name == "Running", "the flow at work", PATIENCE)
        run = house.flow_run(STEP)
        for pid in wait_for(lambda: processes_of(run), "its process"):
            os.kill(pid, signal.SIGKILL)
    return run


def on_today(house: House) -> list[str]:
    """What the convener reads there about steps that stopped."""
    with database.reading(house.engine) as session:
        here = partnerships.partnership_of(session, house.run_id)
        needs = today.needs(session, clock.now(), account_id=0, partnerships=[here])
    return [need.why for need in needs if "stopped" in need.title]


def test_stock_prefect_carries_a_step_to_its_third_gate_by_its_own_schedules(stock: House) -> None:
    stock.begin()
    for gate in ("shared-table", "roles"):
        stock.waive(gate)  # step 1 is passed at once
    wait_for(lambda: stock.waits_at(STEP, "evidence-of-need"), "evidence-of-need", PATIENCE)
    stock.waive("evidence-of-need")
    killed = kill_in_the_middle(stock)
    wait_for(lambda: stock.step(STEP).stopped_because == stopped_runs.CRASHED, "the words", PATIENCE)
    assert stock.ended(killed.id).state_name == "Crashed"
    assert on_today(stock) == [f"{stopped_runs.CRASHED} It is tried again by itself, each time later."]
    wait_for(lambda: stock.waits_at(STEP, "sector"), "the next gate, on another run", PATIENCE)
    assert stock.step(STEP).flow_run_number == 2
    assert stock.step(STEP).stopped_because == ""
    assert on_today(stock) == []
    stock.waive("sector")
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
