"""The next moment the follow-ups have something to do."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.operations.meetings import polls
from sectorlaunch.operations.messages import touches


def next_due(session: Session) -> datetime | None:
    """When the next touch, or the next reminder or deadline of a date poll, is due in any run."""
    moments = [touches.next_due(session), polls.next_due(session)]
    return min((moment for moment in moments if moment is not None), default=None)
