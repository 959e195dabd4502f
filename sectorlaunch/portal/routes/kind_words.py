"""The words of each kind of message: changed with fields, looked at, and tried on oneself."""

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import Response

from notifications.own_words import OwnWords
from notifications.rendering import purpose
from sectorlaunch.actions import kind_words as kind_word_actions
from sectorlaunch.engine import coming
from sectorlaunch.errors import BadInput
from sectorlaunch.outbox.write import test_letter
from sectorlaunch.portal import on_record
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.security_headers import letter_frame
from sectorlaunch.portal.views import plan
from sectorlaunch.records import kind_words
from sectorlaunch.tables import Person

router = APIRouter()


@router.get("/partnerships/{slug}/words")
def kinds(request: ARequest, slug: str) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        own = {kind: kind_words.of(session, at.partnership_id, kind) for kind in kind_words.editable()}
        purposes = {kind: purpose(kind) for kind in own}
        return request.page(
            "words.html", viewer=at.viewer, partnership=at.partnership, kinds=own, purposes=purposes
        )


@router.get("/partnerships/{slug}/words/{kind}")
def kind(request: ARequest, slug: str, kind: str, done: str = "") -> Response:
    return _kind(request, slug, kind, done=done)


@router.get("/partnerships/{slug}/words/{kind}/letter")
def letter(request: ARequest, slug: str, kind: str) -> Response:
    """The HTML alone, with made-up people, in the words that are kept."""
    with request.reading() as session:
        at = request.convened(session, slug)
        _check(kind)
        html = kind_words.sample(kind, kind_words.of(session, at.partnership_id, kind)).html
    return letter_frame(html)


@router.post("/partnerships/{slug}/words/{kind}")
def change(form: APartnershipForm, kind: str) -> Response:
    """Keeps the words, gives ours back, sends a test to oneself, or only looks at what was typed."""
    if form.get("action") == "preview":
        return _kind(form.request, form.slug, kind, typed=form)

    def act(at: Convened) -> str:
        _check(kind)
        here = (at.session, at.now, at.partnership_id, kind)
        match form.get("action"):
            case "keep":
                for part in kind_words.PARTS:
                    words = getattr(_typed(form), part)
                    if words != getattr(kind_words.of(at.session, at.partnership_id, kind), part):
                        kind_word_actions.change(*here, part, words, at.by)
            case "reset":
                kind_word_actions.reset(*here, at.by)
            case "test":
                reader = at.session.get_one(Person, at.person_id)
                test_letter.send_test(*here, reader, _typed(form))
            case _:
                raise BadInput("Choose what to do with the words.")
        return f"/words/{kind}?done=words-{form['action']}"

    def changes(at: Convened) -> OnRecord | None:
        action = form.get("action")
        if action not in ("keep", "reset"):
            return None
        return on_record.kind_words(
            kind_words.of(at.session, at.partnership_id, kind), to_be_reset=action == "reset"
        )

    return form.carry_out(act, "words", _kind, kind, changes=changes, typed=form)


def _kind(
    request: PortalRequest,
    slug: str,
    kind: str,
    *,
    done: str = "",
    typed: Mapping[str, str] | None = None,
    form_error: FormError | None = None,
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        _check(kind)
        kept = kind_words.of(session, at.partnership_id, kind)
        own = _typed(typed) if typed is not None else kept
        looks: list[tuple[str, coming.Words]] = []
        if form_error is None:
            try:
                looks = _looks(at, kind, own)
            except BadInput as error:
                form_error = FormError("words", error.message, typed or {})
        return request.page(
            "kind_words.html",
            status=form_error.status if form_error else 200,
            viewer=at.viewer,
            partnership=at.partnership,
            kind=kind,
            purpose=purpose(kind),
            own=own,
            kept=kept,
            typed=typed,
            is_kept=own == kept,
            looks=looks,
            fields=plan.fields(kind),
            notice=flash(done),
            form_error=form_error,
        )


def _looks(at: Convened, kind: str, own: OwnWords) -> list[tuple[str, coming.Words]]:
    """With made-up people, and to the next real reader where one is planned."""
    made_up = kind_words.sample(kind, own)
    looks = [("made-up people", coming.Words(made_up.subject, made_up.text, made_up.html))]
    real = coming.first_of_kind(at, kind)
    if real is not None:
        looks.append((real.to_name, coming.words_of_kind(at, real, own)))
    return looks


def _typed(form: Mapping[str, str]) -> OwnWords:
    parts = {part: form.get(part, "").replace("\r\n", "\n").strip() for part in kind_words.PARTS}
    return OwnWords(**parts)


def _check(kind: str) -> None:
    if kind not in kind_words.editable():
        raise LinkUnknown
