"""A real Prefect server, real workers, and a launch that goes through them: for the engine tests."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import URLError
from urllib.request import urlopen
from uuid import UUID, uuid4

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from playbooks import loader
from sectorlaunch import clock, database, migrations, playbook_vocabulary
from sectorlaunch.actions import gates
from sectorlaunch.engine import partnerships
from sectorlaunch.files import contacts_file, partnership_file
from sectorlaunch.prefect_password import auth_string
from sectorlaunch.prefect_side import repairs
from sectorlaunch.prefect_side.requests import PrefectContext
from sectorlaunch.settings import Settings
from sectorlaunch.signs_of_life import WORKER, sign_file
from sectorlaunch.supervisor.prefect_environment import (
    child_environment,
    client_environment,
    server_environment,
)
from sectorlaunch.tables import (
    GateRun,
    GateState,
    Message,
    Partnership,
    PlaybookRun,
    RunRequest,
    StepRun,
    StepState,
)
from tests import cast

PATIENCE = 90.0
SERVER_PATIENCE = 200.0
"""Its first start makes its tables: seconds on a quiet machine, minutes on a busy one."""
PREFECT_AUTH = SecretStr("tests:one password for the server and all who ask it")
FIRST = "build-support-team"
"""The first step of a launch."""
ON_PREFECT = [pytest.mark.engine, pytest.mark.alone, pytest.mark.prefect, pytest.mark.timeout(240)]
"""The marks of a file whose launches go through the server of the tests and one worker."""
T = TypeVar("T")


def wait_for(condition: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
    """The first true answer; fails with `what` when none comes in time."""
    deadline = time.monotonic() + patience
    pause = threading.Event()
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        pause.wait(0.05)
    raise AssertionError(f"waited {patience:.0f} s in vain for {what}")


def nothing_was_said_twice(house: "House") -> bool:
    said = Counter((m.purpose, m.person_id, m.occurrence) for m in house.messages())
    return max(said.values()) == 1


def started(module: Sequence[str], environment: dict[str, str], log_file: Path) -> "subprocess.Popen[bytes]":
    """A process of a module and its arguments, which writes into that file."""
    with log_file.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *module], env=environment, stdout=log, stderr=subprocess.STDOUT
        )


@contextmanager
def running(
    module: Sequence[str], environment: dict[str, str], log_file: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """The same, ended with the block."""
    process = started(module, environment, log_file)
    try:
        yield process
    finally:
        end(process)


@contextmanager
def running_server(settings: Settings, log_file: Path) -> Iterator[None]:
    """A Prefect server as the supervised group starts it."""
    settings.prefect_home.mkdir(parents=True, exist_ok=True)
    environment = child_environment(settings, server_environment(settings))
    with running(["sectorlaunch.prefect_side.prefect_server"], environment, log_file):
        wait_for(lambda: answers(f"{settings.prefect_api}/health"), "the Prefect server", SERVER_PATIENCE)
        yield


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def end(process: "subprocess.Popen[bytes]") -> None:
    """Asks a process to stop, and makes it. Nothing where it has ended."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass
class House:
    """One installation on the server of the tests, with a launch of its own."""

    settings: Settings
    engine: Engine
    slug: str = field(default_factory=lambda: f"fernwater-{uuid4().hex[:8]}")
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def begin(self, playbook: str = "sector-launch") -> None:
        """Starts the small partnership of the cast, now."""
        folder = self.settings.home_folder
        words = cast.PARTNERSHIP.replace("slug: fernwater", f"slug: {self.slug}")
        words = words.replace("playbook: sector-launch", f"playbook: {playbook}")
        now = clock.now()
        launch_day = (now + timedelta(days=200)).date().isoformat()
        words = words.replace(cast.LAUNCH_DAY.isoformat(), launch_day)
        (folder / "partnership.yaml").write_text(words, encoding="utf-8")
        (folder / "contacts.csv").write_text(cast.CONTACTS, encoding="utf-8")
        file = partnership_file.read(folder / "partnership.yaml", now.date())
        contacts = contacts_file.read(folder / "contacts.csv")
        text = loader.shipped_text(playbook)
        rules = loader.load(text, f"{playbook}.yaml", playbook_vocabulary.vocabulary())
        with database.unit_of_work(self.engine, now) as session:
            partnerships.start(session, now, file, contacts, text, rules)

    def neighbor(self) -> "House":
        """Another launch of the same installation, carried by the same workers."""
        return House(self.settings, self.engine)

    def start_worker(self) -> "subprocess.Popen[bytes]":
        environment = child_environment(self.settings, client_environment(self.settings))
        worker = started(
            ["sectorlaunch.supervisor.worker"], environment, self.settings.home_folder / "worker.log"
        )
        self.workers.append(worker)
        wait_for(sign_file(self.settings.home_folder, WORKER, worker.pid).exists, "the worker")
        return worker

    def kill(self, worker: "subprocess.Popen[bytes]") -> None:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()

    def close(self) -> None:
        for worker in self.workers:
            end(worker)
        self.engine.dispose()

    def read(self, ask: Callable[[Session], T]) -> T:
        with database.reading(self.engine) as session:
            return ask(session)

    def step(self, key: str) -> StepRun:
        return self.read(
            lambda s: s.exec(
                select(StepRun)
                .join(PlaybookRun, col(PlaybookRun.id) == col(StepRun.run_id))
                .where(StepRun.key == key, StepRun.run_id == self.run_id)
            ).one()
        )

    @property
    def run_id(self) -> int:
        return self.read(
            lambda s: (
                s.exec(
                    select(PlaybookRun.id)
                    .join(Partnership, col(Partnership.id) == col(PlaybookRun.partnership_id))
                    .where(Partnership.slug == self.slug)
                ).one()
                or 0
            )
        )

    def gate(self, key: str) -> GateRun:
        return self.read(
            lambda s: s.exec(select(GateRun).where(GateRun.run_id == self.run_id, GateRun.key == key)).one()
        )

    def messages(self) -> list[Message]:
        return self.read(lambda s: list(s.exec(select(Message).where(Message.run_id == self.run_id))))

    def open_requests(self) -> list[RunRequest]:
        return self.read(lambda s: list(s.exec(select(RunRequest).where(col(RunRequest.done_at).is_(None)))))

    def shut_gate(self) -> str | None:
        """The gate at which the launch waits."""
        return self.read(
            lambda s: s.exec(
                select(GateRun.key).where(GateRun.run_id == self.run_id, GateRun.state == GateState.SHUT)
            ).first()
        )

    def waive(self, gate_key: str) -> None:
        now = clock.now()
        with database.unit_of_work(self.engine, now) as session:
            until = (now + timedelta(days=30)).date()
            gates.waive(
                session, now, self.run_id, gate_key, None, given_by="Cora Venner", why="A test.", until=until
            )

    def has_passed(self, step_key: str) -> bool:
        return self.step(step_key).state is StepState.PASSED

    def flow_run(self, step_key: str) -> FlowRun:
        flow_run_id = self.step(step_key).flow_run_id
        assert flow_run_id is not None
        return self.ask(lambda client: client.read_flow_run(UUID(flow_run_id)))

    def ended(self, run_id: UUID) -> FlowRun:
        """The flow run, once it has ended."""

        def look() -> FlowRun | None:
            run = self.ask(lambda client: client.read_flow_run(run_id))
            return run if run.state is not None and run.state.is_final() else None

        return wait_for(look, "the end of the run")

    def waits_at(self, step_key: str, gate_key: str) -> FlowRun | None:
        """The flow run, once it is suspended at that gate."""
        flow_run_id = self.step(step_key).flow_run_id
        if flow_run_id is None:
            return None
        run = self.ask(lambda client: client.read_flow_run(UUID(flow_run_id)))
        state = run.state
        if state is None or state.name != "Suspended":
            return None
        return run if str(state.state_details.pause_key).startswith(f"{gate_key}-") else None

    def ask(self, do: Callable[[PrefectClient], Awaitable[T]]) -> T:
        """Asks the Prefect server something."""

        async def _ask() -> T:
            password = auth_string(self.settings)
            async with PrefectClient(self.settings.prefect_api, auth_string=password) as client:
                return await do(client)

        return asyncio.run(_ask())

    def mend(self, later: timedelta = timedelta(0)) -> list[str]:
        """What the conductor does, as if so much later."""
        return self.ask(
            lambda client: repairs.mend(PrefectContext(self.engine, client, lambda: clock.now() + later))
        )

    def form_parts(self, run: FlowRun) -> dict[str, Any]:
        """The description and the schema of the form a suspended run shows."""
        assert run.state is not None
        keys = run.state.state_details.run_input_keyset
        assert keys is not None
        return {
            part: json.loads(self.ask(partial(_read_input, run.id, keys[part])))
            for part in ("description", "schema")
        }


async def _read_input(flow_run_id: UUID, key: str, client: PrefectClient) -> str:
    return str(await client.read_flow_run_input(flow_run_id, key))


def open_house(home: Path, prefect_port: int, database_url: str | None = None) -> House:
    """An installation in `home` on the Prefect server at that port."""
    settings = Settings(
        home=home,
        prefect_port=prefect_port,
        prefect_auth=PREFECT_AUTH,
        database_url=SecretStr(database_url) if database_url else None,
    )
    settings.home_folder.mkdir(parents=True, exist_ok=True)
    engine = database.open_database(settings)
    migrations.upgrade(engine)
    return House(settings, engine)
