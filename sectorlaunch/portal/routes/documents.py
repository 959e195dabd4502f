"""Documents: all of them, drafted and taken along as PDF; and one, read and then let go."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import documents
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.papers.content import blocks_of
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.portal_request import AForm, ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import documents as document_views
from sectorlaunch.records import documents as document_records
from sectorlaunch.tables import Document, DocumentKind, DocumentState

router = APIRouter()
LONGEST = 20_000
"""Characters of a document; about six pages."""
WRITTEN_HERE = tuple(kind for kind in DocumentKind if kind is not DocumentKind.INVITATION_LETTER)
"""The invitation letter has a page of its own, because champions sign it word for word."""


@router.get("/partnerships/{slug}/documents")
def everything(request: ARequest, slug: str) -> Response:
    return _all(request, slug)


@router.post("/partnerships/{slug}/documents")
def draft(request: ARequest, form: AForm, slug: str) -> Response:
    """A new draft, or new words for the one of its kind that is drafted already."""
    request.check_form(form)

    def act(session: Session) -> str:
        at = request.convened(session, slug)
        kind = next((one for one in WRITTEN_HERE if one == form.get("kind")), None)
        if kind is None:
            raise BadInput("Choose what kind of document it is.")
        if form.get("action") == "notes":
            documents.draft_summary(session, request.now, at.run_id)
            found = document_records.newest(session, at.partnership_id, kind)
            assert found is not None
            return f"/partnerships/{slug}/documents/{found.id}"
        title, body = form.get("title", "").strip(), form.get("body", "").replace("\r\n", "\n").strip()
        if not body:
            raise BadInput("Write what it says.")
        if len(body) > LONGEST:
            raise BadInput(f"It has {len(body)} characters; shorten it to {LONGEST} at most.")
        name = title or f"{kind.value.capitalize()} of {at.partnership.name}"
        found = documents.draft(session, request.now, at.run_id, kind, name[:200], body, by=at.viewer.name)
        return f"/partnerships/{slug}/documents/{found.id}?done=document-drafted"

    def again(message: str) -> Response:
        return _all(request, slug, form_error=FormError("draft", message, form))

    return request.carry_out(act, again)


@router.get("/partnerships/{slug}/documents/{document_id}")
def document(request: ARequest, slug: str, document_id: int, done: str = "") -> Response:
    return _page(request, slug, document_id, done=done)


@router.post("/partnerships/{slug}/documents/{document_id}")
def let_go(request: ARequest, form: AForm, slug: str, document_id: int) -> Response:
    """Signs the newest draft off: a summary goes to the business leaders, a plan counts as accepted."""
    request.check_form(form)

    def act(session: Session) -> str:
        at = request.convened(session, slug)
        found = _find(session, at, document_id)
        newest = document_records.newest(session, at.partnership_id, found.kind)
        if newest is None or newest.id != found.id:
            raise NotAllowed("There is a newer draft; read that one.")
        is_summary = found.kind is DocumentKind.EXECUTIVE_SUMMARY
        state = DocumentState.SENT if is_summary else DocumentState.ACCEPTED
        documents.settle(session, request.now, at.run_id, found.kind, state, by=at.viewer.name)
        return f"/partnerships/{slug}/documents/{document_id}?done=document"

    def again(message: str) -> Response:
        return _page(request, slug, document_id, form_error=FormError("document", message, form))

    return request.carry_out(act, again)


def _all(request: PortalRequest, slug: str, *, form_error: FormError | None = None) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page(
            "documents.html",
            at,
            form_error=form_error,
            page=document_views.all_of(session, at.partnership_id),
            kinds=WRITTEN_HERE,
        )


def _page(
    request: PortalRequest,
    slug: str,
    document_id: int,
    *,
    done: str = "",
    form_error: FormError | None = None,
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = _find(session, at, document_id)
        newest = document_records.newest(session, at.partnership_id, found.kind)
        return request.partnership_page(
            "document.html",
            at,
            done=done,
            form_error=form_error,
            document=found,
            blocks=blocks_of(found.body),
            is_newest=newest is not None and newest.id == found.id,
            kinds=WRITTEN_HERE,
        )


def _find(session: Session, at: Convened, document_id: int) -> Document:
    found = session.get(Document, document_id)
    if found is None or found.partnership_id != at.partnership_id:
        raise LinkUnknown
    return found
