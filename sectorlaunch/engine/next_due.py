"""The next moment the follow-ups have something to do."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.engine import plan
from sectorlaunch.records import polls, surveys


def next_due(session: Session) -> datetime | None:
    """When the next touch, or the next reminder or deadline of a date poll, or the end of a survey, is due in any run."""
    moments = [plan.next_due(session), polls.next_due(session), surveys.next_close(session)]
    return min((moment for moment in moments if moment is not None), default=None)
