"""The house's mail system: a server with user and password, or a mailbox at Microsoft or Google, for a keeper."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from sectorlaunch import links
from sectorlaunch.engine import keepers
from sectorlaunch.errors import BadInput, NotFound, SectorLaunchError
from sectorlaunch.inbox import mailboxes
from sectorlaunch.inbox.folder import MailboxTrouble
from sectorlaunch.mail_grants import consents, doors, grants
from sectorlaunch.outbox import channels
from sectorlaunch.outbox.channel_limits import Limits
from sectorlaunch.portal import form_values, mail_server_form
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.portal.routes.settings import installation_page
from sectorlaunch.records.delivery import LETTER_TAG
from sectorlaunch.tables import Account, Channel

router = APIRouter()

READ_AS = "answers"
"""The name of the mailbox that is read, where it is added here."""


@router.get("/settings/mail-servers")
def everything(request: ARequest, done: str = "") -> Response:
    return _page(request, done=done)


@router.post("/settings/mail-servers/smtp")
def use_server(request: ARequest, form: AForm) -> Response:
    """Has letters leave by a mail server: as a channel that is tested and set live as every other."""
    request.check_form(form)

    def act(session: Session) -> str:
        by = session.get_one(Account, request.viewer(session).account_id)
        address = mail_server_form.smtp_address(form)
        return _lead_letters(session, request, address, form.get("sender", ""), by)

    return request.carry_out(act, lambda error: _again(request, "smtp", error, {**form, "password": ""}))


@router.post("/settings/mail-servers/grants")
def add_grant(request: ARequest, form: AForm) -> Response:
    """Keeps how Microsoft or Google lets us into a mailbox. Nothing leaves by it yet."""
    request.check_form(form)

    def act(session: Session) -> str:
        grants.add(session, request.now, mail_server_form.client(form), request.viewer(session).name)
        return "/settings/mail-servers?done=mail-grant"

    name = "google" if form.get("provider") == "google" else "microsoft"
    return request.carry_out(act, lambda error: _again(request, name, error, {**form, "secret": ""}))


@router.post("/settings/mail-servers/grants/{grant_id}")
def use_grant(request: ARequest, form: AForm, grant_id: int) -> Response:
    """Has letters leave by a mailbox, or has it read; takes another secret; makes a link for its owner."""
    request.check_form(form)
    name = f"grant-{grant_id}"
    try:
        match form.get("action"):
            case "link":
                with request.changing() as session:
                    link = consents.begin(session, request.now, grant_id, request.viewer(session).name)
                return _page(request, link=link, link_of=grant_id)
            case "read":
                return _read(request, grant_id)
            case "letters" | "secret" | "remove":
                return request.carry_out(
                    lambda session: _change(session, request, form, grant_id),
                    lambda error: _again(request, name, error, {**form, "secret": ""}),
                )
            case _:
                raise BadInput("Choose what is to be done with the mailbox.")
    except (BadInput, NotFound, MailboxTrouble) as error:
        return _again(request, name, error, {**form, "secret": ""})


@router.post("/settings/channels/{tag}/limits")
def set_limits(request: ARequest, form: AForm, tag: str) -> Response:
    """How much the server of a channel takes."""
    request.check_form(form)

    def act(session: Session) -> str:
        limits = Limits(
            _number(form, "per_minute"), _number(form, "per_day"), bool(form.get("plus_return_paths"))
        )
        try:
            channels.limit(session, request.now, tag, limits, by=request.viewer(session).name)
        except NotFound as error:
            raise BadInput(error.message) from None
        return f"/settings?done=channel-limits#channel-{tag}"

    def again(error: SectorLaunchError) -> Response:
        return installation_page(request, form_error=FormError.of(f"limits-{tag}", error, form))

    return request.carry_out(act, again)


def _change(session: Session, request: PortalRequest, form: AForm, grant_id: int) -> str:
    grant = grants.find(session, grant_id)
    viewer = request.viewer(session)
    if form.get("action") == "secret":
        grants.hand_in(session, request.now, grant, form.get("secret", ""), viewer.name)
        return "/settings/mail-servers?done=mail-grant-secret"
    if form.get("action") == "remove":
        grants.remove(session, request.now, grant_id, viewer.name)
        return "/settings/mail-servers?done=mail-grant-removed"
    by = session.get_one(Account, viewer.account_id)
    return _lead_letters(session, request, doors.channel_address(grant, request.settings), grant.mailbox, by)


def _lead_letters(session: Session, request: PortalRequest, address: str, sender: str, by: Account) -> str:
    settings = request.settings
    done = keepers.set_channel(session, request.now, LETTER_TAG, address, sender, settings=settings, by=by)
    return f"/settings?done={'channel' if isinstance(done, Channel) else 'letters-way-asked'}"


def _read(request: PortalRequest, grant_id: int) -> Response:
    """The mailbox is opened before the unit of work: the provider may take its time."""
    with request.reading() as session:
        by = request.viewer(session).name
        grant = grants.find(session, grant_id)
        url, address = doors.inbox_address(grant, request.settings), grant.mailbox
    tried = mailboxes.try_out(url, request.tokens)
    with request.changing() as session:
        kept = mailboxes.add(session, request.now, READ_AS, url, address, by=by)
        mailboxes.read_from_here(session, request.now, kept, tried, by=by)
    return RedirectResponse("/settings?done=mailbox", 303)


def _number(form: AForm, name: str) -> int | None:
    typed = form.get(name, "").strip()
    return form_values.whole(typed, "Write the number in digits.", digits=7) if typed else None


def _again(request: PortalRequest, name: str, error: SectorLaunchError, typed: dict[str, str]) -> Response:
    return _page(request, form_error=FormError.of(name, error, typed))


def _page(
    request: PortalRequest,
    *,
    done: str = "",
    form_error: FormError | None = None,
    link: str = "",
    link_of: int = 0,
) -> Response:
    with request.reading() as session:
        viewer = request.viewer(session)
        return request.page(
            "mail_servers.html",
            status=form_error.status if form_error else 200,
            viewer=viewer,
            grants=grants.list_grants(session),
            channels=channels.list_channels(session),
            services=mail_server_form.KEY_SERVICES,
            redirect=links.mail_consented(),
            link=link,
            link_of=link_of,
            notice=flash(done),
            form_error=form_error,
        )
