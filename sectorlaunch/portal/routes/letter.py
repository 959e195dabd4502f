"""The joint letter: drafted, looked at, offered to the champions, signed, and let go late for a reason."""

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import letter, signatures
from sectorlaunch.engine import lead_time
from sectorlaunch.engine import letter as letter_engine
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import on_record
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.security_headers import letter_frame
from sectorlaunch.portal.views import joint_letter
from sectorlaunch.records import letter as letter_records
from sectorlaunch.tables import Person

router = APIRouter()


@router.get("/partnerships/{slug}/letter")
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.get("/partnerships/{slug}/letter/look")
def look(request: ARequest, slug: str) -> Response:
    """The HTML alone, in the words that are kept, as it will land with the first leader on the list."""
    return _html(request, slug, {})


@router.post("/partnerships/{slug}/letter/look")
def look_at_typed(form: APartnershipForm) -> Response:
    """The HTML alone, in the words that were typed; nothing is kept."""
    return _html(form.request, form.slug, form)


@router.post("/partnerships/{slug}/letter")
def change(form: APartnershipForm) -> Response:
    """Keeps the words as a revision, shows what was typed, or unfolds the whole letter for changing."""
    if form.get("action") in ("look", "whole"):
        return _page(form.request, form.slug, typed=form)

    def keep(at: Convened) -> str:
        if form.get("action") != "keep":
            raise BadInput("Choose what to do with the words.")
        letter.draft(at.session, at.now, at.run_id, by=at.by, **_typed(form))
        return "/letter?done=letter-kept"

    def changes(at: Convened) -> OnRecord | None:
        page = joint_letter.letter(at)
        return None if page.gone_to else on_record.letter(page)

    return form.carry_out(keep, "words", _page, changes=changes, typed=form)


@router.post("/partnerships/{slug}/letter/signatures")
def sign(form: APartnershipForm) -> Response:
    """Offers the words to the champions who have agreed, or records a signature given on paper or by phone."""

    def act(at: Convened) -> str:
        if form.get("action") == "offer":
            letter_engine.offer(at.session, at.now, at.run_id, by=at.by)
            return "/letter?done=letter-offered"
        signer = next(
            (one for one in joint_letter.letter(at).signers if str(one.person_id) == form.get("person")),
            None,
        )
        if signer is None:
            raise BadInput("Choose the champion who has signed.")
        person = at.session.get_one(Person, signer.person_id)
        note, seen = form.get("note", "")[:4000], form.get("seen", "")
        signatures.sign(at.session, at.now, at.run_id, person, by=at.by, note=note, seen=seen)
        return "/letter?done=letter-signed"

    name = "offer" if form.get("action") == "offer" else "signature"
    return form.carry_out(act, name, _page)


@router.post("/partnerships/{slug}/letter/waivers")
def waive(form: APartnershipForm) -> Response:
    def let_go(at: Convened) -> str:
        by, why = at.session.get_one(Person, at.person_id), form.get("why", "")[:4000]
        given = lead_time.waive(at.session, at.now, at.run_id, given_by=at.by, why=why, asked_by=by)
        return "/letter?done=second-yes-asked" if given.waits else "/letter?done=letter-waived"

    return form.carry_out(let_go, "waiver", _page)


def _typed(form: Mapping[str, str]) -> dict[str, str]:
    """The convener's paragraph, or all of the words where these are given."""
    body = form.get("body", "").strip()
    return {"body": body} if body else {"own_paragraph": form.get("paragraph", "")}


def _html(request: PortalRequest, slug: str, form: Mapping[str, str]) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        words = letter_records.worded(session, at.partnership_id, **_typed(form)) if form else ""
        html = joint_letter.look(at, words).html
    return letter_frame(html)


def _page(
    request: PortalRequest,
    slug: str,
    *,
    done: str = "",
    typed: Mapping[str, str] | None = None,
    form_error: FormError | None = None,
) -> Response:
    """`typed` are words of the letter that a form brought."""
    with request.reading() as session:
        at = request.convened(session, slug)
        seen = joint_letter.letter(at)
        if not seen.has_launch:
            raise LinkUnknown
        words = seen.words
        if typed is not None and form_error is None:
            try:
                words = letter_records.worded(session, at.partnership_id, **_typed(typed))
            except BadInput as error:
                form_error = FormError("words", error.message, typed)
        return request.page(
            "joint_letter.html",
            status=form_error.status if form_error else 200,
            viewer=at.viewer,
            partnership=at.partnership,
            zone=at.zone,
            page=seen,
            paragraph=_paragraph(seen, typed),
            body=_body(seen, typed, words),
            words=words,
            is_kept=words == seen.words,
            look=joint_letter.look(at, words),
            reader=joint_letter.reader(at),
            typed=typed,
            notice=flash(done),
            form_error=form_error,
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
