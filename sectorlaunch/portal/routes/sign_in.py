"""Signing in by a one-time link, and out again."""

import re

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from sectorlaunch.actions import accounts, sign_ins
from sectorlaunch.portal import sessions, sign_in_links
from sectorlaunch.portal.browser_words import browser_words
from sectorlaunch.portal.portal_request import AForm, ARequest
from sectorlaunch.portal.rate_limit import RateLimits
from sectorlaunch.records import access
from sectorlaunch.tables import Account, AccountLinkPurpose

router = APIRouter()

OURS = re.compile(r"/(partnerships|portfolio|mailbox|settings|account)(/\w[\w.-]*)*")
"""Where one may be sent after signing in: pages of ours, and nowhere else."""


@router.get("/sign-in")
def ask_for_link(request: ARequest) -> Response:
    return request.visit("sign_in.html", asked=False)


@router.post("/sign-in")
def send_link(request: ARequest, form: AForm) -> Response:
    """The answer is the same for every address, so that nobody learns who signs in here."""
    request.check_visit(form)
    limits: RateLimits = request.http.app.state.limits
    limits.ask(request.now, form.get("email", "").strip().lower())
    with request.changing() as session:
        sign_in_links.send(session, request.now, form.get("email", ""), request.settings.lead_addresses)
    return request.visit("sign_in.html", asked=True)


@router.get("/sign-in/{token}")
def offer_sign_in(request: ARequest, token: str) -> Response:
    """Only shows a button: mail scanners open every link, and must not use this one up."""
    with request.reading() as session:
        link = access.of_account(session, request.now, token, AccountLinkPurpose.SIGN_IN)
        if link is None:
            return request.page("sign_in_spent.html", status=404)
        account = session.get_one(Account, link.account_id)
        request.speak_to(session, account)
        name = account.name
    return request.visit("sign_in_link.html", token=token, name=name)


@router.post("/sign-in/{token}")
def sign_in(request: ARequest, form: AForm, token: str) -> Response:
    with request.reading() as session:
        if access.of_account(session, request.now, token, AccountLinkPurpose.SIGN_IN) is None:
            return request.page("sign_in_spent.html", status=404)
    request.check_visit(form)
    secret, browser = sessions.new_secret(), browser_words(request.http.headers.get("user-agent", ""))
    with request.changing() as session:
        account = accounts.use_sign_in(session, request.now, token)
        begun = (
            sign_ins.begin(session, request.now, account.pk, secret, browser) if account is not None else None
        )
    if begun is None:
        return request.page("sign_in_spent.html", status=404)
    wanted = request.http.cookies.get(sessions.WANTED, "")
    response = RedirectResponse(wanted if OURS.fullmatch(wanted) else "/", 303)
    response.delete_cookie(sessions.WANTED, httponly=True, samesite="lax")
    response.set_cookie(
        sessions.COOKIE,
        request.portal.sessions.cookie(begun.account_id, secret, begun.expires_at),
        max_age=int(sign_ins.LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.settings.is_https,
    )
    return response


@router.post("/sign-out")
def sign_out(request: ARequest, form: AForm) -> Response:
    request.check_form(form)
    with request.changing() as session:
        row = request.sign_in(session)
        if row is not None:
            sign_ins.end(session, request.now, row.account_id, row.pk)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(sessions.COOKIE, httponly=True, samesite="lax")
    return response
