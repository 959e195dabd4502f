"""The data brief sent: its line of history says how many letters that is."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events, wording
from sectorlaunch.engine import messages
from sectorlaunch.events import EventKind
from sectorlaunch.records import data_briefs, partnerships


def send(session: Session, now: datetime, run_id: int, brief_id: int, *, by: str) -> int:
    """Sends a brief to the support team and the champions, each once; says to how many."""
    brief = data_briefs.find(session, partnerships.partnership_of(session, run_id), brief_id)
    brief.sent_at = brief.sent_at or now
    session.add(brief)
    session.flush()
    written = messages.send_brief(session, now, run_id, brief)
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.DATA_BRIEF_SENT,
        f"{brief.title}: {wording.counted(written, 'letter')}.",
    )
    return written
