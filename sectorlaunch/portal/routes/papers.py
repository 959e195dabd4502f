"""Papers to take along as PDF: status, letter, role sheets, a document, and what lies on the table at a meeting."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.papers import asked_for
from sectorlaunch.papers.asked_for import Ready
from sectorlaunch.portal.entry import Stranger
from sectorlaunch.portal.portal_request import AVisit
from sectorlaunch.tables import Document, Meeting

router = APIRouter()


@router.get("/partnerships/{slug}/papers/{paper}.pdf")
def of_partnership(visit: AVisit, slug: str, paper: str) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        ready = asked_for.of_partnership(session, visit.now, at.partnership, paper)
    return _file(ready)


@router.get("/partnerships/{slug}/documents/{document_id}/pdf")
def of_document(visit: AVisit, slug: str, document_id: int) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        found = session.get(Document, document_id)
        if found is None or found.partnership_id != at.partnership_id:
            raise Stranger
        ready = asked_for.of_document(visit.now, at.partnership, found)
    return _file(ready)


@router.get("/partnerships/{slug}/meetings/{meeting_id}/{paper}.pdf")
def of_meeting(visit: AVisit, slug: str, meeting_id: int, paper: str) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        meeting = session.get(Meeting, meeting_id)
        if meeting is None or meeting.partnership_id != at.partnership_id:
            raise Stranger
        ready = asked_for.of_meeting(session, visit.now, at.partnership, meeting, paper)
    return _file(ready)


def _file(ready: Ready | None) -> Response:
    """Set with no session open, because that takes a moment. Raises Stranger where there is no such paper."""
    if ready is None:
        raise Stranger
    headers = {"Content-Disposition": f'attachment; filename="{ready.file_name}"'}
    return Response(ready.set(), media_type="application/pdf", headers=headers)
