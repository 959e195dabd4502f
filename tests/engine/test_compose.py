"""The services of the compose file for PostgreSQL, started by their own commands and settings as processes of this machine."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg
import pytest
import yaml

from tests import postgresql
from tests.conftest import do_without
from tests.engine.prefect_house import started, wait_for

pytestmark = [
    pytest.mark.engine,
    pytest.mark.alone,
    pytest.mark.patient,
    pytest.mark.prefect,
    pytest.mark.timeout(280),
]

DEPLOY = Path(__file__).parents[2] / "deploy"
GIVEN = {
    "DATABASE_PASSWORD": "a1b2c3",
    "PREFECT_PASSWORD": "d4e5f6",
    "SECTOR_LAUNCH_PUBLIC_URL": "https://launch.example.org",
    "SECTOR_LAUNCH_MONITORING_TOKEN": "a-monitor",
}
MODULES = {"sector-launch": "sectorlaunch.cli", "prefect": "prefect"}


class Composed:
    """The services of the file, their hosts put on loopback and their volume into a folder."""

    def __init__(self, home: Path, places: dict[str, str]) -> None:
        self.home, self._places = home, places
        self.services: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.postgresql.yaml").read_text())[
            "services"
        ]
        self.running: list[subprocess.Popen[bytes]] = []

    def environment(self, service: str) -> dict[str, str]:
        own = {
            name: self._filled(str(value)) for name, value in self.services[service]["environment"].items()
        }
        base = {
            name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SECTOR_"))
        }
        return {
            **base,
            "DO_NOT_TRACK": "1",
            "SECTOR_LAUNCH_HOME": str(self.home),
            **own,
            **self._own(service),
        }

    def _own(self, service: str) -> dict[str, str]:
        """Where the container has an address of its own and this machine has not."""
        prefect_home = {"PREFECT_HOME": str(self.home.parent / service)}
        return {**prefect_home, "SECTOR_LAUNCH_PORT": self._places["portal"].rpartition(":")[2]}

    def _filled(self, value: str) -> str:
        value = re.sub(
            r"\$\{(\w+):([?-])([^}]*)\}",
            lambda found: GIVEN.get(found[1], found[3] if found[2] == "-" else ""),
            value,
        )
        for host, place in self._places.items():
            value = re.sub(rf"([@/]){host}(:\d+)?(?=/)", rf"\g<1>{place}", value)
        return value

    def command(self, service: str) -> list[str]:
        """The module and its words."""
        name, *words = self.services[service]["command"]
        port = self._places["prefect"].rpartition(":")[2]
        local = ["127.0.0.1" if word == "0.0.0.0" else port if word == "8701" else word for word in words]
        return [MODULES[name], *local]

    def start(self, service: str) -> subprocess.Popen[bytes]:
        log_file = self.home.parent / f"{service}.log"
        process = started(self.command(service), self.environment(service), log_file)
        self.running.append(process)
        return process

    def stop(self) -> None:
        for process in reversed(self.running):
            process.terminate()
        for process in self.running:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def composed(tmp_path: Path, free_port: Callable[[], int]) -> Iterator[Composed]:
    try:
        with postgresql.server() as url:
            place = re.search(r"@([^/]+)/", url)
            assert place is not None
            _prepare(place[1])
            places = {name: f"127.0.0.1:{free_port()}" for name in ("portal", "prefect")}
            found = Composed(tmp_path / "home", {"database": place[1], **places})
            try:
                yield found
            finally:
                found.stop()
    except LookupError as error:
        do_without(str(error))


def _prepare(place: str) -> None:
    """What the image of PostgreSQL does at its first start: the user, our database, then the files handed to it."""
    with psycopg.connect(f"postgresql://postgres@{place}/postgres", autocommit=True) as connection:
        connection.execute(
            f"CREATE ROLE sector_launch SUPERUSER LOGIN PASSWORD '{GIVEN['DATABASE_PASSWORD']}'"
        )
        connection.execute("CREATE DATABASE sector_launch OWNER sector_launch")
    programs = postgresql.programs()
    psql = programs / "psql" if programs is not None else Path("psql")
    address = f"postgresql://sector_launch@{place}/sector_launch"
    for file in sorted((DEPLOY / "postgresql").glob("*.sql")):
        subprocess.run(
            [psql, "-v", "ON_ERROR_STOP=1", "-f", str(file), address], check=True, capture_output=True
        )


def ready(composed: Composed, token: str | None = GIVEN["SECTOR_LAUNCH_MONITORING_TOKEN"]) -> tuple[int, Any]:
    address = f"http://{composed._places['portal']}/ready"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with urlopen(Request(address, headers=headers), timeout=20) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refused:
        return refused.code, json.load(refused)
    except OSError:
        return 0, {}


def test_it_runs_on_postgresql_with_two_workers(composed: Composed) -> None:
    assert composed.start("tables").wait(120) == 0
    composed.start("prefect")
    composed.start("portal")
    composed.start("dispatcher")
    for _ in range(composed.services["worker"]["deploy"]["replicas"]):
        composed.start("worker")
    wait_for(lambda: len(list((composed.home / "signs").glob("worker.*"))) == 2, "two workers", 200)
    _, found = wait_for(lambda: (answer := ready(composed))[0] == 200 and answer, "everything at work", 60)
    assert {part["state"] for part in found["parts"].values()} == {"at work"}
    assert found["parts"]["database"]["found"] == "postgresql, its tables are current"
    assert ready(composed, token=None) == (200, {"state": "ready"})
    assert all(process.poll() is None for process in composed.running[1:])
