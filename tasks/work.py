"""A unit of work for a task: this process's database, the clock read once, one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar

import httpx
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from sectorlaunch import clock, database
from sectorlaunch.engine import consequences  # noqa: F401  what follows from a deed, before each commit
from sectorlaunch.errors import NotAllowed
from sectorlaunch.records import standstills
from sectorlaunch.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")

PASSING = ("locked", "deadlock", "could not serialize", "closed the connection", "connection refused")
"""What databases say when trying again helps."""
RETRY_SECONDS = [0.2, 0.5, 1.0]
JITTER = 1.0
"""Up to so many times longer at random, so that several workers do not come back in step."""
TIMEOUT_SECONDS = 60.0
"""Tasks are over in a fraction of a second; those that carry out a batch say more."""
BATCH_TIMEOUT_SECONDS = 600.0


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Opened at the first task of a process, from its environment."""
    return database.open_database(Settings())


@contextmanager
def unit_of_work() -> Iterator[tuple[Session, datetime]]:
    """A session and the present moment; committed at the end, or nothing of it.

    Raises NotAllowed while the installation stands still.
    """
    now = clock.now()
    with database.unit_of_work(engine(), now) as session:
        check_not_still(session)
        yield session, now


def check_not_still(session: Session) -> None:
    """A worker of any kind must not carry on a copy that nobody has set going."""
    if standstills.is_still(session):
        raise NotAllowed(
            "This is a copy that was put back, and it stands still: sector-launch go-on sets it going."
        )


def moment_was_bad(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a failed task is worth another try: the database was busy, or the Prefect server away or busy."""
    error = state.result(raise_on_failure=False)
    if isinstance(error, OperationalError):
        return any(word in str(error.orig) for word in PASSING)
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code == httpx.codes.SERVICE_UNAVAILABLE
    return isinstance(error, httpx.TransportError)


def named(name: str, timeout_seconds: float = TIMEOUT_SECONDS) -> Callable[[Callable[P, R]], Task[P, R]]:
    """A task under the name a convener reads. Never cached: a second equal reminder is a second reminder.

    Tried again only while the database or the Prefect server is busy; what it calls is safe to repeat.
    """
    return task(
        name=name,
        task_run_name=name,  # otherwise the Prefect UI adds three letters that mean nothing to anybody
        cache_policy=NO_CACHE,
        persist_result=False,
        timeout_seconds=timeout_seconds,
        retries=len(RETRY_SECONDS),
        retry_delay_seconds=RETRY_SECONDS,
        retry_jitter_factor=JITTER,
        retry_condition_fn=moment_was_bad,
    )
