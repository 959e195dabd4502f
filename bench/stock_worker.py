"""Prefect's own process worker beside the group: the deployments moved to its work pool, as the guide for it says."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.group import Group
from sectorlaunch.supervisor.prefect_environment import child_environment, client_environment

ROOT = Path(__file__).parents[1]
POOL = "sector-launch-process"


@contextmanager
def stock_worker(group: Group) -> Iterator[None]:
    """Until the block ends it runs all flows; the group's own worker only tells Prefect to go on."""
    environment = child_environment(group.settings, client_environment(group.settings))

    def prefect(*words: str) -> list[str]:
        return [sys.executable, "-m", "prefect", *words]

    for words in (["work-pool", "create", POOL, "--type", "process"], ["--no-prompt", "deploy", "--all"]):
        subprocess.run(
            prefect(*words),
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
    worker = subprocess.Popen(
        prefect("worker", "start", "--pool", POOL),
        env=environment,
        cwd=group.home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(60)


def start_launch(group: Group, file: Path) -> None:
    """Starts the partnership of that file, by the command for it."""
    subprocess.run(
        [sys.executable, "-m", "sectorlaunch.cli", "new", str(file)],
        env=child_environment(group.settings),
        capture_output=True,
        check=True,
    )
