"""Delivery: 5,000 personalized letters with a calendar part, queued and handed to a mail server on this machine, against a bare loop, django-post-office, DBOS and stock Apprise."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from bench import letters
from bench.group import new_home
from bench.sink import Sink, sink
from sectorlaunch.outbox.deliver.dispatcher import SENDERS

LETTERS = 5000
ROUNDS = 3
FEWER = {"DBOS": 1000, "stock Apprise": 200}
"""These are slow at a steady rate, so fewer letters tell it; their seconds are reckoned up to all letters."""
SLOW_LETTERS = 500
"""For a server that takes 20 ms for each, as far ones do."""
PEERS = Path(__file__).parent / "peers"
PATIENCE_SECONDS = 1500
ENVIRONMENT = "SECTOR_LAUNCH_BENCH_PEERS"
"""Names an environment that has the peers already; otherwise one is made for the run."""

Figures = dict[str, float]


def run(say: Callable[[str], None]) -> dict[str, object]:
    with new_home() as home, tempfile.TemporaryDirectory() as peers, sink() as mail:
        engine, _, run_id = letters.open_partnership(home, LETTERS)
        began = time.perf_counter()
        letters.compose(engine, run_id)
        composed = time.perf_counter() - began
        say(f"the product composed {LETTERS} letters in {composed:.1f} s")
        rows, file = letters.rows(engine), home / "letters.jsonl"
        letters.write_prebuilt(engine, file)
        letters.lead_to(engine, mail.port)
        python = peers_in(Path(peers), say)
        found: dict[str, list[Figures]] = {"ours": [], "bare loop": [], "django-post-office": []}
        for number in range(ROUNDS):
            mail.behave("plain")
            letters.empty(engine)
            began = time.perf_counter()
            letters.queue_again(engine, rows)
            queued = time.perf_counter() - began
            told = {"queue": queued, "deliver": dispatched(home)["seconds"]}
            found["ours"].append(_all_there(mail, LETTERS, told))
            found["bare loop"].append(_peer(mail, sys.executable, "bare_loop", file, str(SENDERS)))
            with tempfile.TemporaryDirectory() as folder:
                found["django-post-office"].append(_peer(mail, python, "post_office_run", file, folder))
            say(
                f"round {number + 1}: "
                + ", ".join(f"{who} {_words(runs[-1])}" for who, runs in found.items())
            )
        with tempfile.TemporaryDirectory() as folder:
            few = _first(file, home / "few.jsonl", FEWER["DBOS"])
            found["DBOS"] = [_peer(mail, python, "dbos_run", few, folder, count=FEWER["DBOS"])]
        few = _first(file, home / "few.jsonl", FEWER["stock Apprise"])
        found["stock Apprise"] = [
            _peer(mail, sys.executable, "apprise_mailto", few, count=FEWER["stock Apprise"])
        ]
        for who, count in FEWER.items():
            found[who] = [{part: seconds * LETTERS / count for part, seconds in found[who][0].items()}]
            say(f"{who} {_words(found[who][0])}")
        slow = _slowly(mail, engine, home, rows, file)
        engine.dispose()
    return _judged(found, composed) | {"share of the bare loop where the server takes 20 ms": slow}


def peers_in(folder: Path, say: Callable[[str], None]) -> str:
    """The Python of an environment with the peers in it, made in `folder` unless one is named."""
    if named := os.environ.get(ENVIRONMENT):
        return str(Path(named) / "bin" / "python")
    say("making an environment for the peers …")
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "-r", str(PEERS / "requirements.txt")],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return python


def dispatched(home: Path, ahead: float = 0) -> Figures:
    """Runs the dispatcher over a home until nothing is due any more."""
    told: Figures = _told([sys.executable, "-m", "bench.dispatching", str(home), "--ahead", str(ahead)])
    return told


def _peer(mail: Sink, python: str, script: str, file: Path, *arguments: str, count: int = LETTERS) -> Figures:
    mail.behave("plain")
    told = _told([python, str(PEERS / f"{script}.py"), str(file), str(mail.port), *arguments])
    return _all_there(mail, count, told)


def _told(command: list[str]) -> Figures:
    """What a process says in its last line."""
    environment = {**os.environ, "DO_NOT_TRACK": "1"}
    done = subprocess.run(
        command,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=PATIENCE_SECONDS,
        env=environment,
    )
    told: Figures = json.loads(done.stdout.splitlines()[-1])
    return told


def _all_there(mail: Sink, count: int, told: Figures) -> Figures:
    arrived = mail.report()["letters"]
    if arrived != count:
        raise RuntimeError(f"{arrived} letters arrived instead of {count}")
    return told


def _slowly(mail: Sink, engine: Engine, home: Path, rows: list[dict[str, object]], file: Path) -> float:
    few = _first(file, home / "few.jsonl", SLOW_LETTERS)
    letters.empty(engine)
    mail.behave("slow")
    letters.queue_again(engine, rows[:SLOW_LETTERS])
    ours = dispatched(home)["seconds"]
    mail.behave("slow")
    bare = _told([sys.executable, str(PEERS / "bare_loop.py"), str(few), str(mail.port), str(SENDERS)])
    return round(bare["deliver"] / ours, 2)


def _first(file: Path, into: Path, count: int) -> Path:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)[:count]
    into.write_text("".join(lines), encoding="utf-8")
    return into


def _words(figures: Figures) -> str:
    return f"{figures.get('queue', 0):.1f} + {figures['deliver']:.1f} s"


def _judged(found: dict[str, list[Figures]], composed: float) -> dict[str, object]:
    seconds = {
        who: {
            part: round(statistics.median(run[part] for run in runs), 2)
            for part in ("queue", "deliver")
            if part in runs[0]
        }
        for who, runs in found.items()
    }
    whole = {who: sum(parts.values()) for who, parts in seconds.items()}
    return {
        "letters": LETTERS,
        "connections of ours and of the bare loop": SENDERS,
        "seconds, queued and delivered, medians": seconds,
        "seconds to compose them, for information": round(composed, 1),
        "letters a second": {who: round(LETTERS / parts["deliver"]) for who, parts in seconds.items()},
        "times faster than django-post-office": round(whole["django-post-office"] / whole["ours"], 2),
        "times faster than DBOS": round(whole["DBOS"] / whole["ours"], 2),
        "times faster than stock Apprise": round(whole["stock Apprise"] / whole["ours"], 1),
        "share of the bare loop": round(seconds["bare loop"]["deliver"] / seconds["ours"]["deliver"], 2),
        "aim": "faster than both peers, at least 0.8 of the bare loop, at least 10 times stock Apprise",
    }
