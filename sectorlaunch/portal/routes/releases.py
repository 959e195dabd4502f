"""What a person lets go before it leaves: looked at as it lands on a phone, released whole, in waves or for some."""

from fastapi import APIRouter
from fastapi.responses import Response

from playbooks.model import TwoFor
from sectorlaunch.actions import releases
from sectorlaunch.engine import release_preview
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.portal import form_values
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.security_headers import letter_frame
from sectorlaunch.portal.views import releases as release_views
from sectorlaunch.records import release_status, second_yes
from sectorlaunch.records import releases as release_records
from sectorlaunch.tables import Person

router = APIRouter()


@router.get("/partnerships/{slug}/releases")
def everything(request: ARequest, slug: str, done: str = "") -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        pages = release_views.pages(at, at.viewer.person_id)
        return request.partnership_page("releases.html", at, done=done, pages=pages)


@router.get("/partnerships/{slug}/releases/{touch_key}")
def one(request: ARequest, slug: str, touch_key: str, done: str = "", to: int | None = None) -> Response:
    return _page(request, slug, touch_key, done=done, to=to)


@router.get("/partnerships/{slug}/releases/{touch_key}/look/{person_id}")
def look(request: ARequest, slug: str, touch_key: str, person_id: int) -> Response:
    """The letter alone, as it lands with this person."""
    return _letter(request, slug, touch_key, person_id)


@router.post("/partnerships/{slug}/releases/{touch_key}/look/{person_id}")
def look_with_sentence(form: APartnershipForm, touch_key: str, person_id: int) -> Response:
    """The same with the sentence that was typed; nothing is kept."""
    return _letter(form.request, form.slug, touch_key, person_id, form.get("sentence", ""))


@router.post("/partnerships/{slug}/releases/{touch_key}")
def release(form: APartnershipForm, touch_key: str) -> Response:
    """Releases it, or takes a release back."""

    def act(at: Convened) -> str:
        done = _DEEDS.get(form.get("action", ""))
        if done is None:
            raise BadInput("Choose whom to release it to.")
        done(at, form, touch_key, at.session.get_one(Person, at.person_id))
        if form["action"] != "back" and second_yes.wants_two(at, TwoFor.RELEASE):
            return f"/releases/{touch_key}?done=second-yes-asked"
        return f"/releases/{touch_key}?done=release-{'back' if form['action'] == 'back' else 'given'}"

    return form.carry_out(act, "release", _page, touch_key)


def _whole(at: Convened, _form: PartnershipForm, touch_key: str, by: Person) -> None:
    releases.give(at.session, at.now, at.run_id, touch_key, by=by)


def _wave(at: Convened, form: PartnershipForm, touch_key: str, by: Person) -> None:
    wave = {"1": 1, "2": 2}.get(form.get("wave", "1"))
    releases.give(at.session, at.now, at.run_id, touch_key, by=by, wave=wave)


def _some(at: Convened, form: PartnershipForm, touch_key: str, by: Person) -> None:
    to, sentence = form_values.rows_ticked(form, "to-"), form.get("sentence", "")
    releases.give(at.session, at.now, at.run_id, touch_key, by=by, to=to, sentence=sentence)


def _back(at: Convened, form: PartnershipForm, touch_key: str, by: Person) -> None:
    to = form_values.number_or_none(form.get("person", ""))
    releases.take_back(at.session, at.now, at.run_id, touch_key, by=by, to=to)


_DEEDS = {"whole": _whole, "wave": _wave, "some": _some, "back": _back}


def _letter(
    request: PortalRequest, slug: str, touch_key: str, person_id: int, sentence: str = ""
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        try:
            what = release_records.find(at.playbook, touch_key)
        except NotFound:
            raise LinkUnknown from None
        stands = release_status.stands(at, what)
        reader = next((one for one in (*stands.waiting, *stands.let_go) if one.id == person_id), None)
        if reader is None:
            raise LinkUnknown
        words = release_preview.as_it_lands(at, what, reader, sentence.strip())
    html = words.html or f"<p>{words.trouble}</p>"
    return letter_frame(html)


def _page(
    request: PortalRequest,
    slug: str,
    touch_key: str,
    *,
    done: str = "",
    to: int | None = None,
    form_error: FormError | None = None,
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        try:
            shown = release_views.page(at, touch_key, at.viewer.person_id)
        except NotFound:
            raise LinkUnknown from None
        readers = [*shown.waiting, *shown.let_go]
        if to is None and form_error is not None:
            to = next(reversed(form_values.rows_ticked(form_error.typed, "to-")), None)
        chosen = next((one for one in readers if one.person.id == to), None)
        reader = chosen or next((one for one in readers if one.is_mine), readers[0] if readers else None)
        return request.partnership_page(
            "release.html", at, done=done, form_error=form_error, page=shown, reader=reader
        )
