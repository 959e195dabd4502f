"""Start-up: the portal's first page and everything ready, against a bare `prefect server start`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.group import free_port, new_home, running, until_answered

ROUNDS = 3


def run(say: Callable[[str], None]) -> dict[str, object]:
    """Alternates ours and bare, each round with a first start (its databases are made) and a second one."""
    first_page: dict[str, list[float]] = {"first start": [], "second start": []}
    all_ready: dict[str, list[float]] = {"first start": [], "second start": []}
    bare: dict[str, list[float]] = {"first start": [], "second start": []}
    for number in range(ROUNDS):
        with new_home() as ours, new_home() as theirs:
            for which in ("first start", "second start"):
                page, ready = _ours(ours)
                first_page[which].append(page)
                all_ready[which].append(ready)
                bare[which].append(_bare(theirs))
                say(
                    f"round {number + 1}, {which}: page {page:.2f} s, ready {ready:.2f} s, bare {bare[which][-1]:.2f} s"
                )
    return {
        which: {
            "first_page_seconds": _middle(first_page[which]),
            "all_ready_seconds": _middle(all_ready[which]),
            "bare_prefect_seconds": _middle(bare[which]),
            "ready_against_bare": round(_middle(all_ready[which]) / _middle(bare[which]), 2),
        }
        for which in first_page
    } | {"aim": "first page under 3 s, all ready under 1.2 times bare"}


def _ours(home: Path) -> tuple[float, float]:
    with running(home) as group:
        page = group.wait_for_page("/sign-in")
        return page, max(group.wait_for("Prefect is ready"), group.wait_for("The worker is ready"))


def _bare(home: Path) -> float:
    port = free_port()
    environment = {**os.environ, "PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    began = time.monotonic()
    server = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)],
        env={**environment, "DO_NOT_TRACK": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return until_answered(f"http://127.0.0.1:{port}/api/health") - began
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)


def _middle(seconds: list[float]) -> float:
    return round(sorted(seconds)[len(seconds) // 2], 2)
