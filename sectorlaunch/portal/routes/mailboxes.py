"""Mailboxes that are read, on the settings page of the installation: a keeper adds one, tries one and stands one down."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from sectorlaunch.errors import BadInput, NotFound, SectorLaunchError
from sectorlaunch.inbox import mailboxes
from sectorlaunch.inbox.folder import MailboxTrouble
from sectorlaunch.portal import form_versions, on_record
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError
from sectorlaunch.portal.routes.settings import installation_page

router = APIRouter()


@router.post("/settings/mailboxes")
def keep(request: ARequest, form: AForm) -> Response:
    """Keeps a mailbox, or another place for one, once it could be opened: from then on it is read.

    The mail server may take its time, so it is tried before the unit of work.
    """
    request.check_form(form)
    name, url, address = (form.get(field, "") for field in ("name", "url", "address"))

    def settle(session: Session) -> None:
        listed = mailboxes.list_mailboxes(session)
        form_versions.settle(form, on_record.mailboxes(listed, name.strip().lower()))

    def act(session: Session) -> str:
        settle(session)
        by = request.viewer(session).name
        kept = mailboxes.add(
            session,
            request.now,
            name,
            url,
            address,
            takes_bounces=bool(form.get("bounces")),
            move_to=form.get("move_to", ""),
            by=by,
        )
        mailboxes.read_from_here(session, request.now, kept, tried, by=by)
        return "/settings?done=mailbox"

    def again(error: SectorLaunchError) -> Response:
        return installation_page(request, form_error=FormError.of("mailbox", error, {**form, "url": ""}))

    try:
        with request.reading() as session:
            request.viewer(session)
            settle(session)
        mailboxes.check(name, url, address)
        tried = mailboxes.try_out(url, request.tokens)
    except (BadInput, MailboxTrouble) as error:
        return again(error)
    return request.carry_out(act, again)


@router.post("/settings/mailboxes/{name}")
def use(request: ARequest, form: AForm, name: str) -> Response:
    """Opens a mailbox and has it read from then on, or has it read no more."""
    request.check_form(form)
    with request.reading() as session:
        by = request.viewer(session).name
    try:
        match form.get("action"):
            case "test":
                mailboxes.test(request.portal.engine, request.now, name, request.tokens, by=by)
                done = "mailbox"
            case "stand-down":
                with request.changing() as session:
                    mailboxes.stand_down(session, request.now, name, by=by)
                done = "mailbox-stand-down"
            case _:
                raise BadInput("Choose what is to be done with the mailbox.")
    except (BadInput, MailboxTrouble, NotFound) as error:
        return installation_page(request, form_error=FormError.of(f"mailbox-{name}", error, form))
    return RedirectResponse(f"/settings?done={done}", 303)
