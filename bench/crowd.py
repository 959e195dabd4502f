"""A crowd: 10,000 partnerships (or `SECTOR_LAUNCH_BENCH_CROWD`) waiting at gates; memory and CPU of the group at rest, `status` and the list page."""

import os
import re
import sqlite3
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
from sqlalchemy import Engine, text
from sqlmodel import select

from bench.group import Group, environment_for, family, memory_mb, new_home, running
from bench.machine import spread
from sectorlaunch import access_links, clock, database
from sectorlaunch.engine import consequences  # noqa: F401  what follows from a deed, before each commit
from sectorlaunch.tables import Account, AccountLinkPurpose, GateRun, GateState, StepRun

CROWD = int(os.environ.get("SECTOR_LAUNCH_BENCH_CROWD", "10000"))
SAMPLE = Path(__file__).parents[1] / "examples/high-valley-manufacturing/partnership.yaml"
REST_SECONDS = 60
SETTLE_SECONDS = 45
PAGES = 30

CLONED = ("partnership", "playbookrun", "steprun", "gaterun", "role", "meeting", "plannedtouch")
"""The tables whose rows every partnership has; people are shared, as they are in real life."""


def run(say: Callable[[str], None]) -> dict[str, object]:
    with new_home() as home:
        with running(home, "--sample", str(SAMPLE)) as group:
            group.wait_for("The worker is ready")
            until_it_waits(group)
            alone = _at_rest(group, say)
        say(f"cloning to {CROWD} partnerships …")
        engine = database.open_database(group.settings)
        _suspend(home / "prefect" / "prefect.db", engine, _clone(engine))
        engine.dispose()
        with running(home) as group:
            group.wait_for("The worker is ready")
            crowd = _at_rest(group, say)
            page = _list_page(group)
            status = _status(home)
    return {
        "partnerships": CROWD,
        "group at rest with one": alone,
        f"group at rest with {CROWD}": crowd,
        "first page of the list, and today's": page,
        "status command, all of them": status,
        "aim": "no process and no measurable CPU per waiting launch; first list page under 0.1 s",
    }


def until_it_waits(group: Group) -> None:
    """Returns when the sample waits at its first gate."""
    engine = database.open_database(group.settings)
    for _ in range(600):
        with database.reading(engine) as session:
            gate = session.exec(select(GateRun).where(GateRun.state == GateState.SHUT)).first()
            step = session.get_one(StepRun, gate.step_run_id) if gate else None
        if step is not None and step.flow_run_id:
            engine.dispose()
            return
        time.sleep(0.1)
    raise TimeoutError("the sample never came to its first gate")


def _clone(engine: Engine) -> list[int]:
    """Copies the rows of the first partnership, with ids moved along; returns the open step run of each copy."""
    with engine.begin() as connection:
        counts = {t: connection.execute(text(f"SELECT max(id) FROM {t}")).scalar_one() for t in CLONED}
        for table in CLONED:
            columns = [row[1] for row in connection.execute(text(f"PRAGMA table_info({table})"))]
            chosen = ", ".join(_moved(table, column, counts) for column in columns)
            sql = (
                "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < :last) "
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {chosen} FROM copy, {table} AS t "
                "WHERE t.id <= :most ORDER BY copy.n, t.id"
            )
            connection.execute(text(sql), {"last": CROWD - 1, "most": counts[table]})
        steps = connection.execute(
            text(
                "SELECT s.id FROM steprun s JOIN playbookrun r ON r.id = s.run_id "
                "WHERE s.flow_run_id IS NOT NULL AND r.partnership_id > 1"
            )
        ).all()
    return [row[0] for row in steps]


def _moved(table: str, column: str, counts: dict[str, int]) -> str:
    refers = {"run_id": "playbookrun", "partnership_id": "partnership", "step_run_id": "steprun"}
    if column == "id":
        return f"t.id + copy.n * {counts[table]}"
    if column in refers:
        return f"t.{column} + copy.n * {counts[refers[column]]}"
    if column in ("slug", "uid"):
        return f"t.{column} || '-' || copy.n"
    if column == "occurrence":
        return f"replace(t.occurrence, 'meeting:1', 'meeting:' || (1 + copy.n * {counts['meeting']}))"
    if column == "about_id":
        return f"t.about_id + CASE t.about_kind WHEN 'meeting' THEN copy.n * {counts['meeting']} ELSE 0 END"
    return f"t.{column}"


def _suspend(prefect: Path, engine: Engine, steps: list[int]) -> None:
    """Gives every copy a suspended flow run of its own: the first launch's, with its states and form, under a new id.

    Written into Prefect's database while nobody uses it: its API makes ever fewer such runs a second on SQLite.
    """
    with engine.connect() as ours:
        first = (
            ours.execute(text("SELECT flow_run_id FROM steprun WHERE flow_run_id IS NOT NULL ORDER BY id"))
            .scalars()
            .first()
        )
    runs = {step: str(uuid.uuid4()) for step in steps}
    with closing(sqlite3.connect(prefect)) as connection, connection:
        connection.row_factory = sqlite3.Row
        for table, key in (
            ("flow_run", "id"),
            ("flow_run_state", "flow_run_id"),
            ("flow_run_input", "flow_run_id"),
        ):
            rows = [
                dict(row) for row in connection.execute(f"SELECT * FROM {table} WHERE {key} = ?", (first,))
            ]
            connection.executemany(
                f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({', '.join(':' + c for c in rows[0])})",
                (_under(str(first), run, row) for run in runs.values() for row in rows),
            )
    with engine.begin() as ours:
        ours.execute(
            text("UPDATE steprun SET flow_run_id = :run WHERE id = :step"),
            [{"run": run, "step": step} for step, run in runs.items()],
        )


def _under(first: str, run: str, row: dict[str, object]) -> dict[str, object]:
    """A row of the first run as a row of another one: its own ids follow from both."""
    copied = {
        name: value.replace(first, run) if isinstance(value, str) else value for name, value in row.items()
    }
    for name in ("id", "state_id"):
        if name in row and row[name] != first:
            copied[name] = str(uuid.uuid5(uuid.UUID(run), str(row[name])))
    if row.get("idempotency_key"):
        copied["idempotency_key"] = f"{row['idempotency_key']}/{run}"
    return copied


def _at_rest(group: Group, say: Callable[[str], None]) -> dict[str, object]:
    """CPU and memory of each process of the group over a quiet while, read from /proc."""
    time.sleep(SETTLE_SECONDS)
    processes = family(group.process.pid)
    before = {pid: _cpu_seconds(pid) for pid in processes}
    time.sleep(REST_SECONDS)
    rows = {}
    for pid, name in processes.items():
        rows[name] = {
            "cpu_percent": round(100 * (_cpu_seconds(pid) - before[pid]) / REST_SECONDS, 2),
            "memory_mb": round(memory_mb(pid)),
        }
    total = round(sum(float(row["cpu_percent"]) for row in rows.values()), 2)
    say(
        f"at rest: {total} % of a core, {sum(int(row['memory_mb']) for row in rows.values())} MB, {len(rows)} processes"
    )
    return {
        "processes": rows,
        "cpu_percent": total,
        "memory_mb": sum(int(r["memory_mb"]) for r in rows.values()),
    }


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _list_page(group: Group) -> dict[str, dict[str, float]]:
    """The first page of the list and today's page, as the convener of all of them sees them."""
    engine = database.open_database(group.settings)
    with database.unit_of_work(engine, clock.now()) as session:
        convener = session.exec(
            select(Account).where(Account.email == "marisol.brightwater@example.org")
        ).one()
        token = access_links.issue_to_account(session, clock.now(), convener.pk, AccountLinkPurpose.SIGN_IN)
    engine.dispose()
    with httpx.Client(base_url=group.settings.portal_url, follow_redirects=True, timeout=30) as client:
        page = client.get(f"/sign-in/{token}")
        hidden = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page.text))
        client.post(f"/sign-in/{token}", data=hidden).raise_for_status()
        return {name: _times(client, path) for name, path in (("list", "/partnerships"), ("today", "/"))}


def _times(client: httpx.Client, path: str) -> dict[str, float]:
    seconds = []
    for _ in range(PAGES):
        began = time.perf_counter()
        answer = client.get(path)
        seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200
        assert "high-valley-manufacturing" in answer.text
    return spread(seconds)


def _status(home: Path) -> dict[str, float]:
    environment = {**environment_for(home), "COLUMNS": "120"}
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "sectorlaunch.cli", "status"],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        seconds.append(time.perf_counter() - began)
    return {"median": round(statistics.median(seconds), 3), "times": len(seconds)}
