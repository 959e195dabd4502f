"""Upheaval: portal, dispatcher and sweeps killed at random moments while people answer, letters leave and gates open, on both databases."""

import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from sqlalchemy import Engine, make_url
from sqlmodel import col, func, select

from bench import letters
from bench.group import free_port, new_home
from bench.sink import Sink, sink
from sectorlaunch import access_links, database, events
from sectorlaunch.outbox.deliver.dispatcher import SENDERS
from sectorlaunch.records import partnerships as partnership_records
from sectorlaunch.records import people
from sectorlaunch.tables import Answer, Event, GateRun, GateState, LinkPurpose, Message, RoleKind
from tests import postgresql

KILLS = int(os.environ.get("SECTOR_LAUNCH_BENCH_KILLS", "1000"))
"""Half of them on each database."""
MINUTES = float(os.environ.get("SECTOR_LAUNCH_BENCH_MINUTES", "60"))
"""No new part begins after so long; how many kills there were is said."""
SEED = int(os.environ.get("SECTOR_LAUNCH_BENCH_SEED", "20261130"))
A_PART = 100
"""Kills in a home of its own, which is judged before the next begins."""
LETTERS, AT_ONCE = 150, 2
PARTS = ("portal", "dispatcher", "sweeper")
BETWEEN_KILLS = (0.05, 2.0)
QUIET_SECONDS = 120.0
ADDED = (
    "kills",
    "answers thanked for",
    "answers lost",
    "letters queued",
    "letters lost",
    "letters twice",
    "twice at most",
    "letters under two Message-IDs",
    "gates opened",
    "gates opened twice",
    "gates opened late",
)


def run(say: Callable[[str], None]) -> dict[str, object]:
    ends_at = time.monotonic() + MINUTES * 60
    found: dict[str, list[dict[str, object]]] = {"SQLite": [], "PostgreSQL": []}
    with contextlib.ExitStack() as servers:
        url = ""
        with contextlib.suppress(LookupError):
            url = servers.enter_context(postgresql.server())
        names = [name for name in found if name == "SQLite" or url]
        parts = -(-KILLS // A_PART)
        for number in range(parts):
            if time.monotonic() > ends_at:
                break
            name, seed = names[number % len(names)], SEED + number
            with new_home() as home, _tables(url if name == "PostgreSQL" else "", number):
                part = _upheaval(home, seed, min(A_PART, KILLS - number * A_PART))
            found[name].append(part)
            say(f"{name}: {part}")
    return {
        "kills": sum(_sum(parts, "kills") for parts in found.values()),
        "holds": all(part["holds"] for parts in found.values() for part in parts),
        **{
            name: {
                "parts": len(parts),
                "seeds": [part["seed"] for part in parts],
                "of": dict(sum((Counter(part["of"]) for part in parts), Counter())),  # type: ignore[call-overload]
                **{what: _sum(parts, what) for what in ADDED},
                "parts that do not hold": [part for part in parts if not part["holds"]],
            }
            for name, parts in found.items()
        },
        "aim": "nothing lost; a letter twice at most for each connection of a killed dispatcher, with the same Message-ID",
    }


def _sum(parts: list[dict[str, object]], what: str) -> int:
    return sum(int(str(part[what])) for part in parts)


@contextmanager
def _tables(server: str, number: int) -> Iterator[None]:
    """A database of its own on the server, named to every process that is started meanwhile; the home's file without one."""
    if not server:
        yield
        return
    address = make_url(server)
    name = f"upheaval_{number}"
    engine = database.open_engine(server)
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    os.environ["SECTOR_LAUNCH_DATABASE_URL"] = address.set(database=name).render_as_string(False)
    try:
        yield
    finally:
        del os.environ["SECTOR_LAUNCH_DATABASE_URL"]


class Nursery:
    """Makes processes, and remembers which of each part is alive."""

    def __init__(self, home: Path, port: int, began: float, link: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.nursery", str(home), str(port), str(began), link],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._said()
        self.alive = {part: self.make(part) for part in PARTS}

    def make(self, part: str) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{part}\n")
        self._process.stdin.flush()
        return int(self._said())

    def kill(self, part: str, *, again: bool = True) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.alive[part], signal.SIGKILL)
        if again:
            self.alive[part] = self.make(part)

    def end(self) -> None:
        for part in PARTS:
            self.kill(part, again=False)
        self._process.kill()
        self._process.wait(20)

    def _said(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def _upheaval(home: Path, seed: int, most: int) -> dict[str, object]:
    dice, port, stop = random.Random(seed), free_port(), threading.Event()
    with sink() as mail:
        engine, _, run_id = letters.open_partnership(home, LETTERS)
        letters.compose(engine, run_id)
        queued = letters.rows(engine)
        letters.empty(engine)
        letters.lead_to(engine, mail.port)
        links = personal_links(engine, run_id)
        nursery = Nursery(home, port, time.monotonic(), links[0])
        noted: list[str] = []
        crowd = [
            threading.Thread(target=_answer, args=(port, link, number, stop, noted))
            for number, link in enumerate(links * AT_ONCE)
        ]
        feeder = threading.Thread(target=_feed, args=(engine, queued, most * sum(BETWEEN_KILLS) / 2))
        for one in (*crowd, feeder):
            one.start()
        kills: Counter[str] = Counter()
        while kills.total() < most:
            time.sleep(dice.uniform(*BETWEEN_KILLS))
            part = dice.choice(PARTS)
            nursery.kill(part)
            kills[part] += 1
        stop.set()
        for one in (*crowd, feeder):
            one.join()
        _until_quiet(engine)
        nursery.end()
        judged = _judged(engine, run_id, mail, queued, noted, kills)
        engine.dispose()
    return {"seed": seed, **judged}


def personal_links(engine: Engine, run_id: int) -> list[str]:
    """A personal link for each of the support team."""
    with database.unit_of_work(engine, letters.NOW) as session:
        partnership = partnership_records.partnership_of(session, run_id)
        team = people.with_role(session, partnership.pk, [RoleKind.SUPPORT_TEAM])
        return [
            access_links.issue(session, letters.NOW, person.pk, LinkPurpose.PERSONAL, partnership.pk)
            for person in team
        ]


def _answer(port: int, link: str, number: int, stop: threading.Event, noted: list[str]) -> None:
    """Answers whatever is asked, again and again, each time with words of its own; `noted` are those that were thanked for."""
    times = 0
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        while not stop.is_set():
            with contextlib.suppress(httpx.HTTPError):
                fields = re.findall(r'name="([^"]+)\.verdict"', client.get(f"/p/{link}").text)
                for field in dict.fromkeys(fields):
                    times += 1
                    words = f"said {number}-{times}"
                    verdict = "done" if times % 2 else "still open"
                    form = {f"{field}.verdict": verdict, f"{field}.note": words}
                    answer = client.post(f"/p/{link}/answers", data=form)
                    if answer.status_code == httpx.codes.SEE_OTHER:
                        noted.append(words)
            stop.wait(0.05)


def _feed(engine: Engine, queued: list[dict[str, object]], seconds: float) -> None:
    """Puts the letters into the outbox, some at a time, until all are in."""
    for first in range(0, len(queued), 10):
        letters.queue_again(engine, queued[first : first + 10])
        time.sleep(seconds / (len(queued) / 10 + 5))


def _until_quiet(engine: Engine) -> None:
    """What waits may leave, and what was in the hands of somebody killed is found again."""
    deadline = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < deadline:
        states = letters.states(engine)
        if not states.get("leased") and _due(engine) == 0:
            return
        time.sleep(0.2)


def _due(engine: Engine) -> int:
    with database.reading(engine) as session:
        waiting = (
            select(func.count()).select_from(Message).where(col(Message.state).in_(("queued", "leased")))
        )
        return session.exec(waiting.where(Message.send_after <= letters.NOW)).one()


def _judged(
    engine: Engine,
    run_id: int,
    mail: Sink,
    queued: list[dict[str, object]],
    noted: list[str],
    kills: Counter[str],
) -> dict[str, object]:
    told, taken = mail.report(), mail.letters()
    with database.reading(engine) as session:
        kept = set(session.exec(select(Answer.note)))
        opened = session.exec(select(func.count()).where(Event.kind == "gate opened")).one()
        gates = _open_gates(engine)
    with database.unit_of_work(engine, letters.NOW) as session:
        events.touch(session, run_id)  # whatever should have opened with an answer opens now
    late = _open_gates(engine) - gates
    missing = [row["message_id"] for row in queued if row["message_id"] not in taken]
    guests = {str(row["to_address"]) for row in queued}
    renamed = sum(many > 1 for who, many in Counter(taken.values()).items() if who in guests)
    lost_answers = [words for words in noted if words not in kept]
    duplicates = told["letters"] - told["different"]
    most = kills["dispatcher"] * SENDERS
    holds = not (lost_answers or missing or renamed or late) and duplicates <= most and opened == gates
    return {
        "kills": kills.total(),
        "of": dict(kills),
        "answers thanked for": len(noted),
        "answers lost": len(lost_answers),
        "letters queued": len(queued),
        "letters lost": len(missing),
        "letters twice": duplicates,
        "twice at most": most,
        "letters under two Message-IDs": renamed,
        "gates opened": gates,
        "gates opened twice": opened - gates,
        "gates opened late": late,
        "holds": holds,
    }


def _open_gates(engine: Engine) -> int:
    with database.reading(engine) as session:
        return session.exec(select(func.count()).where(GateRun.state == GateState.OPEN)).one()
