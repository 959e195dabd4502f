"""Papers to take along as PDF: status, letter, role sheets, a document, and what lies on the table at a meeting."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.papers import asked_for
from sectorlaunch.papers.asked_for import Ready
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.portal_request import ARequest
from sectorlaunch.tables import Document, Meeting

router = APIRouter()


@router.get("/partnerships/{slug}/papers/{paper}.pdf")
def of_partnership(request: ARequest, slug: str, paper: str) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        ready = asked_for.of_partnership(at, paper)
    return _file(ready)


@router.get("/partnerships/{slug}/documents/{document_id}/pdf")
def of_document(request: ARequest, slug: str, document_id: int) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = session.get(Document, document_id)
        if found is None or found.partnership_id != at.partnership_id:
            raise LinkUnknown
        ready = asked_for.of_document(at, found)
    return _file(ready)


@router.get("/partnerships/{slug}/meetings/{meeting_id}/{paper}.pdf")
def of_meeting(request: ARequest, slug: str, meeting_id: int, paper: str) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        meeting = session.get(Meeting, meeting_id)
        if meeting is None or meeting.partnership_id != at.partnership_id:
            raise LinkUnknown
        ready = asked_for.of_meeting(at, meeting, paper)
    return _file(ready)


def _file(ready: Ready | None) -> Response:
    """Set with no session open, because that takes a moment. Raises LinkUnknown where there is no such paper."""
    if ready is None:
        raise LinkUnknown
    headers = {"Content-Disposition": f'attachment; filename="{ready.file_name}"'}
    return Response(ready.set(), media_type="application/pdf", headers=headers)
