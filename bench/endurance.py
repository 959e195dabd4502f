"""Endurance: the whole group under 20 requests a second for ten minutes (or `SECTOR_LAUNCH_BENCH_MINUTES`); memory and open files of each process."""

import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx
from sqlmodel import col, select

from bench.crowd import until_it_waits
from bench.group import Group, family, memory_mb, new_home, running
from bench.machine import spread
from sectorlaunch import access_links, clock, database
from sectorlaunch.engine import consequences  # noqa: F401  what follows from a deed, before each commit
from sectorlaunch.tables import (
    Account,
    AccountLinkPurpose,
    LinkPurpose,
    Partnership,
    Person,
    Role,
    RoleKind,
)

SAMPLE = Path(__file__).parents[1] / "examples/high-valley-manufacturing/partnership.yaml"
MINUTES = float(os.environ.get("SECTOR_LAUNCH_BENCH_MINUTES", "10"))
A_SECOND = 20
SETTLED_AFTER_SECONDS = 60
LOOK_SECONDS = 10
ANSWERS = 20
"""One request in so many is an answer; the others read."""
OF_PARTNERSHIP = (
    "",
    "/people",
    "/messages",
    "/coming",
    "/timeline",
    "/history",
    "/settings",
    "/gates/shared-table",
)


@dataclass
class Load:
    """What was asked and how it was answered."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


def run(say: Callable[[str], None]) -> dict[str, object]:
    with new_home() as home, running(home, "--sample", str(SAMPLE)) as group:
        group.wait_for("The worker is ready")
        until_it_waits(group)
        ask = _asking(group)
        with _measured(group, say) as samples:
            load = _load(ask)
    return {
        "minutes": MINUTES,
        "requests a second": A_SECOND,
        "requests": sum(load.statuses.values()),
        "statuses": dict(load.statuses),
        **{f"answered in, {name}": value for name, value in spread(load.seconds).items()},
        "processes": {name: _judged(seen) for name, seen in samples.items()},
        "aim": "memory flat within a tenth after the first minute, no handle leak, nothing 500",
    }


def _asking(group: Group) -> Callable[[int], tuple[str, float]]:
    """A function that makes the request of a number and says how it was answered."""
    # A kept connection is given up before the portal does, so that none is closed under a request.
    kept = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=2)
    client = httpx.Client(base_url=group.settings.portal_url, timeout=60, limits=kept)
    engine = database.open_database(group.settings)
    with database.unit_of_work(engine, clock.now()) as session:
        partnership = session.exec(select(Partnership)).one()
        members = session.exec(
            select(Person)
            .join(Role, col(Role.person_id) == col(Person.id))
            .where(Role.kind == RoleKind.SUPPORT_TEAM, Role.partnership_id == partnership.id)
            .order_by(col(Person.id))
        ).all()
        convener = session.exec(select(Account).order_by(col(Account.id))).first()
        assert convener is not None
        slug = partnership.slug
        token = access_links.issue_to_account(session, clock.now(), convener.pk, AccountLinkPurpose.SIGN_IN)
        links = [
            access_links.issue(session, clock.now(), person.pk, LinkPurpose.PERSONAL, partnership.pk)
            for person in members
        ]
    engine.dispose()
    _sign_in(client, token)
    field_name = re.search(r'name="([^"]+)\.verdict"', client.get(f"/p/{links[0]}").text)
    assert field_name is not None
    paths = [
        "/",
        "/ready",
        *(f"/partnerships/{slug}{page}" for page in OF_PARTNERSHIP),
        *(f"/p/{link}" for link in links),
    ]

    def ask(number: int) -> tuple[str, float]:
        began = time.perf_counter()
        try:
            status = str(answered(number).status_code)
        except httpx.TransportError as error:
            status = type(error).__name__
        return status, time.perf_counter() - began

    def answered(number: int) -> httpx.Response:
        if number % ANSWERS == 0:
            link = links[number // ANSWERS % len(links)]
            fields = {f"{field_name[1]}.verdict": "still open", f"{field_name[1]}.note": f"As of {number}"}
            return client.post(f"/p/{link}/answers", data=fields)
        return client.get(paths[number % len(paths)])

    return ask


def _sign_in(client: httpx.Client, token: str) -> None:
    page = client.get(f"/sign-in/{token}")
    client.post(f"/sign-in/{token}", data=dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page.text)))
    assert client.get("/").status_code == 200


def _load(ask: Callable[[int], tuple[str, float]]) -> Load:
    """Asks by the clock, whether or not the last was answered: who is slow does not get it easier."""
    load = Load()
    began = time.monotonic()
    with ThreadPoolExecutor(A_SECOND * 2) as pool:
        asked = []
        for number in count(1):
            due = began + number / A_SECOND
            if due > began + MINUTES * 60:
                break
            time.sleep(max(0.0, due - time.monotonic()))
            asked.append(pool.submit(ask, number))
        for answer in asked:
            status, seconds = answer.result()
            load.statuses[status] += 1
            load.seconds.append(seconds)
    return load


@dataclass(frozen=True)
class Seen:
    """One process at one moment."""

    at: float
    memory_mb: float
    files: int


@contextmanager
def _measured(group: Group, say: Callable[[str], None]) -> Iterator[dict[str, list[Seen]]]:
    """Looks at every process of the group every few seconds, until the block ends."""
    samples: dict[str, list[Seen]] = {}
    done = threading.Event()
    began = time.monotonic()

    def look() -> None:
        while not done.wait(LOOK_SECONDS):
            for pid, name in family(group.process.pid).items():
                seen = Seen(time.monotonic() - began, memory_mb(pid), len(os.listdir(f"/proc/{pid}/fd")))
                samples.setdefault(name, []).append(seen)
            say(
                ", ".join(
                    f"{name} {seen[-1].memory_mb:.0f} MB {seen[-1].files}" for name, seen in samples.items()
                )
            )

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield samples
    finally:
        done.set()
        watcher.join(LOOK_SECONDS)


def _judged(seen: list[Seen]) -> dict[str, object]:
    settled = [one for one in seen if one.at >= SETTLED_AFTER_SECONDS] or seen
    first = settled[0]
    return {
        "memory after a minute, MB": round(first.memory_mb, 1),
        "memory at the end, MB": round(settled[-1].memory_mb, 1),
        "highest against after a minute": round(max(one.memory_mb for one in settled) / first.memory_mb, 3),
        "open files after a minute": first.files,
        "open files at the end": settled[-1].files,
        "most open files": max(one.files for one in settled),
    }
