"""The supervised group with real processes: up, one only, started again, and nobody left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sectorlaunch import migrations
from sectorlaunch.database import open_database
from sectorlaunch.outbox.deliver.heartbeat import last_seen
from sectorlaunch.settings import Settings
from sectorlaunch.signs_of_life import WORKER, sign_file
from sectorlaunch.supervisor.prefect_environment import child_environment
from tests.engine.prefect_house import SERVER_PATIENCE, answers, wait_for

pytestmark = [pytest.mark.engine, pytest.mark.alone, pytest.mark.prefect, pytest.mark.timeout(280)]

PROGRAM = (
    "from sectorlaunch.supervisor import supervisor; from sectorlaunch.settings import Settings\n"
    "try: supervisor.up(Settings(), lambda line: print(line, flush=True))\n"
    "except supervisor.SectorLaunchError as error: print(error.message, flush=True)\n"
)


class Group:
    """A supervisor in a process of its own."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.said_file = settings.home_folder / "said.txt"
        with self.said_file.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM],
                env=child_environment(settings),
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self.said_file.read_text()

    def says_all_is_ready(self) -> str:
        """What it said, once every part is; the worker may find Prefect ready before the group has asked again."""
        said = self.said()
        return said if all(words in said for words in ("Prefect is ready at", "The worker is ready")) else ""

    def children(self) -> dict[str, int]:
        """Module → process id, of the processes the supervisor started."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                    command = (entry / "cmdline").read_text().split("\0")
                except OSError:
                    continue
                if parent == self.process.pid and len(command) > 2:
                    found[command[2]] = int(entry.name)
        return found


def is_alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def settings(tmp_path: Path, free_port: Callable[[], int]) -> Settings:
    settings = Settings(home=tmp_path / "home", port=free_port(), prefect_port=free_port())
    settings.home_folder.mkdir()
    engine = open_database(settings)
    migrations.upgrade(engine)
    engine.dispose()
    return settings


@pytest.fixture
def group(settings: Settings) -> Iterator[Group]:
    group = Group(settings)
    yield group
    if group.process.poll() is None:
        group.process.terminate()
        group.process.wait(60)


def test_it_starts_all_parts_the_portal_first_and_stops_them_on_sigterm(group: Group) -> None:
    said = wait_for(group.says_all_is_ready, "all parts", SERVER_PATIENCE)
    assert said.index("The portal answers at") < said.index("Prefect is ready at")
    assert answers(f"{group.settings.prefect_api}/health")
    children = group.children()
    assert set(children) == {
        "sectorlaunch.portal",
        "sectorlaunch.prefect_side.prefect_server",
        "sectorlaunch.supervisor.dispatcher",
        "sectorlaunch.supervisor.worker",
    }
    wait_for(lambda: last_seen(group.settings), "the dispatcher's sign of life")
    group.process.terminate()
    assert group.process.wait(60) == 0
    assert not [name for name, pid in children.items() if is_alive(pid)]
    assert last_seen(group.settings) is None
    worker = children["sectorlaunch.supervisor.worker"]
    assert not sign_file(group.settings.home_folder, WORKER, worker).exists()


def test_it_says_that_it_is_running_already_and_starts_a_fallen_part_again(group: Group) -> None:
    wait_for(lambda: "The portal answers" in group.said(), "the portal")
    second = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=child_environment(group.settings),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Sector Launch is already running" in second.stdout
    dispatcher = wait_for(
        lambda: group.children().get("sectorlaunch.supervisor.dispatcher"), "the dispatcher"
    )
    os.kill(dispatcher, signal.SIGKILL)
    wait_for(
        lambda: group.children().get("sectorlaunch.supervisor.dispatcher") not in (None, dispatcher),
        "another dispatcher",
    )
    assert "The dispatcher stopped unexpectedly (signal SIGKILL)" in group.said()


def test_it_leaves_nobody_behind_when_it_is_killed(group: Group) -> None:
    wait_for(lambda: len(group.children()) == 4, "all parts")
    children = group.children().values()
    os.kill(group.process.pid, signal.SIGKILL)
    group.process.wait()
    wait_for(lambda: not [pid for pid in children if is_alive(pid)], "the end of all parts", 10)


def test_it_names_a_port_that_is_taken(settings: Settings) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", settings.prefect_port))
        taken.listen()
        group = Group(settings)
        assert group.process.wait(60) == 0
    assert f"Port {settings.prefect_port}, meant for the Prefect server, is in use" in group.said()
    assert "SECTOR_LAUNCH_PREFECT_PORT" in group.said()
