"""Kills: 5,000 letters while the dispatcher is killed 25 times at random moments, and with servers that refuse, drop the line or are slow."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench import letters
from bench.delivery import dispatched
from bench.group import new_home
from bench.sink import Sink, is_unlucky, sink
from sectorlaunch.outbox.deliver.dispatcher import SENDERS

LETTERS, FEWER = 5000, 1000
KILLS = 25
ROUNDS = 12
"""Later tries are made by dispatchers whose clock runs ahead; so many at most."""
AHEAD_MINUTES = 20.0
PATIENCE_SECONDS = 120
SEED = 20261121


def run(say: Callable[[str], None]) -> dict[str, object]:
    """Each server in turn; `plain` with all the letters, the others with fewer, every one with as many kills."""
    dice = random.Random(SEED)
    found: dict[str, object] = {}
    with new_home() as home, sink() as mail:
        engine, _, run_id = letters.open_partnership(home, LETTERS)
        letters.compose(engine, run_id)
        rows = letters.rows(engine)
        letters.lead_to(engine, mail.port)
        for server in ("plain", "4xx", "5xx", "drop", "slow"):
            queued = rows if server == "plain" else rows[:FEWER]
            letters.empty(engine)
            mail.behave(server)
            letters.queue_again(engine, queued)
            kills = _kill_again_and_again(home, mail, len(queued), dice)
            for number in range(1, ROUNDS + 1):
                dispatched(home, AHEAD_MINUTES * number)
                states = letters.states(engine)
                if not states.get("queued") and not states.get("leased"):
                    break
            found[server] = _judged(mail, server, [str(row["to_address"]) for row in queued], kills, states)
            say(f"{server}: {found[server]}")
        engine.dispose()
    return {
        "kills for each server": KILLS,
        "connections": SENDERS,
        "servers": found,
        "aim": "0 lost; duplicates at most connections in flight a kill, all with the same Message-ID",
    }


def _kill_again_and_again(home: Path, mail: Sink, count: int, dice: random.Random) -> int:
    """Kills the dispatcher after a random number of letters and a random moment more; says how often it was at work."""
    at_work = 0
    for number in range(KILLS):
        before = mail.report()["letters"]
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.dispatching", str(home)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        left = count - before
        wanted = before + dice.randint(0, max(1, 2 * left // (KILLS - number + 2)))
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            if mail.report()["letters"] >= wanted:
                break
            time.sleep(0.001)
        time.sleep(dice.random() * 0.02)
        at_work += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    return at_work


def _judged(
    mail: Sink, server: str, addresses: list[str], kills: int, states: dict[str, int]
) -> dict[str, object]:
    told = mail.report()
    refused = sum(map(is_unlucky, addresses)) if server == "5xx" else 0
    duplicates = told["letters"] - told["different"]
    # Where the line is dropped after a letter nobody can know that it arrived: that repeat is the server's doing.
    by_kills = duplicates - told["dropped"]
    return {
        "letters": len(addresses),
        "killed at work": kills,
        "arrived": told["different"],
        "refused for good": refused,
        "lost": len(addresses) - refused - told["different"],
        "duplicates by kills": by_kills,
        "duplicates by dropped lines": told["dropped"],
        "at most": kills * SENDERS,
        "recipients with two Message-IDs": told["with_two_identities"],
        "states": states,
        "holds": told["different"] == len(addresses) - refused
        and by_kills <= kills * SENDERS
        and not told["with_two_identities"],
    }
