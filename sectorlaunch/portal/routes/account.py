"""One's own account: the name and the address one signs in with, which nobody else changes."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from sectorlaunch.actions import accounts as account_actions
from sectorlaunch.engine import accounts
from sectorlaunch.errors import BadInput
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.records import access
from sectorlaunch.records import accounts as account_records
from sectorlaunch.tables import Account, AccountLinkPurpose

router = APIRouter()


@router.get("/account")
def own(request: ARequest, done: str = "") -> Response:
    return _page(request, done=done)


@router.post("/account")
def change(request: ARequest, form: AForm) -> Response:
    """Another name, or the wish for another address: that is asked at the old one first."""
    request.check_form(form)
    wished = form.get("wish", "")
    try:
        with request.changing() as session:
            account = session.get_one(Account, request.viewer(session).account_id)
            if wished == "address":
                accounts.ask_for_address(session, request.now, account, form.get("email", ""))
            else:
                account_actions.rename(session, request.now, account, form.get("name", ""))
    except BadInput as error:
        return _page(request, form_error=FormError(wished, error.message, form))
    return RedirectResponse(f"/account?done={'address-asked' if wished == 'address' else 'renamed'}", 303)


@router.get("/account/address/{token}")
def offer(request: ARequest, token: str) -> Response:
    """Only shows a button: mail scanners open every link, and must not use this one up."""
    with request.reading() as session:
        for purpose in (AccountLinkPurpose.OLD_ADDRESS, AccountLinkPurpose.NEW_ADDRESS):
            link = access.of_account(session, request.now, token, purpose)
            change = account_records.open_change(session, link.account_id) if link is not None else None
            if link is not None and change is not None:
                return request.page(
                    "account_address.html",
                    token=token,
                    account=session.get_one(Account, link.account_id),
                    change=change,
                    step="agree" if purpose is AccountLinkPurpose.OLD_ADDRESS else "confirm",
                    taken="",
                    refusal="",
                )
    return _spent(request)


@router.post("/account/address/{token}")
def take_step(request: ARequest, token: str) -> Response:
    refusal = ""
    taken: str | None = None
    try:
        with request.changing() as session:
            taken = accounts.follow_link(session, request.now, token)
    except BadInput as error:
        refusal = error.message
    if taken is None and not refusal:
        return _spent(request)
    return request.page(
        "account_address.html", status=422 if refusal else 200, taken=taken or "", refusal=refusal
    )


def _spent(request: PortalRequest) -> Response:
    return request.page("sign_in_spent.html", status=404)


def _page(request: PortalRequest, *, done: str = "", form_error: FormError | None = None) -> Response:
    with request.reading() as session:
        viewer = request.viewer(session)
        return request.page(
            "account.html",
            status=422 if form_error else 200,
            viewer=viewer,
            account=session.get_one(Account, viewer.account_id),
            change=account_records.open_change(session, viewer.account_id),
            notice=flash(done),
            form_error=form_error,
        )
