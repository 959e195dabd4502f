"""A partnership ends, or is taken up again. Its records stay; from then on its keeping period counts."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships


def end(session: Session, now: datetime, run_id: int, *, by: str) -> bool:
    """Notes that a partnership has ended: nobody is written to for it any more. False where it had before."""
    partnership = partnerships.partnership_of(session, run_id)
    if partnership.ended_at is not None:
        return False
    partnership.ended_at = now
    session.add(partnership)
    words = f"{partnership.name} has ended."
    events.record(session, now, run_id, by, EventKind.PARTNERSHIP_ENDED, words)
    return True


def take_up_again(session: Session, now: datetime, run_id: int, *, by: str) -> bool:
    """Takes that back: what is still to come is planned again. False where it had not ended."""
    partnership = partnerships.partnership_of(session, run_id)
    if partnership.ended_at is None:
        return False
    partnership.ended_at = None
    session.add(partnership)
    words = f"{partnership.name} goes on."
    events.record(session, now, run_id, by, EventKind.PARTNERSHIP_TAKEN_UP, words)
    return True
