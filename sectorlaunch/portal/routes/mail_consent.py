"""Where the owner of a mailbox agrees that it is used. They need not be signed in: the link they were given is good once."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.errors import BadInput
from sectorlaunch.mail_grants import consents
from sectorlaunch.mail_grants.consents import Asked
from sectorlaunch.portal.portal_request import AForm, ARequest, PortalRequest

router = APIRouter()


@router.get("/mail-consent/{state}")
def ask(request: ARequest, state: str) -> Response:
    """Says what is asked for, and leads to the provider."""
    asked = _asked(request, state)
    return _spent(request) if asked is None else _page(request, asked=asked)


@router.get("/mail-consent")
def came_back(request: ARequest, state: str = "", code: str = "", error: str = "") -> Response:
    """Where Microsoft or Google sends the owner back to, with a code that is good once; only shows a button."""
    asked = _asked(request, state)
    if asked is None:
        return _spent(request)
    if error or not code:
        return _page(request, 400, refused=error[:100] or "without a code")
    return _page(request, agreed=asked, state=state, code=code)


@router.post("/mail-consent")
def complete(request: ARequest, form: AForm) -> Response:
    """Takes what the owner agreed to; the link is used up."""
    state = form.get("state", "")
    if _asked(request, state) is None:
        return _spent(request)
    request.check_visit(form)
    engine, clouds = request.portal.engine, request.settings.clouds
    try:
        grant = consents.complete(engine, request.now, state, form.get("code", ""), clouds, request.tokens)
    except BadInput as refusal:
        return _page(request, 422, refusal=refusal.message)
    return _page(request, mailbox=grant.mailbox)


def _asked(request: PortalRequest, state: str) -> Asked | None:
    with request.reading() as session:
        return consents.asked(session, request.now, state, request.settings.clouds)


def _spent(request: PortalRequest) -> Response:
    return _page(request, 404, refusal=consents.OVERTAKEN)


def _page(request: PortalRequest, status: int = 200, **said: object) -> Response:
    nothing = {
        "asked": None,
        "agreed": None,
        "mailbox": "",
        "refused": "",
        "refusal": "",
        "state": "",
        "code": "",
    }
    return request.visit("mail_consent.html", status=status, **(nothing | said))
