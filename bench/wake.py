"""Waking: from the last answer to the first line behind the gate, ours against Prefect's `serve` as shipped, 20 gates each."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import httpx
from sqlalchemy import Engine
from sqlmodel import select

from bench.group import Group, free_port, new_home, running, until_answered
from bench.machine import spread
from sectorlaunch import access_links, clock, database
from sectorlaunch.engine import consequences  # noqa: F401  what follows from a deed, before each commit
from sectorlaunch.tables import GateRun, GateState, LinkPurpose, Partnership, Person, StepRun, StepState

Found = TypeVar("Found")
GATES = 20
PATIENCE_SECONDS = 120
GENTLY = 0.1
"""Seconds between two questions to a Prefect server: asked faster, it is busy with the asking."""
PATIENT = httpx.Client(timeout=30)


def run(say: Callable[[str], None]) -> dict[str, object]:
    with new_home() as home:
        ours = _ours(home, say)
    with new_home() as home:
        theirs = _served(home, say)
    found = {name: spread(seconds) for name, seconds in ours.items()}
    shipped = spread(theirs)
    return {
        **found,
        "prefect serve, resume to the next line": shipped,
        "times_better": round(shipped["median"] / found["answer to the line behind the gate"]["median"], 1),
        "aim": "median under 0.5 s, 95 of 100 under 1.5 s, at least 20 times better",
    }


def _playbook() -> str:
    """Steps of two gates, an activity behind each: what follows a gate in its step, and the next step's first line."""
    lines = ["key: bench", "version: 1", "title: Bench", "summary: Twenty gates.", "steps:"]
    for number in range(GATES):
        lines += [
            f"  - key: step-{number}",
            f"    title: Step {number}",
            "    slide: P",
            "    purpose: To be passed.",
            "    activities:",
            f"      - {{key: begin-{number}, title: Begin, before: first-{number}}}",
            f"      - {{key: go-on-{number}, title: Go on, before: second-{number}}}",
            "    gates:",
        ]
        for place in ("first", "second"):
            lines += [
                f"      - key: {place}-{number}",
                f"        title: Gate {place} {number}",
                "        questions: [{key: agreed, ask: Is it agreed?, slide: P, attest: {by: conveners}}]",
            ]
    return "\n".join(lines) + "\n"


def _partnership(folder: Path) -> Path:
    (folder / "bench.yaml").write_text(_playbook(), encoding="utf-8")
    file = folder / "partnership.yaml"
    file.write_text(
        textwrap.dedent("""\
            slug: bench
            name: Bench Partnership
            industry: {name: Manufacturing, naics: ["31-33"]}
            region: {name: Bench, state: CO, counties: [Weld]}
            time_zone: America/Denver
            convener: {name: Cora Venner, email: cora@example.org, organisation: Bench College, sector: education}
            support_team:
              education: [{name: Edda Teach, email: edda@example.org, organisation: Bench College}]
            launch: {date: in 30 weeks}
            playbook: bench.yaml
            """),
        encoding="utf-8",
    )
    return file


def _ours(home: Path, say: Callable[[str], None]) -> dict[str, list[float]]:
    """Answers posted to the portal as the convener's personal page would."""
    with running(home, "--sample", str(_partnership(home))) as group:
        group.wait_for("The worker is ready")
        engine = database.open_database(group.settings)
        with database.unit_of_work(engine, clock.now()) as session:
            person = session.exec(select(Person).where(Person.email == "cora@example.org")).one()
            partnership = session.exec(select(Partnership)).one()
            token = access_links.issue(session, clock.now(), person.pk, LinkPurpose.PERSONAL, partnership.id)
        behind, next_step = [], []
        for number in range(GATES):
            behind.append(_answer(group, engine, token, f"first-{number}", f"go-on-{number}"))
            if number + 1 < GATES:
                next_step.append(_answer(group, engine, token, f"second-{number}", f"begin-{number + 1}"))
            say(
                f"gate {number + 1}: {behind[-1]:.2f} s to the line behind it, {(next_step or [0])[-1]:.2f} s to the next step"
            )
        engine.dispose()
    return {
        "answer to the line behind the gate": behind,
        "answer to the next step's first line": next_step,
    }


def _answer(group: Group, engine: Engine, token: str, gate_key: str, activity: str) -> float:
    _until(lambda: _waits(engine, group, gate_key), GENTLY)
    page = f"{group.settings.portal_url}/p/{token}"
    sent_at = clock.now()
    answer = PATIENT.post(
        f"{page}/answers", data={f"{gate_key}.agreed.verdict": "done"}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return (_until(lambda: _begun_at(engine, activity)) - sent_at).total_seconds()


def _begun_at(engine: Engine, activity: str) -> datetime | None:
    with database.reading(engine) as session:
        for step in session.exec(select(StepRun)):
            if activity in step.activities_begun:
                return datetime.fromisoformat(step.activities_begun[activity])
    return None


def _waits(engine: Engine, group: Group, gate_key: str) -> bool:
    """Whether the gate is shut and Prefect has its run suspended."""
    with database.reading(engine) as session:
        gate = session.exec(select(GateRun).where(GateRun.key == gate_key)).one()
        step = session.get_one(StepRun, gate.step_run_id)
        if gate.state is not GateState.SHUT or step.state is not StepState.OPEN or not step.flow_run_id:
            return False
        run_id = UUID(step.flow_run_id)
    state = PATIENT.get(f"{group.settings.prefect_api}/flow_runs/{run_id}", auth=group.prefect_auth).json()[
        "state"
    ]
    return bool(state["name"] == "Suspended")


def _until(look: Callable[[], Found | None], pause: float = 0.005) -> Found:
    """What `look` finds, asked again after a pause in seconds; a falsy answer is none."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(pause)
    raise TimeoutError


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


def _served(home: Path, say: Callable[[str], None]) -> list[float]:
    """A flow of as many gates, served as the documentation shows; every line behind a gate writes the time."""
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
    script.write_text(SERVED.format(gates=GATES), encoding="utf-8")
    server = _quietly(["-m", "prefect", "server", "start", "--port", str(port)], home, environment)
    serving = None
    try:
        until_answered(f"{api}/health")
        serving = _quietly([str(script)], home, environment)
        return _resume_served(api, lines, say)
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


def _resume_served(api: str, lines: Path, say: Callable[[str], None]) -> list[float]:
    deployment = _until(lambda: next(iter(PATIENT.post(f"{api}/deployments/filter", json={}).json()), None))
    run = PATIENT.post(
        f"{api}/deployments/{deployment['id']}/create_flow_run", json={"parameters": {"path": str(lines)}}
    ).json()
    seconds = []
    for number in range(GATES):
        _until(partial(_is_suspended, api, run["id"], number), GENTLY)
        sent_at = time.time()
        _until(partial(_accepted, api, run["id"]), GENTLY)
        seconds.append(_until(partial(_written, lines, number)) - sent_at)
        say(f"serve, gate {number + 1}: {seconds[-1]:.2f} s")
    return seconds


def _is_suspended(api: str, run_id: str, number: int) -> bool:
    state = PATIENT.get(f"{api}/flow_runs/{run_id}").json()["state"]
    return bool(state["name"] == "Suspended" and state["state_details"].get("pause_key") == f"gate-{number}")


def _accepted(api: str, run_id: str) -> bool:
    answer = PATIENT.post(f"{api}/flow_runs/{run_id}/resume", json={"run_input": {"agreed": True}}).json()
    return bool(answer["status"] == "ACCEPT")


def _written(lines: Path, number: int) -> float | None:
    """When the line behind this gate first ran; the flow runs again from the top, and earlier lines with it."""
    if not lines.exists():
        return None
    seen = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    return next((moment for gate, moment in seen if gate == number), None)
