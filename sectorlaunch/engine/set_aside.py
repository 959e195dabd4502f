"""One that cannot be handled holds up nobody: it is set aside with its reason and a task, and the next has its turn."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import Session

from sectorlaunch.database import BUSY_OR_GONE
from sectorlaunch.errors import ConsequencesMissing
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records.about import THE_RUN, About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ToDoKind

LOG = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(hours=1)
"""When what was set aside is tried again: somebody may have mended what it stumbles over."""
NOT_ITS_FAULT = (*BUSY_OR_GONE, ConsequencesMissing)
"""The database is busy or gone, or this process is not made for it: the next would fare no better."""

One = TypeVar("One")


def each(
    session: Session,
    those: Iterable[One],
    do: Callable[[One], Iterable[str]],
    put_aside: Callable[[One, str], str],
) -> list[str]:
    """Does something with each, in a savepoint of its own; says in sentences what was done, and what was set aside.

    `put_aside` gets what could not be handled and why, in a sentence, and names it. Raises what is not the fault of one.
    """
    said: list[str] = []
    for one in those:
        try:
            with session.begin_nested():
                done = list(do(one))
        except NOT_ITS_FAULT:
            raise
        except Exception as error:
            LOG.exception("This could not be handled and is set aside: %r", one)
            why = reason(error)
            said.append(f"{put_aside(one, why)} is set aside: {why}")
        else:
            said += done
    return said


def reason(error: Exception) -> str:
    """Why something could not be handled, for whoever has to look at it."""
    words = str(getattr(error, "orig", error)).strip().splitlines()
    return f"{type(error).__name__}: {words[0]}"[:400] if words else type(error).__name__


def give_task(
    session: Session, now: datetime, run_id: int, what: str, why: str, about: About = THE_RUN
) -> None:
    """The task for the convener, once for each matter. Where even that cannot be done, the log has it."""
    try:
        with session.begin_nested():
            launch = Launch.of(session, now, run_id)
            task = Task(
                ToDoKind.OTHER,
                purpose="set aside",
                occurrence=f"{what}#{about}"[-80:],
                owner=launch.convener,
                about=None,
                title=f"{what} could not be handled: have it looked at"[:200],
                script=f"It is tried again each hour, and what came after it goes on. The reason: {why}",
                matter=about,
            )
            tasks.create(launch, task)
    except NOT_ITS_FAULT:
        raise
    except Exception:
        LOG.exception("No task could be given for %s of run %s", what, run_id)
