"""Papers to take along as PDF: status, letter, role sheets, a document, and what lies on the table at a meeting."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch import calendars
from sectorlaunch.papers import pdf, sheets
from sectorlaunch.papers.content import Paper
from sectorlaunch.portal.entry import Stranger
from sectorlaunch.portal.visit import AVisit
from sectorlaunch.tables import Document, Meeting

router = APIRouter()
CARDS = "name-cards"


@router.get("/partnerships/{slug}/papers/{paper}.pdf")
def of_partnership(visit: AVisit, slug: str, paper: str) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        if paper not in sheets.OF_PARTNERSHIP:
            raise Stranger
        made = sheets.OF_PARTNERSHIP[paper](session, visit.now, at.partnership)
    return _paper(made)


@router.get("/partnerships/{slug}/documents/{document_id}/pdf")
def of_document(visit: AVisit, slug: str, document_id: int) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        found = session.get(Document, document_id)
        if found is None or found.partnership_id != at.partnership_id:
            raise Stranger
        made = sheets.of_document(visit.now, at.partnership, found)
    return _paper(made)


@router.get("/partnerships/{slug}/meetings/{meeting_id}/{paper}.pdf")
def of_meeting(visit: AVisit, slug: str, meeting_id: int, paper: str) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        meeting = session.get(Meeting, meeting_id)
        if meeting is None or meeting.partnership_id != at.partnership_id:
            raise Stranger
        if paper == CARDS:
            names, title = sheets.name_cards(session, meeting), f"Name cards · {meeting.title}"
            if not names:
                raise Stranger
            on = calendars.of(at.partnership).local_date(visit.now)
            name = f"{slug}-{CARDS}-{on.isoformat()}.pdf"
        elif paper in sheets.OF_MEETING:
            made = sheets.OF_MEETING[paper](session, visit.now, at.partnership, meeting)
        else:
            raise Stranger
    if paper == CARDS:
        return _file(pdf.cards(title, at.partnership.name, names), name)
    return _paper(made)


def _paper(made: Paper) -> Response:
    """Set with no session open, because that takes a moment."""
    return _file(pdf.make(made), made.file_name)


def _file(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=headers)
