"""What happened in a partnership, newest first: the event rows as they were written."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from sectorlaunch.events import OF_MESSAGES, EventKind
from sectorlaunch.tables import Event

PAGE = 60


@dataclass(frozen=True)
class HistoryPage:
    events: list[Event]
    older_than: int | None
    """The id to go on from; None on the last page."""


def page(session: Session, run_id: int, *, before: int | None, everything: bool) -> HistoryPage:
    """One page of a run's events; unless asked for everything without single messages and what came to nothing."""
    wanted = select(Event).where(Event.run_id == run_id).order_by(col(Event.id).desc()).limit(PAGE + 1)
    if before is not None:
        wanted = wanted.where(col(Event.id) < before)
    if not everything:
        wanted = wanted.where(col(Event.kind).not_in([*OF_MESSAGES, EventKind.TOUCH_REACHED_NOBODY]))
    found = list(session.exec(wanted))
    return HistoryPage(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)
