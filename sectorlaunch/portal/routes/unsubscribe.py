"""What a person wishes of our messages: none at all, by the button here or the mail program's own (RFC 8058), or fewer."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from languages import Language
from languages.catalogs import Sentence
from sectorlaunch.actions import assistants, contact_preferences, do_not_contact, language_wishes
from sectorlaunch.actions.contact_preferences import Preferences
from sectorlaunch.errors import BadInput
from sectorlaunch.outbox.write.contact_preferences import texts_can_leave
from sectorlaunch.portal import form_values
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.personal_answers import CHOOSE_LANGUAGE
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.records import access
from sectorlaunch.records import people as people_records
from sectorlaunch.tables import AccessLink, LinkPurpose, Person

router = APIRouter()


@dataclass(frozen=True)
class Chosen:
    """What stands in the form."""

    paused_until: str
    channel: str
    wants_digest: bool
    texts: bool
    """Whether a text message could reach them."""


@router.get("/u/{token}")
def offer(request: ARequest, token: str) -> Response:
    return _page(request, token)


@router.post("/u/{token}")
def choose(request: ARequest, form: AForm, token: str) -> Response:
    """Answers with a page, not a redirect: mail programs that post here follow none (RFC 8058)."""
    if form.get("wish") == "choose":
        return _note_wishes(request, token, form)
    if form.get("wish") is None and "language" in form:
        return _wish_language(request, token, form)
    with request.changing() as session:
        link = _link(request, session, token)
        if link.for_assistant:
            assistants.leave_alone(session, request.now, link.person_id)
        elif form.get("wish") == "again":
            do_not_contact.welcome_messages(session, request.now, link.person_id, link.sent_to)
        else:
            do_not_contact.stop_messages(session, request.now, link.person_id, link.sent_to)
    return _page(request, token)


def _note_wishes(request: PortalRequest, token: str, form: dict[str, str]) -> Response:
    try:
        wished = _read(form)
        with request.changing() as session:
            link = _link(request, session, token)
            if link.for_assistant:
                raise LinkUnknown
            changed = contact_preferences.prefer(session, request.now, link.person_id, wished)
    except BadInput as error:
        return _page(request, token, form_error=FormError.of("wishes", error, form, request.language))
    return _page(request, token, said=changed or [Sentence("Nothing has changed.")])


def _wish_language(request: PortalRequest, token: str, form: dict[str, str]) -> Response:
    try:
        with request.changing() as session:
            link = _link(request, session, token)
            person = session.get_one(Person, link.person_id)
            language = form_values.one_of(Language, form["language"], CHOOSE_LANGUAGE)
            language_wishes.wish(session, request.now, person, language, by=person.name)
    except BadInput as error:
        return _page(request, token, form_error=FormError.of("wishes", error, form, request.language))
    return _page(request, token)


def _read(form: dict[str, str]) -> Preferences:
    until = form.get("paused_until", "").strip()
    return Preferences(
        paused_until=form_values.day(until),
        end_pause=not until,
        channel=form.get("channel") or None,
        wants_digest=None if "digest" not in form else form["digest"] == "yes",
    )


def _page(
    request: PortalRequest,
    token: str,
    *,
    said: list[Sentence] | None = None,
    form_error: FormError | None = None,
) -> Response:
    with request.reading() as session:
        link = _link(request, session, token)
        person = session.get_one(Person, link.person_id)
        shown = Chosen(
            paused_until=person.paused_until.isoformat() if person.paused_until else "",
            channel=person.channel_preference,
            wants_digest=person.wants_digest,
            texts=bool(person.phone) and texts_can_leave(session),
        )
        return request.page(
            "unsubscribe.html",
            status=form_error.status if form_error else 200,
            token=token,
            address=person.assistant_email if link.for_assistant else person.email,
            is_done=not person.assistant_email
            if link.for_assistant
            else people_records.left_alone_since(session, person) is not None,
            wishes=None if link.for_assistant else shown,
            said=[one.in_language(request.language) for one in said or []],
            form_error=form_error,
        )


def _link(request: PortalRequest, session: Session, token: str) -> AccessLink:
    link = access.look_up(session, request.now, token, LinkPurpose.UNSUBSCRIBE)
    if link is None:
        raise LinkUnknown
    request.speak(session, link.person_id)
    return link
