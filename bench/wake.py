"""Waking: from the last answer to the first line behind the gate: ours, on Prefect's own process worker, and `serve`."""

import os
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import select

from bench.group import GENTLY, Group, new_home, running, until
from bench.machine import spread
from bench.served import PATIENT, seconds_served
from bench.stock_worker import start_launch, stock_worker
from sectorlaunch import access_links, clock, database
from sectorlaunch.engine import consequences  # noqa: F401  what follows from a deed, before each commit
from sectorlaunch.tables import GateRun, GateState, LinkPurpose, Partnership, Person, StepRun, StepState

GATES = 20
ROUNDS = 3
"""Ours is measured so often, each time in a home of its own: the machine may be busy with others for a while."""
GATES_ON_STOCK = 10
BEHIND, NEXT_STEP = "answer to the line behind the gate", "answer to the next step's first line"


def run(say: Callable[[str], None]) -> dict[str, object]:
    rounds = [_round(say) for _ in range(ROUNDS)]
    middle = sorted(rounds, key=lambda one: one.behind["median"])[ROUNDS // 2]
    with new_home() as home:
        stock = spread(_on_stock(home, say))
    with new_home() as home:
        served = spread(seconds_served(home, GATES, say))
    return {
        BEHIND: middle.behind,
        NEXT_STEP: middle.next_step,
        "rounds": [{"load_before": one.load, **one.behind} for one in rounds],
        "the above is": f"the middle one of {ROUNDS} rounds, by its median",
        "on a stock process worker, answer to the line behind the gate": stock,
        "prefect serve, resume to the next line": served,
        "times_better": round(served["median"] / middle.behind["median"], 1),
        "aim": (
            "median 0.15 s, 95 of 100 under 0.27 s, at least 20 times better; at most 15 s on a stock process worker"
        ),
    }


@dataclass(frozen=True)
class _Round:
    load: float
    """Processes at work or waiting for their turn, over the minute before."""
    behind: dict[str, float]
    next_step: dict[str, float]


def _round(say: Callable[[str], None]) -> _Round:
    load = round(os.getloadavg()[0], 1)
    with new_home() as home, running(home, "--sample", str(_partnership(home))) as group:
        group.wait_for("The worker is ready")
        found = _answered(group, GATES, say)
    return _Round(load, spread(found[BEHIND]), spread(found[NEXT_STEP]))


def _on_stock(home: Path, say: Callable[[str], None]) -> list[float]:
    """The same with every flow in a process that Prefect's own worker starts for it."""
    with running(home) as group:
        group.wait_for("The worker is ready")
        with stock_worker(group):
            start_launch(group, _partnership(home))
            return _answered(group, GATES_ON_STOCK, say)[BEHIND]


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


def _answered(group: Group, gates: int, say: Callable[[str], None]) -> dict[str, list[float]]:
    """Answers posted to the portal as the convener's personal page would: seconds to what followed them."""
    engine = database.open_database(group.settings)
    with database.unit_of_work(engine, clock.now()) as session:
        person = session.exec(select(Person).where(Person.email == "cora@example.org")).one()
        partnership = session.exec(select(Partnership)).one()
        token = access_links.issue(session, clock.now(), person.pk, LinkPurpose.PERSONAL, partnership.id)
    found: dict[str, list[float]] = {BEHIND: [], NEXT_STEP: []}
    for number in range(gates):
        found[BEHIND].append(_answer(group, engine, token, f"first-{number}", f"go-on-{number}"))
        if number + 1 < gates:
            found[NEXT_STEP].append(_answer(group, engine, token, f"second-{number}", f"begin-{number + 1}"))
        so_far = ", ".join(f"{seconds[-1]:.2f} s" for seconds in found.values() if seconds)
        say(f"gate {number + 1}: {so_far} to the line behind it and to the next step")
    engine.dispose()
    return found


def _answer(group: Group, engine: Engine, token: str, gate_key: str, activity: str) -> float:
    until(lambda: _waits(engine, group, gate_key), GENTLY)
    page = f"{group.settings.portal_url}/p/{token}"
    sent_at = clock.now()
    answer = PATIENT.post(
        f"{page}/answers", data={f"{gate_key}.agreed.verdict": "done"}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return (until(lambda: _begun_at(engine, activity), GENTLY) - sent_at).total_seconds()


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
