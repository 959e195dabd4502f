"""Notes that records were taken out of the installation: what, and by whom."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.events import EventKind


def note(
    session: Session, now: datetime, run_id: int, *, by: str, what: str = "a copy of everything on record"
) -> None:
    """Before they are taken, so that the copy says so itself. Raises nothing; who took them is a name in words."""
    events.record(session, now, run_id, by, EventKind.RECORDS_TAKEN_AWAY, f"{by} took {what}.")
