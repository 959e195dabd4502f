"""A flow of gates under Prefect's `serve` as shipped, to measure ours against."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx

from bench.group import GENTLY, free_port, until, until_answered

PATIENT = httpx.Client(timeout=30)


SERVED = """
import json, sys, time
from prefect import flow
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput


class Agreed(RunInput):
    agreed: bool = False


@flow(persist_result=False)
def gates(path: str) -> None:
    for number in range({gates}):
        suspend_flow_run(wait_for_input=Agreed, timeout=None, key=f"gate-{{number}}")
        with open(path, "a") as file:
            file.write(json.dumps([number, time.time()]) + "\\n")


if __name__ == "__main__":
    gates.serve(name="bench")
"""


def seconds_served(home: Path, gates: int, say: Callable[[str], None]) -> list[float]:
    """Seconds from each resume to the line behind it. A flow of as many gates, served as the documentation shows; every line behind a gate writes the time."""
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    environment = {
        **os.environ,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": api,
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }
    script, lines = home / "served.py", home / "lines"
    script.write_text(SERVED.format(gates=gates), encoding="utf-8")
    server = _quietly(["-m", "prefect", "server", "start", "--port", str(port)], home, environment)
    serving = None
    try:
        until_answered(f"{api}/health")
        serving = _quietly([str(script)], home, environment)
        return _resume_served(api, lines, gates, say)
    finally:
        for process in (serving, server):
            if process is not None:
                process.send_signal(signal.SIGINT)
                process.wait(60)


def _quietly(arguments: list[str], folder: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _resume_served(api: str, lines: Path, gates: int, say: Callable[[str], None]) -> list[float]:
    deployment = until(lambda: next(iter(PATIENT.post(f"{api}/deployments/filter", json={}).json()), None))
    run = PATIENT.post(
        f"{api}/deployments/{deployment['id']}/create_flow_run", json={"parameters": {"path": str(lines)}}
    ).json()
    seconds = []
    for number in range(gates):
        until(partial(_is_suspended, api, run["id"], number), GENTLY)
        sent_at = time.time()
        until(partial(_accepted, api, run["id"]), GENTLY)
        seconds.append(until(partial(_written, lines, number)) - sent_at)
        say(f"serve, gate {number + 1}: {seconds[-1]:.2f} s")
    return seconds


def _is_suspended(api: str, run_id: str, number: int) -> bool:
    state = PATIENT.get(f"{api}/flow_runs/{run_id}").json()["state"]
    return bool(state["name"] == "Suspended" and state["state_details"].get("pause_key") == f"gate-{number}")


def _accepted(api: str, run_id: str) -> bool:
    """Asked again after a refusal: its form is saved after its state, and a busy server answers 503."""
    answer = PATIENT.post(f"{api}/flow_runs/{run_id}/resume", json={"run_input": {"agreed": True}})
    return answer.is_success and answer.json().get("status") == "ACCEPT"


def _written(lines: Path, number: int) -> float | None:
    """When the line behind this gate first ran; the flow runs again from the top, and earlier lines with it."""
    if not lines.exists():
        return None
    seen = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    return next((moment for gate, moment in seen if gate == number), None)
