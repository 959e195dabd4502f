"""The pages of those who have a part in a partnership and do not convene it: what is theirs, the guest list, a draft."""

import re
from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from languages import Language
from sectorlaunch import access_links
from sectorlaunch.actions import documents, language_wishes
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_values, on_record, summary_form
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.personal_answers import CHOOSE_LANGUAGE
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.summary_form import LONGEST
from sectorlaunch.portal.views import part as part_views
from sectorlaunch.records import accounts, people
from sectorlaunch.records import documents as document_records
from sectorlaunch.tables import Document, DocumentKind, DocumentState, LinkPurpose, Person

router = APIRouter()
AGENDA = DocumentKind.AGENDA
_OWN = re.compile(r"/(guests|agenda|summary|meetings/\d{1,9}|teams/\d{1,9})")
"""The pages of a part, behind it."""
OWN_PAGE_LASTS = timedelta(days=1)


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


@router.post("/partnerships/{slug}/own-page")
def own_page(form: APartnershipForm) -> Response:
    """The page their letters lead to, with their questions, scores and role sheet: by a link of its own, for a day."""
    with form.request.changing() as session:
        at = form.request.convened(session, form.slug)
        token = access_links.issue(
            session, at.now, at.person_id, LinkPurpose.PERSONAL, at.partnership_id, lasts=OWN_PAGE_LASTS
        )
    return RedirectResponse(f"/p/{token}", 303)


@router.get("/partnerships/{slug}/part/guests")
def guest_list(request: ARequest, slug: str, done: str = "") -> Response:
    """The guests of the launch, to be read."""
    with request.reading() as session:
        at = request.convened(session, slug)
        guests = part_views.guest_list(at)
        return request.partnership_page("part_guests.html", at, done=done, guests=guests)


@router.get("/partnerships/{slug}/part/agenda")
def agenda(request: ARequest, slug: str, done: str = "") -> Response:
    return _agenda(request, slug, done=done)


@router.post("/partnerships/{slug}/part/agenda")
def draft_agenda(form: APartnershipForm) -> Response:
    return _draft_agenda(form)


@router.get("/partnerships/{slug}/part/summary")
def summary(request: ARequest, slug: str, done: str = "") -> Response:
    return _summary(request, slug, done=done)


@router.post("/partnerships/{slug}/part/summary")
def write_summary(form: APartnershipForm) -> Response:
    """Keeps the words of the summary, or hands them to whoever releases them."""

    def act(at: Convened) -> str:
        return f"/part/summary?done={summary_form.keep(at, form, by=at.by)}"

    return form.carry_out(act, "words", _summary, changes=summary_form.as_on_record)


def _summary(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page(
            "part_summary.html",
            at,
            done=done,
            form_error=form_error,
            held=summary_form.in_hand(at),
            releases=people.convener(session, at.partnership_id).name,
        )


def _draft_agenda(form: PartnershipForm) -> Response:
    def act(at: Convened) -> str:
        body = form.get("body", "").replace("\r\n", "\n").strip()
        if not body:
            raise BadInput("Write what it says.")
        if len(body) > LONGEST:
            raise BadInput(
                "It has %(count)s characters; shorten it to %(most)s at most.", count=len(body), most=LONGEST
            )
        title = form.get("title", "").strip() or document_records.usual_title(at.partnership, AGENDA)
        documents.draft(at.session, at.now, at.run_id, AGENDA, title[:200], body, by=at.by)
        return "/part/agenda?done=document-drafted"

    return form.carry_out(act, "words", _agenda, changes=lambda at: on_record.document(_drafted(at)))


def _agenda(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page(
            "part_document.html",
            at,
            done=done,
            form_error=form_error,
            kind=AGENDA,
            own="agenda",
            document=document_records.newest(session, at.partnership_id, AGENDA),
            drafted=_drafted(at),
        )


def _drafted(at: Convened) -> Document | None:
    found = document_records.newest(at.session, at.partnership_id, AGENDA)
    return found if found is not None and found.state is DocumentState.DRAFTED else None
