"""A row for every change: who, what, when."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from sectorlaunch.tables import Event


def record(
    session: Session, now: datetime, run_id: int | None, actor: str, kind: str, summary: str, **data: Any
) -> Event:
    """Notes a change and marks the run as touched, so that its gates are reviewed before the commit.

    `actor` is a name in words; `kind` a short fixed phrase such as "answer given"; `data` must be JSON.
    """
    event = Event(run_id=run_id, at=now, actor=actor, kind=kind, summary=summary, data=data)
    session.add(event)
    if run_id is not None:
        touch(session, run_id)
    return event


def touch(session: Session, run_id: int) -> None:
    """Has the gates of the run reviewed before the commit."""
    session.info.setdefault("touched_runs", set()).add(run_id)


def touched(session: Session) -> set[int]:
    """The runs something happened to in this unit of work."""
    runs: set[int] = session.info.setdefault("touched_runs", set())
    return runs
