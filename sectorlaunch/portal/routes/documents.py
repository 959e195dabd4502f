"""A drafted document: read, then let go."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.errors import NotAllowed
from sectorlaunch.operations.launch import documents
from sectorlaunch.portal.entry import Stranger
from sectorlaunch.portal.visit import AForm, AVisit, Convened, Trouble, Visit
from sectorlaunch.tables import Document, DocumentKind, DocumentState

router = APIRouter()


@router.get("/partnerships/{slug}/documents/{document_id}")
def document(visit: AVisit, slug: str, document_id: int, done: str = "") -> Response:
    return _page(visit, slug, document_id, done=done)


@router.post("/partnerships/{slug}/documents/{document_id}")
def let_go(visit: AVisit, form: AForm, slug: str, document_id: int) -> Response:
    """Signs the newest draft off: a summary goes to the business leaders, a plan counts as accepted."""
    visit.check_form(form)

    def act(session: Session) -> str:
        at = visit.convened(session, slug)
        found = _find(session, at, document_id)
        newest = documents.newest(session, at.partnership_id, found.kind)
        if newest is None or newest.id != found.id:
            raise NotAllowed("There is a newer draft; read that one.")
        is_summary = found.kind is DocumentKind.EXECUTIVE_SUMMARY
        state = DocumentState.SENT if is_summary else DocumentState.ACCEPTED
        documents.settle(session, visit.now, at.run_id, found.kind, state, by=at.viewer.name)
        return f"/partnerships/{slug}/documents/{document_id}?done=document"

    def again(message: str) -> Response:
        return _page(visit, slug, document_id, trouble=Trouble("document", message, form))

    return visit.carry_out(act, again)


def _page(
    visit: Visit, slug: str, document_id: int, *, done: str = "", trouble: Trouble | None = None
) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        found = _find(session, at, document_id)
        return visit.partnership_page("document.html", at, done=done, trouble=trouble, document=found)


def _find(session: Session, at: Convened, document_id: int) -> Document:
    found = session.get(Document, document_id)
    if found is None or found.partnership_id != at.partnership_id:
        raise Stranger
    return found
