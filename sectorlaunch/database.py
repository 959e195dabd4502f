"""Engines and units of work. SQLite by default, with the settings that keep it honest; PostgreSQL by one setting."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, create_engine

from sectorlaunch import events, key_files, sealing
from sectorlaunch.errors import ConsequencesMissing
from sectorlaunch.query_cache import CachingSession
from sectorlaunch.settings import Settings

LOG = logging.getLogger(__name__)

BUSY_OR_GONE = (OperationalError, InterfaceError)
"""What is raised where the database itself is in trouble, and the next who asks it would fare no better."""

BUSY_SECONDS = 30.0
"""How long somebody waits for a database that others hold; whoever has a reader at the other end waits less."""
CONNECTIONS_KEPT = 10
MOST_CONNECTIONS = 50
"""More than a process has threads, so that none waits for another's connection."""
CACHED_KB = 500
"""Pages each connection keeps. SQLite's own two megabytes, times the connections of a portal, are a fifth of its memory;
the system keeps the file in memory once for all of them."""


def open_engine(url: str, busy_seconds: float = BUSY_SECONDS, connections: int = MOST_CONNECTIONS) -> Engine:
    """An engine for `url`. On SQLite every transaction begins as BEGIN IMMEDIATE.

    Whoever waits longer than `busy_seconds` for a lock gets an OperationalError, on either database; for one of the
    `connections`, a TimeoutError of SQLAlchemy.

    SQLAlchemy's own mode lets two processes read, then both write, and loses one of the updates without an
    error; a transaction that takes the write lock at its start cannot.
    """
    kept = min(CONNECTIONS_KEPT, connections)
    pool: dict[str, Any] = {
        "pool_size": kept,
        "max_overflow": connections - kept,
        "pool_timeout": busy_seconds,
    }
    if make_url(url).get_backend_name() != "sqlite":
        return _waits_no_longer(create_engine(url, pool_pre_ping=True, **pool), busy_seconds)
    in_memory = make_url(url).database in (None, "", ":memory:")
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": busy_seconds},
        **({"poolclass": StaticPool} if in_memory else pool),
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA busy_timeout = {round(busy_seconds * 1000)}")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute(f"PRAGMA cache_size = -{CACHED_KB}")
        if not in_memory:
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        mode = "DEFERRED" if connection.get_execution_options().get("only_reads") else "IMMEDIATE"
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


def _waits_no_longer(engine: Engine, busy_seconds: float) -> Engine:
    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {round(busy_seconds * 1000)}")
        connection.commit()

    return engine


def open_database(
    settings: Settings, busy_seconds: float = BUSY_SECONDS, connections: int = MOST_CONNECTIONS
) -> Engine:
    """The engine of this installation; makes the home folder, readable by its owner only."""
    key_files.make_home(settings.home_folder)
    engine = open_engine(settings.database, busy_seconds, connections)
    return sealing.belongs_to(engine, settings.home_folder)


Tolerates = Callable[[Exception], bool]
"""Whether an error in what follows from a launch may lose just that, and keep the rest of the unit of work."""


class Consequences(Protocol):
    def __call__(self, session: Session, now: datetime, *, tolerates: Tolerates | None) -> object: ...


Registered = TypeVar("Registered", bound=Consequences)

_consequences: list[Consequences] = []


def before_commit(consequences: Registered) -> Registered:
    """Registers what is done before each commit of a unit of work, for the launches something happened to."""
    if consequences not in _consequences:
        _consequences.append(consequences)
    return consequences


@contextmanager
def unit_of_work(engine: Engine, now: datetime, *, tolerates: Tolerates | None = None) -> Iterator[Session]:
    """One transaction: the changes, their events, the gates they open and the messages they cause, or nothing.

    With `tolerates`, an error it says yes to loses only what follows for the launch it comes from, and is logged.

    Raises ConsequencesMissing, and stores nothing, where something happened to a launch in a process that has not
    imported `sectorlaunch.engine.consequences`, which works out what follows.
    """

    with CachingSession(engine, expire_on_commit=False) as session, session.begin():
        yield session
        if events.touched(session) and not _consequences:
            missing = ConsequencesMissing(
                "This process would store what happened to a launch and skip what follows from it: have it import "
                "sectorlaunch.engine.consequences."
            )
            if tolerates is None or not tolerates(missing):
                raise missing
            LOG.error("%s", missing)
        for consequences in _consequences:
            consequences(session, now, tolerates=tolerates)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads; it takes no write lock and is rolled back at the end."""
    reader = engine.execution_options(only_reads=True)
    with CachingSession(reader, expire_on_commit=False) as session:
        yield session


@contextmanager
def trying(engine: Engine) -> Iterator[Session]:
    """A unit of work that is tried out and always taken back: to see what would happen."""
    with CachingSession(engine, expire_on_commit=False) as session:
        try:
            yield session
        finally:
            session.rollback()
