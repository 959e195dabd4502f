"""A group of processes in a home of its own, started and stopped by a benchmark."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.error import URLError
from urllib.request import urlopen

from sectorlaunch.prefect_password import auth_string
from sectorlaunch.settings import Settings

PATIENCE_SECONDS = 180
GENTLY = 0.1
"""Seconds between two questions to a Prefect server: asked faster, it is busy with the asking."""
Found = TypeVar("Found")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def new_home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sector-launch-bench-") as folder:
        yield Path(folder)


@dataclass
class Group:
    """`sector-launch up` on its own ports. `lines` holds what it has said, with the moment of each."""

    home: Path
    settings: Settings
    process: subprocess.Popen[str]
    began: float
    lines: list[tuple[float, str]] = field(default_factory=list)

    def wait_for(self, words: str) -> float:
        """Seconds from the start until the group said something with these words in it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for moment, line in list(self.lines):
                if words in line:
                    return moment - self.began
            time.sleep(0.01)
        raise TimeoutError(f"the group never said “{words}”: {[line for _, line in self.lines]}")

    @property
    def prefect_auth(self) -> tuple[str, str]:
        """User and password of its Prefect server."""
        user, _, password = (auth_string(self.settings) or "").partition(":")
        return user, password

    def wait_for_page(self, path: str) -> float:
        """Seconds from the start until a page is answered."""
        return until_answered(f"{self.settings.portal_url}{path}") - self.began


def until_answered(url: str) -> float:
    """The monotonic moment at which an address first answers 200."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return time.monotonic()
        except (URLError, OSError):
            time.sleep(0.02)
    raise TimeoutError(url)


def until(look: Callable[[], Found | None], pause: float = 0.005) -> Found:
    """What `look` finds, asked again after a pause in seconds; a falsy answer is none."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(pause)
    raise TimeoutError


def environment_for(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "SECTOR_LAUNCH_HOME": str(home),
        "SECTOR_LAUNCH_PORT": str(free_port()),
        "SECTOR_LAUNCH_PREFECT_PORT": str(free_port()),
        "DO_NOT_TRACK": "1",
    }


@contextmanager
def running(home: Path, *arguments: str) -> Iterator[Group]:
    """The group, until the block ends; then stopped as Ctrl-C would."""
    environment = environment_for(home)
    settings = Settings(
        home=home,
        port=int(environment["SECTOR_LAUNCH_PORT"]),
        prefect_port=int(environment["SECTOR_LAUNCH_PREFECT_PORT"]),
    )
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "sectorlaunch.cli", "up", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    group = Group(home, settings, process, began)
    reader = threading.Thread(target=_read, args=(group,), daemon=True)
    reader.start()
    try:
        yield group
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _read(group: Group) -> None:
    assert group.process.stdout is not None
    for line in group.process.stdout:
        group.lines.append((time.monotonic(), line.rstrip()))


def family(parent: int) -> dict[int, str]:
    """The process and those it started, by number, each with its module."""
    found = {parent: "supervisor"}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if int(stat.rpartition(")")[2].split()[1]) == parent:
                found[int(entry.name)] = re.sub(r".* -m ", "", command).strip()
    return found


def memory_mb(pid: int) -> float:
    """What a process holds in memory now, read from /proc."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found.group(1)) / 1024 if found else 0.0
