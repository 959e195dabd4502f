"""What is still to come: every message by date, one as its recipient would see it, and what the convener changes."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from notifications.own_words import OwnWords
from sectorlaunch import links
from sectorlaunch.engine import coming, hanging, overrides
from sectorlaunch.errors import BadInput
from sectorlaunch.outbox.write import resend
from sectorlaunch.portal import form_values, on_record
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.security_headers import letter_frame
from sectorlaunch.portal.views import outbox, plan
from sectorlaunch.records import overrides as overrides_on_record
from sectorlaunch.records import partnerships
from sectorlaunch.tables import Message, Person, PlannedTouch

router = APIRouter()


@router.get("/partnerships/{slug}/coming")
def everything(request: ARequest, slug: str, done: str = "") -> Response:
    return _plan(request, slug, done=done)


@router.get("/partnerships/{slug}/coming/{planned_id}/{person_id}")
def one(request: ARequest, slug: str, planned_id: int, person_id: int, done: str = "") -> Response:
    return _one(request, slug, planned_id, person_id, done=done)


@router.get("/partnerships/{slug}/coming/{planned_id}/{person_id}/letter")
def letter(request: ARequest, slug: str, planned_id: int, person_id: int) -> Response:
    """The HTML alone, for the frame on the message's page. Its personal links lead nowhere."""
    with request.reading() as session:
        at, found = _find(request, session, slug, planned_id, person_id)
        words = coming.words_of(at, found)
    return letter_frame(words.html or words.trouble)


@router.post("/partnerships/{slug}/coming/{planned_id}")
def change(form: APartnershipForm, planned_id: int) -> Response:
    """Skip, restore, only, now or words: for the person the form names, or for everyone."""
    person_id = form_values.number_or_none(form.get("person", ""))

    def act(at: Convened) -> str:
        planned = at.session.get(PlannedTouch, planned_id)
        if planned is None or not _is_ours(at, planned.run_id):
            raise LinkUnknown
        whom = None if form.get("everyone") else person_id
        if whom is not None and coming.find(at, planned_id, whom) is None:
            raise BadInput("This message does not go to that person, or has gone already.")
        action = _ACTIONS.get(form.get("action", ""))
        if action is None:
            raise BadInput("Choose what to do with it.")
        action(at, form, planned_id, whom)
        done = f"?done=coming-{form['action']}"
        if person_id is None or form["action"] == "now":
            return f"/coming{done}#touch-{planned_id}"
        return f"/coming/{planned_id}/{person_id}{done}"

    def changes(at: Convened) -> OnRecord | None:
        match form.get("action"):
            case "words":
                own = overrides_on_record.of(at.session, planned_id).words_for(person_id)
                return on_record.own_words(own)
            case "only":
                return on_record.readers(coming.of_touch(at, planned_id))
        return None

    return form.carry_out(act, f"coming-{planned_id}", _one_or_plan, planned_id, person_id, changes=changes)


@router.post("/partnerships/{slug}/messages/{message_id}")
def change_queued(form: APartnershipForm, message_id: int) -> Response:
    """Skips or rewords a message that waits in the outbox, or sends one again that does not."""

    def act(at: Convened) -> str:
        message = at.session.get(Message, message_id)
        if message is None or message.run_id is None or not _is_ours(at, message.run_id):
            raise LinkUnknown
        if form.get("action") == "skip":
            overrides.cancel_queued(at.session, at.now, message.run_id, message_id, at.by)
        elif form.get("action") == "again":
            again = resend.send_again(at.session, at.now, message.run_id, message_id, at.by)
            return f"/messages/{again.id}?done=again"
        elif form.get("action") == "words":
            overrides.reword_queued(at.session, at.now, message.run_id, message_id, _words(form), at.by)
        else:
            raise BadInput("Choose what to do with it.")
        return f"/messages/{message_id}"

    def changes(at: Convened) -> OnRecord | None:
        message = at.session.get(Message, message_id)
        if message is None or form.get("action") != "words":
            return None
        return on_record.message_words(message.subject, plan.draft_of(message))

    return form.carry_out(act, f"message-{message_id}", _plan, changes=changes)


def _skip(at: Convened, form: PartnershipForm, planned_id: int, person_id: int | None) -> None:
    overrides.skip(at.session, at.now, planned_id, person_id, at.by)


def _restore(at: Convened, form: PartnershipForm, planned_id: int, person_id: int | None) -> None:
    overrides.restore(at.session, at.now, planned_id, person_id, at.by)


def _only(at: Convened, form: PartnershipForm, planned_id: int, person_id: int | None) -> None:
    overrides.only(at.session, at.now, planned_id, form_values.rows_ticked(form, "to-"), at.by)


def _now(at: Convened, form: PartnershipForm, planned_id: int, person_id: int | None) -> None:
    anyway = bool(form.get("anyway"))
    overrides.send_now(at.session, at.now, planned_id, person_id, at.by, now_anyway=anyway)


def _reword(at: Convened, form: PartnershipForm, planned_id: int, person_id: int | None) -> None:
    own, drafted_for = _words(form), form_values.number_or_none(form.get("person", ""))
    if person_id is None and drafted_for is not None:
        # The draft began as one person's letter: nobody else may be greeted by that name.
        reader = at.session.get(Person, drafted_for)
        if reader is not None and (name := plan.named_in(own, reader)):
            raise BadInput(
                f"For everyone, write {{{{ recipient.first_name }}}} or the like in place of {name}."
            )
    overrides.reword(at.session, at.now, planned_id, person_id, own, at.by)


_ACTIONS: dict[str, Callable[[Convened, PartnershipForm, int, int | None], None]] = {
    "skip": _skip,
    "restore": _restore,
    "only": _only,
    "now": _now,
    "words": _reword,
}


def _words(form: PartnershipForm) -> OwnWords:
    subject, text = (form.get(name, "").replace("\r\n", "\n").strip() for name in ("subject", "text"))
    if len(subject) > plan.LONGEST_SUBJECT:
        raise BadInput(f"A subject has at most {plan.LONGEST_SUBJECT} characters.")
    return OwnWords(subject=subject, text=text)


def _plan(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.page(
            "coming.html",
            status=form_error.status if form_error else 200,
            viewer=at.viewer,
            partnership=at.partnership,
            zone=at.zone,
            page=plan.plan(at),
            held=outbox.held(session, at.run_id),
            hanging=hanging.hanging(at),
            notice=flash(done),
            form_error=form_error,
        )


def _is_ours(at: Convened, run_id: int) -> bool:
    return partnerships.partnership_of(at.session, run_id).id == at.partnership_id


def _one_or_plan(
    request: PortalRequest, slug: str, planned_id: int, person_id: int | None, *, form_error: FormError
) -> Response:
    """The message where the form stood, or the plan when it stood there, or the message is no longer to come."""
    if person_id is not None:
        try:
            return _one(request, slug, planned_id, person_id, form_error=form_error)
        except LinkUnknown:
            pass
    return _plan(request, slug, form_error=form_error)


def _one(
    request: PortalRequest,
    slug: str,
    planned_id: int,
    person_id: int,
    *,
    done: str = "",
    form_error: FormError | None = None,
) -> Response:
    with request.reading() as session:
        at, found = _find(request, session, slug, planned_id, person_id)
        words = coming.words_of(at, found)
        return request.page(
            "coming_message.html",
            status=form_error.status if form_error else 200,
            viewer=at.viewer,
            partnership=at.partnership,
            zone=at.zone,
            one=found,
            own=overrides_on_record.of(session, planned_id).words_for(person_id),
            words=words,
            draft=plan.draft(words, links.personal(links.PLACEHOLDER), found.to_name),
            fields=plan.fields(found.kind),
            notice=flash(done),
            form_error=form_error,
        )


def _find(
    request: PortalRequest, session: Session, slug: str, planned_id: int, person_id: int
) -> tuple[Convened, coming.Coming]:
    at = request.convened(session, slug)
    found = coming.find(at, planned_id, person_id)
    if found is None:
        raise LinkUnknown
    return at, found
