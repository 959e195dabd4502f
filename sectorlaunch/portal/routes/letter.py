"""The joint letter: drafted, looked at, offered to the champions, signed, and let go late for a reason."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from sectorlaunch.actions import letter, signatures
from sectorlaunch.engine import lead_time
from sectorlaunch.engine import letter as letter_engine
from sectorlaunch.errors import BadInput
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.flash_messages import notice
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.portal.security_headers import LETTER_POLICY
from sectorlaunch.portal.views import joint_letter
from sectorlaunch.records import letter as letter_records
from sectorlaunch.tables import Partnership, Person

router = APIRouter()


@router.get("/partnerships/{slug}/letter")
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.get("/partnerships/{slug}/letter/look")
def look(request: ARequest, slug: str) -> Response:
    """The HTML alone, in the words that are kept, as it will land with the first leader on the list."""
    return _html(request, slug, {})


@router.post("/partnerships/{slug}/letter/look")
def look_at_typed(request: ARequest, form: AForm, slug: str) -> Response:
    """The HTML alone, in the words that were typed; nothing is kept."""
    request.check_form(form)
    return _html(request, slug, form)


@router.post("/partnerships/{slug}/letter")
def change(request: ARequest, form: AForm, slug: str) -> Response:
    """Keeps the words as a revision, shows what was typed, or unfolds the whole letter for changing."""
    request.check_form(form)
    if form.get("action") in ("look", "whole"):
        return _page(request, slug, typed=form)

    def keep(session: Session) -> str:
        viewer, _, run_id = request.convened(session, slug)
        if form.get("action") != "keep":
            raise BadInput("Choose what to do with the words.")
        letter.draft(session, request.now, run_id, by=viewer.name, **_typed(form))
        return f"/partnerships/{slug}/letter?done=letter-kept"

    return request.carry_out(
        keep, lambda message: _page(request, slug, typed=form, form_error=("words", message))
    )


@router.post("/partnerships/{slug}/letter/signatures")
def sign(request: ARequest, form: AForm, slug: str) -> Response:
    """Offers the words to the champions who have agreed, or records a signature given on paper or by phone."""
    request.check_form(form)

    def act(session: Session) -> str:
        viewer, partnership, run_id = request.convened(session, slug)
        if form.get("action") == "offer":
            letter_engine.offer(session, request.now, run_id, by=viewer.name)
            return f"/partnerships/{slug}/letter?done=letter-offered"
        signer = next(
            (
                one
                for one in joint_letter.letter(session, request.now, _id(partnership), run_id).signers
                if str(one.person_id) == form.get("person")
            ),
            None,
        )
        if signer is None:
            raise BadInput("Choose the champion who has signed.")
        person = session.get_one(Person, signer.person_id)
        note, seen = form.get("note", "")[:4000], form.get("seen", "")
        signatures.sign(session, request.now, run_id, person, by=viewer.name, note=note, seen=seen)
        return f"/partnerships/{slug}/letter?done=letter-signed"

    form_name = "offer" if form.get("action") == "offer" else "signature"
    return request.carry_out(
        act,
        lambda message: _page(request, slug, typed=form, form_error=(form_name, message), shows_typed=False),
    )


@router.post("/partnerships/{slug}/letter/waivers")
def waive(request: ARequest, form: AForm, slug: str) -> Response:
    request.check_form(form)

    def let_go(session: Session) -> str:
        viewer, _, run_id = request.convened(session, slug)
        lead_time.waive(session, request.now, run_id, given_by=viewer.name, why=form.get("why", "")[:4000])
        return f"/partnerships/{slug}/letter?done=letter-waived"

    return request.carry_out(
        let_go,
        lambda message: _page(request, slug, typed=form, form_error=("waiver", message), shows_typed=False),
    )


def _id(partnership: Partnership) -> int:
    return partnership.pk


def _typed(form: Mapping[str, str]) -> dict[str, str]:
    """The convener's paragraph, or all of the words where these are given."""
    body = form.get("body", "").strip()
    return {"body": body} if body else {"own_paragraph": form.get("paragraph", "")}


def _html(request: PortalRequest, slug: str, form: Mapping[str, str]) -> Response:
    with request.reading() as session:
        _, partnership, _ = request.convened(session, slug)
        partnership_id = _id(partnership)
        words = letter_records.worded(session, partnership_id, **_typed(form)) if form else ""
        html = joint_letter.look(session, request.now, partnership_id, words).html
    return HTMLResponse(html, headers={"Content-Security-Policy": LETTER_POLICY})


def _page(
    request: PortalRequest,
    slug: str,
    *,
    done: str = "",
    typed: Mapping[str, str] | None = None,
    form_error: tuple[str, str] | None = None,
    shows_typed: bool = True,
) -> Response:
    """`typed` is what a form brought; `shows_typed` whether these were words of the letter."""
    with request.reading() as session:
        viewer, partnership, run_id = request.convened(session, slug)
        partnership_id = _id(partnership)
        seen = joint_letter.letter(session, request.now, partnership_id, run_id)
        if not seen.has_launch:
            raise LinkUnknown
        words, wrong = seen.words, FormError(*form_error, typed or {}) if form_error else None
        if typed is not None and shows_typed and wrong is None:
            try:
                words = letter_records.worded(session, partnership_id, **_typed(typed))
            except BadInput as error:
                wrong = FormError("words", error.message, typed)
        words_typed = typed if typed is not None and shows_typed else None
        return request.page(
            "joint_letter.html",
            status=422 if wrong else 200,
            viewer=viewer,
            partnership=partnership,
            zone=ZoneInfo(partnership.zone),
            page=seen,
            paragraph=_paragraph(seen, words_typed),
            body=_body(seen, words_typed, words),
            words=words,
            is_kept=words == seen.words,
            look=joint_letter.look(session, request.now, partnership_id, words),
            reader=joint_letter.reader(session, partnership_id),
            notice=notice(done),
            form_error=wrong,
        )


def _paragraph(seen: joint_letter.LetterPage, typed: Mapping[str, str] | None) -> str:
    if typed is not None:
        return typed.get("paragraph", "")
    return seen.revision.own_paragraph if seen.revision else ""


def _body(seen: joint_letter.LetterPage, typed: Mapping[str, str] | None, words: str) -> str:
    """What stands in the field for the whole letter: empty while only the paragraph is the convener's."""
    if typed is None:
        return seen.words if seen.is_whole else ""
    return words if typed.get("action") == "whole" else typed.get("body", "")
