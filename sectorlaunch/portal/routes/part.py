"""The pages of those who have a part in a partnership and do not convene it: what is theirs, the guest list, a draft."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import documents
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.portal import on_record
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.routes.documents import LONGEST
from sectorlaunch.portal.views import part as part_views
from sectorlaunch.records import accounts
from sectorlaunch.records import documents as document_records
from sectorlaunch.tables import Document, DocumentKind, DocumentState

router = APIRouter()
AGENDA, SUMMARY = DocumentKind.AGENDA, DocumentKind.EXECUTIVE_SUMMARY
PAGES = {AGENDA: "agenda", SUMMARY: "summary"}


@router.get("/partnerships/{slug}/part")
def own_part(request: ARequest, slug: str) -> Response:
    """What is theirs to do, and where."""
    with request.reading() as session:
        at = request.convened(session, slug)
        held = accounts.roles_in(session, at.viewer.account_id, at.partnership_id)
        page = part_views.part(at, at.viewer, held)
        return request.partnership_page("part.html", at, page=page)


@router.get("/partnerships/{slug}/part/guests")
def guest_list(request: ARequest, slug: str) -> Response:
    """The guests of the launch, to be read."""
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page("part_guests.html", at, guests=part_views.guest_list(at))


@router.get("/partnerships/{slug}/part/agenda")
def agenda(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, AGENDA, done=done)


@router.post("/partnerships/{slug}/part/agenda")
def draft_agenda(form: APartnershipForm) -> Response:
    return _draft(form, AGENDA)


@router.get("/partnerships/{slug}/part/summary")
def summary(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, SUMMARY, done=done)


@router.post("/partnerships/{slug}/part/summary")
def draft_summary(form: APartnershipForm) -> Response:
    """New words for the summary, or a first draft from the notes of the launch."""
    return _draft(form, SUMMARY)


def _draft(form: PartnershipForm, kind: DocumentKind) -> Response:
    def act(at: Convened) -> str:
        newest = _newest(at, kind)
        if kind is SUMMARY and newest is not None and newest.state is not DocumentState.DRAFTED:
            raise NotAllowed("The summary is signed off; a convener changes it now.")
        if kind is SUMMARY and form.get("action") == "notes":
            documents.draft_summary(at.session, at.now, at.run_id)
            return f"/part/{PAGES[kind]}?done=document-drafted"
        body = form.get("body", "").replace("\r\n", "\n").strip()
        if not body:
            raise BadInput("Write what it says.")
        if len(body) > LONGEST:
            raise BadInput(f"It has {len(body)} characters; shorten it to {LONGEST} at most.")
        title = form.get("title", "").strip() or document_records.usual_title(at.partnership, kind)
        documents.draft(at.session, at.now, at.run_id, kind, title[:200], body, by=at.by)
        return f"/part/{PAGES[kind]}?done=document-drafted"

    return form.carry_out(
        act, "words", _page, kind, changes=lambda at: on_record.document(_drafted(at, kind))
    )


def _page(
    request: PortalRequest,
    slug: str,
    kind: DocumentKind,
    *,
    done: str = "",
    form_error: FormError | None = None,
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page(
            "part_document.html",
            at,
            done=done,
            form_error=form_error,
            kind=kind,
            own=PAGES[kind],
            document=_newest(at, kind),
            drafted=_drafted(at, kind),
            is_signed_off=kind is SUMMARY and _newest(at, kind) is not None and _drafted(at, kind) is None,
            may_come_from_notes=kind is SUMMARY and _newest(at, kind) is None,
        )


def _newest(at: Convened, kind: DocumentKind) -> Document | None:
    return document_records.newest(at.session, at.partnership_id, kind)


def _drafted(at: Convened, kind: DocumentKind) -> Document | None:
    found = _newest(at, kind)
    return found if found is not None and found.state is DocumentState.DRAFTED else None
