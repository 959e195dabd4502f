"""People who join while a launch is under way: they get the place and the first letters the others had."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.operations.launch import progress
from sectorlaunch.operations.meetings import invitations
from sectorlaunch.operations.messages import latecomers


def catch_up(session: Session, now: datetime, run_id: int) -> list[str]:
    """Puts new guests on a list that is drawn up already, and writes what latecomers are owed; says so in sentences."""
    session.flush()
    said = invitations.list_guests(session, now, run_id) if _list_is_drawn_up(session, run_id) else []
    return said + latecomers.reach_latecomers(session, now, run_id)


def _list_is_drawn_up(session: Session, run_id: int) -> bool:
    steps = progress.steps_of(session, run_id)
    return any("build-invite-list" in step.activities_begun for step in steps)
