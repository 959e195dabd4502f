"""Documents: all of them, drafted and taken along as PDF; and one, read and then let go."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import documents
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.papers.content import blocks_of
from sectorlaunch.portal import form_values, on_record
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.summary_form import LONGEST
from sectorlaunch.portal.views import documents as document_views
from sectorlaunch.records import documents as document_records
from sectorlaunch.records import releases
from sectorlaunch.tables import Document, DocumentKind, DocumentState

router = APIRouter()
WRITTEN_HERE = tuple(kind for kind in DocumentKind if kind is not DocumentKind.INVITATION_LETTER)
"""The invitation letter has a page of its own, because champions sign it word for word."""


@router.get("/partnerships/{slug}/documents")
def everything(request: ARequest, slug: str) -> Response:
    return _all(request, slug)


@router.post("/partnerships/{slug}/documents")
def draft(form: APartnershipForm) -> Response:
    """A new draft, or new words for the one of its kind that is drafted already."""

    def act(at: Convened) -> str:
        kind = _written_here(form.get("kind", ""))
        if kind is None:
            raise BadInput("Choose what kind of document it is.")
        if form.get("action") == "notes":
            documents.draft_summary(at.session, at.now, at.run_id)
            found = document_records.newest(at.session, at.partnership_id, kind)
            assert found is not None
            return f"/documents/{found.id}"
        title, body = form.get("title", "").strip(), form.get("body", "").replace("\r\n", "\n").strip()
        if not body:
            raise BadInput("Write what it says.")
        if len(body) > LONGEST:
            raise BadInput(f"It has {len(body)} characters; shorten it to {LONGEST} at most.")
        name = title or document_records.usual_title(at.partnership, kind)
        found = documents.draft(at.session, at.now, at.run_id, kind, name[:200], body, by=at.by)
        return f"/documents/{found.id}?done=document-drafted"

    def changes(at: Convened) -> OnRecord | None:
        if form.get("action") == "notes":
            return None
        return on_record.document(_drafted(at, form.get("kind", "")))

    name = form_values.number(form.get("document", ""))
    if name:
        return form.carry_out(act, "words", _page, name, changes=changes)
    return form.carry_out(act, "draft", _all, changes=changes)


@router.get("/partnerships/{slug}/documents/{document_id}")
def document(request: ARequest, slug: str, document_id: int, done: str = "") -> Response:
    return _page(request, slug, document_id, done=done)


@router.post("/partnerships/{slug}/documents/{document_id}")
def let_go(form: APartnershipForm, document_id: int) -> Response:
    """Signs the newest draft off: a summary is ready to be released, a plan counts as accepted."""

    def act(at: Convened) -> str:
        found = _find(at, document_id)
        newest = document_records.newest(at.session, at.partnership_id, found.kind)
        if newest is None or newest.id != found.id:
            raise NotAllowed("There is a newer draft; read that one.")
        documents.settle(at.session, at.now, at.run_id, found.kind, _done(at, found), by=at.by)
        return f"/documents/{document_id}?done=document"

    return form.carry_out(
        act,
        "document",
        _page,
        document_id,
        changes=lambda at: on_record.document(_find(at, document_id), to_be_let_go=True),
    )


def _all(request: PortalRequest, slug: str, *, form_error: FormError | None = None) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        drafted = _drafted(at, form_error.typed.get("kind", "")) if form_error else None
        return request.partnership_page(
            "documents.html",
            at,
            form_error=form_error,
            drafted=drafted,
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
        found = _find(at, document_id)
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
            release=releases.of_summary(at.playbook),
        )


def _done(at: Convened, document: Document) -> DocumentState:
    if document.kind is DocumentKind.EXECUTIVE_SUMMARY:
        return releases.of_written_summary(at.playbook)
    return DocumentState.ACCEPTED


def _written_here(kind: str) -> DocumentKind | None:
    return next((one for one in WRITTEN_HERE if one == kind), None)


def _drafted(at: Convened, kind: str) -> Document | None:
    """The draft that new words for this kind would replace."""
    written = _written_here(kind)
    found = document_records.newest(at.session, at.partnership_id, written) if written is not None else None
    return found if found is not None and found.state is DocumentState.DRAFTED else None


def _find(at: Convened, document_id: int) -> Document:
    found = at.session.get(Document, document_id)
    if found is None or found.partnership_id != at.partnership_id:
        raise LinkUnknown
    return found
