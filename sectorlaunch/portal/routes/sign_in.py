"""Signing in by a one-time link, and out again."""

import re

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from sectorlaunch.actions import access as access_actions
from sectorlaunch.portal import sessions, sign_in_links
from sectorlaunch.portal.portal_request import AForm, AVisit
from sectorlaunch.records import access
from sectorlaunch.tables import LinkPurpose, Person

router = APIRouter()

OURS = re.compile(r"/(partnerships|mailbox|settings)(/\w[\w.-]*)*")
"""Where one may be sent after signing in: pages of ours for conveners, and nowhere else."""


@router.get("/sign-in")
def ask_for_link(visit: AVisit) -> Response:
    return visit.page("sign_in.html", asked=False)


@router.post("/sign-in")
def send_link(visit: AVisit, form: AForm) -> Response:
    """The answer is the same for every address, so that nobody learns who convenes."""
    with visit.changing() as session:
        sign_in_links.send(session, visit.now, form.get("email", ""), visit.settings.lead_addresses)
    return visit.page("sign_in.html", asked=True)


@router.get("/sign-in/{token}")
def offer_sign_in(visit: AVisit, token: str) -> Response:
    """Only shows a button: mail scanners open every link, and must not use this one up."""
    with visit.reading() as session:
        link = access.look_up(session, visit.now, token, LinkPurpose.SIGN_IN)
        if link is None:
            return visit.page("sign_in_spent.html", status=404)
        return visit.page("sign_in_link.html", token=token, name=session.get_one(Person, link.person_id).name)


@router.post("/sign-in/{token}")
def sign_in(visit: AVisit, token: str) -> Response:
    with visit.changing() as session:
        person_id = _use(session, visit, token)
    if person_id is None:
        return visit.page("sign_in_spent.html", status=404)
    wanted = visit.request.cookies.get(sessions.WANTED, "")
    response = RedirectResponse(wanted if OURS.fullmatch(wanted) else "/", 303)
    response.delete_cookie(sessions.WANTED, httponly=True, samesite="lax")
    response.set_cookie(
        sessions.COOKIE,
        visit.portal.sessions.begin(visit.now, person_id),
        max_age=int(sessions.LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=visit.settings.portal_url.startswith("https://"),
    )
    return response


@router.post("/sign-out")
def sign_out(visit: AVisit, form: AForm) -> Response:
    visit.check_form(form)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(sessions.COOKIE, httponly=True, samesite="lax")
    return response


def _use(session: Session, visit: AVisit, token: str) -> int | None:
    person = access_actions.use_sign_in(session, visit.now, token)
    return person.id if person is not None else None
