"""Pages: every one of the portal, in the middle of step 3, with 1 and with 1,000 partnerships; and 50 people who answer at once."""

import contextlib
import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import httpx
import uvicorn
from sqlalchemy import Engine, Table, UniqueConstraint, select, text
from sqlmodel import SQLModel, col, func

from bench.group import free_port, until_answered
from bench.machine import spread
from sectorlaunch import database
from sectorlaunch.actions import sign_ins
from sectorlaunch.portal import keys, sessions
from sectorlaunch.portal.app import create_app
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Invitation, InvitationState, LinkPurpose, Person
from tests import postgresql
from tests.sample import Moment, Sample, count_on, samples
from tests.sectorlaunch.portal.pages import CONVENER, ONLY_AFTER, Address, addresses

SAMPLE = Path(__file__).parents[1] / "examples/high-valley-manufacturing/partnership.yaml"
MANY = 1000
TIMES = 30
AT_ONCE = 50
CUT, SUFFIX = 40, 8
"""As much of a unique text as stays before the number of a copy: columns are bounded."""


def run(say: Callable[[str], None]) -> dict[str, object]:
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="sector-launch-bench-") as folder:
        caught = samples(Path(folder) / "walk", SAMPLE, Moment.INVITED)[Moment.INVITED]
        for name, sample in _on_each_database(caught, Path(folder)):
            for many in (1, MANY):
                if many > 1:
                    say(f"{name}: copying to {many} partnerships …")
                    clone(sample.engine, many)
                found[f"{name}, {_counted(many)}"] = _pages(sample, say, f"{name}, {many}")
            found[f"{name}, {AT_ONCE} answers at once"] = _all_at_once(sample, say)
            sample.engine.dispose()
    found["aim"] = "p95 of the partnership's page under 0.1 s, and the same with 1,000; no answer lost"
    return found


def _counted(many: int) -> str:
    return "1 partnership" if many == 1 else f"{many} partnerships"


def _on_each_database(caught: Sample, folder: Path) -> Iterator[tuple[str, Sample]]:
    yield "SQLite", caught.copied(folder / "sqlite")
    with contextlib.suppress(LookupError), postgresql.server() as url:
        home = folder / "postgresql"
        shutil.copytree(caught.settings.mailbox, home / "mailbox")
        settings = Settings(home=home, database_url=url)
        yield "PostgreSQL", replace(caught.poured_into(database.open_engine(url)), settings=settings)


def clone(engine: Engine, many: int) -> None:
    """The rows of the one partnership, again and again; people are shared, and letters kept without their words."""
    numbers = f"WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < {many - 1}) SELECT n FROM copies"
    with engine.begin() as connection:
        tables = _of_a_partnership()
        most = {
            t.name: connection.execute(text(f"SELECT max(id) FROM {t.name}")).scalar() or 0
            for t in tables
            if "id" in t.columns
        }
        for table in tables:
            names = ", ".join(column.key for column in table.columns)
            moved = ", ".join(_moved(table, column.key, most) for column in table.columns)
            connection.execute(
                text(
                    f"INSERT INTO {table.name} ({names}) SELECT {moved} FROM {table.name} AS t, ({numbers}) AS copy"
                )
            )
        count_on(connection, tables)
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _of_a_partnership() -> list[Table]:
    """The tables whose rows belong to one partnership, in an order in which they can be filled."""
    found: list[Table] = []
    names = {"partnership"}
    for table in SQLModel.metadata.sorted_tables:
        if table.name in names or any(key.column.table.name in names for key in table.foreign_keys):
            names.add(table.name)
            found.append(table)
    return found


def _moved(table: Table, column: str, most: dict[str, int]) -> str:
    if column == "id":
        return f"t.id + n * {most[table.name]}"
    for key in table.columns[column].foreign_keys:
        if key.column.table.name in most:
            return f"t.{column} + n * {most[key.column.table.name]}"
    alone = {tuple(c.columns.keys()) for c in table.constraints if isinstance(c, UniqueConstraint)}
    if (column,) in alone or table.columns[column].primary_key:
        length = getattr(table.columns[column].type, "length", None) or CUT + SUFFIX
        return f"substr(t.{column}, 1, {min(CUT, length - SUFFIX)}) || '-' || n"
    if table.name == "message" and column in ("text", "html", "calendar_text"):
        return "''"
    return f"t.{column}"


@contextmanager
def _portal(sample: Sample) -> Iterator[str]:
    """A portal in a process of its own, whose clock stands where the sample does."""
    port = free_port()
    settings = sample.settings.model_copy(update={"port": port})
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(settings, sample.now))
    process.start()
    try:
        until_answered(f"{settings.portal_url}/health")
        yield settings.portal_url
    finally:
        process.terminate()
        process.join(10)


def _serve(settings: Settings, now: datetime) -> None:
    app = create_app(settings, clock=lambda: now)
    app.state.portal.watch.longest_seconds = 0  # the line on which changes are told would be held for long
    uvicorn.run(app, port=settings.port, log_level="error", access_log=False)


def _pages(sample: Sample, say: Callable[[str], None], name: str) -> dict[str, object]:
    """Each page, one after the other, as one convener or guest would open it."""
    app = create_app(sample.settings, sample.engine, clock=lambda: sample.now)
    found: dict[str, object] = {}
    cookie = {"Cookie": f"{sessions.COOKIE}={_signed_in(sample)}"}
    with _portal(sample) as address, httpx.Client(base_url=address, timeout=60) as client:
        for page in _one_of_each(addresses(sample, app)):
            headers = cookie if page.who == CONVENER else {}
            seconds = []
            for _ in range(TIMES + 1):
                began = time.perf_counter()
                answer = client.get(page.where, headers=headers)
                seconds.append(time.perf_counter() - began)
                answer.raise_for_status()
            found[page.name] = spread(seconds[1:])
            say(f"{name}: {page.name} {spread(seconds[1:])}")
    return found


def _signed_in(sample: Sample) -> str:
    """The cookie of a browser in which the convener has signed in."""
    held = sessions.Sessions(keys.portal_key(sample.settings.home_folder))
    account_id, secret = sample.convener.account_id, sessions.new_secret()
    assert account_id is not None
    with database.unit_of_work(sample.engine, sample.now) as session:
        row = sign_ins.begin(session, sample.now, account_id, secret)
        return held.cookie(account_id, secret, row.expires_at)


def _one_of_each(found: list[Address]) -> list[Address]:
    return list({one.name: one for one in reversed(found) if one.path not in ONLY_AFTER}.values())[::-1]


def _all_at_once(sample: Sample, say: Callable[[str], None]) -> dict[str, object]:
    """So many guests answer their invitation, or change what they said, in one moment, each over a connection of their own."""
    with database.reading(sample.engine) as session:
        guests = session.exec(
            select(Person)
            .join(Invitation, col(Invitation.person_id) == col(Person.id))
            .where(Invitation.meeting_id == 1)
            .order_by(col(Person.id))
            .limit(AT_ONCE)
        ).scalars()
        people = list(guests)
    links = [sample.link(person, LinkPurpose.PERSONAL) for person in people]
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=0)
    with _portal(sample) as address, httpx.Client(base_url=address, timeout=60, limits=limits) as client:

        def answer(link: str) -> float:
            began = time.perf_counter()
            answered = client.post(f"/p/{link}/meetings/1", data={"reply": "tentative"})
            assert answered.status_code == 303
            return time.perf_counter() - began

        with ThreadPoolExecutor(len(links)) as pool:
            seconds = list(pool.map(answer, links))
    with database.reading(sample.engine) as session:
        kept = session.exec(
            select(func.count())
            .select_from(Invitation)
            .where(
                Invitation.meeting_id == 1,
                Invitation.state == InvitationState.TENTATIVE,
                col(Invitation.person_id).in_([person.id for person in people]),
            )
        ).scalar_one()
    result: dict[str, object] = {
        **spread(seconds),
        "answered": len(links),
        "kept": kept,
        "lost": len(links) - kept,
    }
    say(f"at once: {result}")
    return result
