"""A data brief, put on record as it was drawn up."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.papers.data_brief import RenderedBrief
from sectorlaunch.records import (
    partnerships,
)
from sectorlaunch.tables import DataBrief


def keep(session: Session, now: datetime, run_id: int, rendered: RenderedBrief, *, by: str) -> DataBrief:
    """Puts a brief on record as it was drawn up."""
    partnership = partnerships.partnership_of(session, run_id)
    said = rendered.draft.brief
    brief = DataBrief(
        partnership_id=partnership.pk,
        title=said.title[:200],
        period=rendered.draft.period,
        summary=said.summary[:4000],
        pdf=rendered.pdf,
        editable=rendered.editable,
        drawn_up_at=now,
        drawn_up_by=by,
    )
    session.add(brief)
    session.flush()
    events.record(session, now, run_id, by, EventKind.DATA_BRIEF_DRAWN_UP, f"{brief.title}, {brief.period}.")
    return brief
