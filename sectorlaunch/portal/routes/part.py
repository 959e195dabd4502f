"""The pages of those who have a part in a partnership and do not convene it: what is theirs, the guest list, a draft."""

import re

from fastapi import APIRouter
from fastapi.responses import Response

from languages import Language
from sectorlaunch.actions import documents, language_wishes
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.portal import form_values, on_record
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.personal_answers import CHOOSE_LANGUAGE
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.routes.documents import LONGEST
from sectorlaunch.portal.views import part as part_views
from sectorlaunch.records import accounts
from sectorlaunch.records import documents as document_records
from sectorlaunch.tables import Document, DocumentKind, DocumentState, Person

router = APIRouter()
AGENDA, SUMMARY = DocumentKind.AGENDA, DocumentKind.EXECUTIVE_SUMMARY
_OWN = re.compile(r"/(guests|agenda|summary|meetings/\d{1,9}|teams/\d{1,9})")
"""The pages of a part, behind it."""
PAGES = {AGENDA: "agenda", SUMMARY: "summary"}


@router.get("/partnerships/{slug}/part")
def own_part(request: ARequest, slug: str, done: str = "") -> Response:
    """What is theirs to do, and where."""
    return _part(request, slug, done=done)


def _part(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        held = accounts.roles_in(session, at.viewer.account_id, at.partnership_id)
        page = part_views.part(at, at.viewer, held)
        return request.partnership_page("part.html", at, done=done, form_error=form_error, page=page)


@router.post("/partnerships/{slug}/part/language")
def speak(form: APartnershipForm) -> Response:
    """The language of their pages, and of the letters to them; back to where they were."""

    def act(at: Convened) -> str:
        language = form_values.one_of(Language, form.get("language", ""), CHOOSE_LANGUAGE)
        person = at.session.get_one(Person, at.person_id)
        language_wishes.wish(at.session, at.now, person, language, by=at.by)
        back = form.get("back", "")
        return f"/part{back if _OWN.fullmatch(back) else ''}?done=language"

    return form.carry_out(act, "language", _part)


@router.get("/partnerships/{slug}/part/guests")
def guest_list(request: ARequest, slug: str, done: str = "") -> Response:
    """The guests of the launch, to be read."""
    with request.reading() as session:
        at = request.convened(session, slug)
        guests = part_views.guest_list(at)
        return request.partnership_page("part_guests.html", at, done=done, guests=guests)


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
            raise BadInput(
                "It has %(count)s characters; shorten it to %(most)s at most.", count=len(body), most=LONGEST
            )
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
