"""What goes wrong for a while, and is well again afterward: a lock, a server that says nothing, a disk without room."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.group import Group, family
from bench.sink import Sink

DISK_MB = 400


@contextmanager
def small_disk() -> Iterator[tuple[Path, bool]]:
    """A home on a disk of its own that can be filled, where one may be mounted."""
    with tempfile.TemporaryDirectory(prefix="sector-launch-bench-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", folder]
        try:
            is_small = subprocess.run(mount, check=False, capture_output=True).returncode == 0
        except OSError:
            is_small = False
        try:
            home = Path(folder) / "home"
            home.mkdir()
            yield home, is_small
        finally:
            if is_small:
                subprocess.run(["umount", "-l", folder], check=False, capture_output=True)


@contextmanager
def locked(home: Path) -> Iterator[None]:
    with contextlib.closing(
        sqlite3.connect(home / "sector-launch.db", isolation_level=None, timeout=60)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def mute(mail: Sink) -> Iterator[None]:
    mail.go_on("hang")
    try:
        yield
    finally:
        mail.go_on("plain")


@contextmanager
def stopped(group: Group) -> Iterator[None]:
    servers = [
        pid for pid, name in family(group.process.pid).items() if "prefect" in name and "worker" not in name
    ]
    for pid in servers:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in servers:
            os.kill(pid, signal.SIGCONT)


@contextmanager
def full(home: Path, fills: bool) -> Iterator[None]:
    filling = home.parent / "filling"
    if fills:
        with contextlib.suppress(OSError), filling.open("wb", buffering=0) as out:
            while out.write(b"\0" * 1024 * 1024):
                pass
    try:
        yield
    finally:
        filling.unlink(missing_ok=True)
