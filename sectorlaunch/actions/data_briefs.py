"""A data brief, put on record as it was drawn up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from languages import DEFAULT, Language
from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.papers.data_brief import RenderedBrief
from sectorlaunch.records import partnerships
from sectorlaunch.tables import DataBrief, DataBriefTranslation


def keep(
    session: Session, now: datetime, run_id: int, rendered: Mapping[Language, RenderedBrief], *, by: str
) -> DataBrief:
    """Puts a brief on record as it was drawn up: in English, and beside it in every other language."""
    partnership = partnerships.partnership_of(session, run_id)
    english = rendered[DEFAULT]
    brief = DataBrief(
        partnership_id=partnership.pk,
        period=english.period,
        drawn_up_at=now,
        drawn_up_by=by,
        **_pages(english),
    )
    session.add(brief)
    session.flush()
    session.add_all(
        DataBriefTranslation(brief_id=brief.pk, language=language, **_pages(pages))
        for language, pages in rendered.items()
        if language is not DEFAULT
    )
    session.flush()
    events.record(session, now, run_id, by, EventKind.DATA_BRIEF_DRAWN_UP, f"{brief.title}, {brief.period}.")
    return brief


def _pages(rendered: RenderedBrief) -> dict[str, Any]:
    said = rendered.brief
    return {
        "title": said.title[:200],
        "summary": said.summary[:4000],
        "pdf": rendered.pdf,
        "editable": rendered.editable,
    }
