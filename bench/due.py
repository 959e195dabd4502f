"""What is due: finding it among ten thousand to one million future touches, and a sweep over 10,000 partnerships with 60 people each."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine, text
from sqlmodel import select

from bench import letters
from bench.group import new_home
from bench.machine import spread
from sectorlaunch import database
from sectorlaunch.engine import carry_out, next_due, plan
from sectorlaunch.outbox.deliver import waiting
from sectorlaunch.tables import PlannedTouch

SIZES = (10_000, 100_000, 1_000_000)
LOOKS = 300
PARTNERSHIPS, PEOPLE = 10_000, 60
FEW, MANY = 5, 50
"""Partnerships in which something is due in a sweep."""
LATER = letters.NOW + timedelta(days=30)
CLONED = ("partnership", "playbookrun", "steprun", "gaterun", "meeting")


def run(say: Callable[[str], None]) -> dict[str, object]:
    with new_home() as home:
        engine, _, run_id = letters.open_partnership(home, 1)
        looks = {}
        for size in SIZES:
            _fill_up(engine, run_id, size)
            looks[f"{size:,} future touches"] = _looks(engine)
            say(f"{size:,}: {looks[f'{size:,} future touches']}")
        engine.dispose()
    with new_home() as home:
        engine, _, run_id = letters.open_partnership(home, PEOPLE)
        sweeps = {"one partnership": _sweep(engine, 1)}
        _clone(engine)
        sweeps |= {
            f"{PARTNERSHIPS:,} partnerships, nothing due": _sweep(engine, 0),
            f"{PARTNERSHIPS:,} partnerships, {FEW} touches due": _sweep(engine, FEW),
            f"{PARTNERSHIPS:,} partnerships, {MANY} touches due": _sweep(engine, MANY),
        }
        for name, told in sweeps.items():
            say(f"{name}: {told}")
        engine.dispose()
    return {
        "milliseconds to find what is due": looks,
        "sweeps": sweeps,
        "aim": "flat and under 1 ms; a sweep costs by what is due, not by what exists",
    }


def _looks(engine: Engine) -> dict[str, dict[str, float]]:
    """The three questions asked all day: what is due, when is the next touch, when the next message."""
    questions: dict[str, Callable[[], object]] = {}
    with database.reading(engine) as session:
        due = (
            select(PlannedTouch.id)
            .where(text("plannedtouch.state = 'planned'"), PlannedTouch.due_at <= letters.NOW)
            .order_by(text("due_at"), text("id"))
            .limit(carry_out.SWEEP)
        )
        questions["due touches"] = lambda: session.exec(due).all()
        questions["next touch"] = lambda: plan.next_due(session)
        questions["next of all kinds"] = lambda: next_due.next_due(session)
        questions["next message"] = lambda: waiting.next_due(session, letters.NOW)
        return {name: _in_milliseconds(ask) for name, ask in questions.items()}


def _in_milliseconds(ask: Callable[[], object]) -> dict[str, float]:
    ask()
    seconds = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        ask()
        seconds.append((time.perf_counter() - began) * 1000)
    return spread(seconds)


def _fill_up(engine: Engine, run_id: int, size: int) -> None:
    """Plans touches far ahead, each at a moment of its own, until there are so many."""
    with engine.begin() as connection:
        there = connection.execute(text("SELECT count(*) FROM plannedtouch")).scalar_one()
        rows = (
            {"r": run_id, "o": f"week:{number}", "d": _written(LATER + timedelta(minutes=number))}
            for number in range(there, size)
        )
        connection.execute(text(INSERT), list(rows))
        connection.execute(text("ANALYZE"))


INSERT = (
    "INSERT INTO plannedtouch (run_id, step_key, activity_key, touch_key, occurrence, anchor_on, due_at, state, result) "
    f"VALUES (:r, '{letters.STEP}', '{letters.ACTIVITY}', '{letters.TOUCH}', :o, '2026-06-01', :d, 'planned', '')"
)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


def _sweep(engine: Engine, due: int) -> dict[str, float]:
    """Makes a touch due in so many partnerships, and times the sweep that carries them out."""
    with engine.begin() as connection:
        runs = connection.execute(text("SELECT id FROM playbookrun ORDER BY id LIMIT :n"), {"n": due}).all()
        connection.execute(text("DELETE FROM message"))
        for (run_id,) in runs:
            connection.execute(
                text(INSERT),
                {"r": run_id, "o": f"run#{time.monotonic_ns()}", "d": _written(letters.NOW)},
            )
    began = time.perf_counter()
    done = 0
    while True:
        with database.unit_of_work(engine, letters.NOW) as session:
            said = carry_out.due(session, letters.NOW, limit=20)
        if not said:
            break
        done += len(said)
    seconds = time.perf_counter() - began
    with engine.connect() as connection:
        written = connection.execute(text("SELECT count(*) FROM message")).scalar_one()
    return {
        "touches": done,
        "messages": written,
        "seconds": round(seconds, 3),
        "milliseconds a message": round(seconds * 1000 / written, 2) if written else 0,
    }


def _clone(engine: Engine) -> None:
    """Copies the partnership with its people's roles, places and touches ten thousand times; the people are shared."""
    with engine.begin() as connection:
        most = {t: connection.execute(text(f"SELECT max(id) FROM {t}")).scalar_one() for t in CLONED}
        ids = {"run_id": "playbookrun", "partnership_id": "partnership", "step_run_id": "steprun"}
        ids |= {"meeting_id": "meeting"}
        for table in (*CLONED, "role", "invitation", "plannedtouch"):
            columns = [row[1] for row in connection.execute(text(f"PRAGMA table_info({table})"))]
            columns = [column for column in columns if column != "id" or table in CLONED]
            chosen = [_moved(table, column, most, ids) for column in columns]
            connection.execute(
                text(
                    f"WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {PARTNERSHIPS - 1}) "
                    f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(chosen)} FROM {table} t, number"
                )
            )
        connection.execute(text("ANALYZE"))


def _moved(table: str, column: str, most: dict[str, int], ids: dict[str, str]) -> str:
    if column == "id":
        return f"t.id + n * {most[table]}"
    if column in ids:
        return f"t.{column} + n * {most[ids[column]]}"
    if column in ("slug", "uid"):
        return f"t.{column} || '-' || n"
    return f"t.{column}"
