"""The messages of a partnership: what was sent to whom, with its state, and as the recipient sees it."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from notifications.rendering import traits
from sectorlaunch import links
from sectorlaunch.engine import sending_after_all
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.security_headers import letter_frame
from sectorlaunch.portal.views import outbox, plan
from sectorlaunch.records import partnerships
from sectorlaunch.tables import Message, MessageState, Partnership

router = APIRouter()


@router.get("/partnerships/{slug}/messages")
def messages(
    request: ARequest, slug: str, before: int | None = None, state: str = "", done: str = ""
) -> Response:
    return _page(request, slug, before=before, state=state, done=done)


@router.post("/partnerships/{slug}/messages")
def send_what_was_refused(form: APartnershipForm) -> Response:
    """Everything that was refused for how our mail is sent, once that is mended."""

    def act(at: Convened) -> str:
        run = partnerships.run_of(at.session, at.partnership_id)
        sending_after_all.send_what_was_refused(at.session, at.now, run.pk, at.by)
        return "/messages?done=refused-again"

    return form.carry_out(act, "refused", _page)


def _page(
    request: PortalRequest,
    slug: str,
    *,
    before: int | None = None,
    state: str = "",
    done: str = "",
    form_error: FormError | None = None,
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        run = partnerships.run_of(session, at.partnership_id)
        wanted = MessageState(state) if state in set(MessageState) else None
        return request.page(
            "messages.html",
            status=form_error.status if form_error else 200,
            viewer=at.viewer,
            partnership=at.partnership,
            zone=at.zone,
            page=outbox.page(session, run.pk, before=before, state=wanted),
            state=wanted,
            notice=flash(done),
            form_error=form_error,
            refused=len(sending_after_all.refused_for_the_sender(session, run.pk)),
            held=outbox.held(session, run.pk),
            missed=outbox.missed(session, run.pk),
        )


@router.get("/partnerships/{slug}/messages/{message_id}")
def message(request: ARequest, slug: str, message_id: int, done: str = "") -> Response:
    with request.reading() as session:
        viewer = request.viewer(session)
        partnership, found = _message(request, session, slug, message_id)
        text = links.without_private(found.text)
        return request.page(
            "message.html",
            viewer=viewer,
            partnership=partnership,
            zone=ZoneInfo(partnership.zone),
            message=found,
            text=text,
            draft=plan.draft_of(found),
            attempts=outbox.attempts(session, message_id),
            notice=flash(done),
            can_go_again=found.state not in (MessageState.QUEUED, MessageState.LEASED)
            and traits(found.kind).may_be_repeated,
        )


@router.get("/partnerships/{slug}/messages/{message_id}/letter")
def letter(request: ARequest, slug: str, message_id: int) -> Response:
    """The HTML alone, for the frame on the message's page. Personal links are cut short."""
    with request.reading() as session:
        _, found = _message(request, session, slug, message_id)
        html = links.without_private(found.html)
    return letter_frame(html)


def _message(
    request: PortalRequest, session: Session, slug: str, message_id: int
) -> tuple[Partnership, Message]:
    partnership = request.convened(session, slug).partnership
    found = session.get(Message, message_id)
    if found is None or found.run_id is None:
        raise LinkUnknown
    if partnerships.partnership_of(session, found.run_id).id != partnership.id:
        raise LinkUnknown
    return partnership, found
