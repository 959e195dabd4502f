"""Whether letters arrive: the domain they leave from, a test letter to oneself, and their signature."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from notifications.envelope import Outcome
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.mail_domain.names import NameServers
from sectorlaunch.outbox import arrival_tests, signing_keys
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.portal.views import arriving

router = APIRouter()


@router.get("/settings/arriving")
def look(request: ARequest, done: str = "") -> Response:
    return _page(request, done=done)


@router.post("/settings/arriving")
def change(request: ARequest, form: AForm) -> Response:
    """Sends a test letter, reads the source of one, makes a key, and has letters signed or not."""
    request.check_form(form)
    with request.reading() as session:
        by = request.viewer(session).name
    action = form.get("action", "")
    try:
        done = _carry_out(request, form, action, by)
    except (BadInput, NotFound) as error:
        return _page(request, form_error=FormError(action, error.message, form))
    return RedirectResponse(f"/settings/arriving?done={done}", 303)


def _carry_out(request: PortalRequest, form: AForm, action: str, by: str) -> str:
    engine, hosts = request.portal.engine, request.settings.allowed_channel_hosts
    if action == "send":
        _, receipt = arrival_tests.send(engine, request.now, hosts, form.get("to", ""), request.tokens)
        if receipt.outcome is not Outcome.SENT:
            raise BadInput(f"The test letter did not go: {receipt.words or receipt.outcome.value}")
        return "test-letter-sent"
    with request.reading() as session:
        leaves = arrival_tests.sending(session, hosts)
    if leaves is None:
        raise BadInput(arrival_tests.NO_LETTERS)
    if action == "sign":
        names = NameServers(request.settings.name_server_addresses)
        signing_keys.begin(engine, request.now, names, leaves.domain, by)
        return "signing"
    with request.changing() as session:
        if action == "read":
            arrival_tests.take_source(session, request.now, form.get("source", ""), hosts)
            return "test-letter-read"
        if action == "key":
            signing_keys.make(session, request.now, leaves.domain, by)
            return "signing-key"
        if action == "stop-signing":
            signing_keys.end(session, request.now, leaves.domain, by)
            return "signing-ended"
    raise BadInput("Choose what is to be done.")


def _page(request: PortalRequest, *, done: str = "", form_error: FormError | None = None) -> Response:
    with request.reading() as session:
        viewer = request.viewer(session)
    return request.page(
        "arriving.html",
        status=form_error.status if form_error else 200,
        viewer=viewer,
        page=arriving.of(request.portal.engine, request.settings),
        notice=flash(done),
        form_error=form_error,
    )
