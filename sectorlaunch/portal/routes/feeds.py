"""Private calendars: the address a calendar program fetches, and the page on which a person gets theirs."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from sectorlaunch.actions import feeds as feed_actions
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_values
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.pages import zone_of
from sectorlaunch.portal.portal_request import AForm, ARequest, PortalRequest
from sectorlaunch.records import access, feeds
from sectorlaunch.tables import LinkPurpose, Partnership

router = APIRouter()


@router.get("/c/{token}.ics")
def calendar(request: ARequest, token: str) -> Response:
    """What a program fetches every few hours. It changes nothing, and names nobody's address."""
    with request.reading() as session:
        text = feeds.read_feed(session, request.now, token)
    if text is None:
        raise LinkUnknown
    return Response(
        text,
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="dates.ics"'},
    )


@router.get("/p/{token}/calendar")
def offer(request: ARequest, token: str) -> Response:
    return _page(request, token)


@router.post("/p/{token}/calendar")
def make(request: ARequest, form: AForm, token: str) -> Response:
    """Makes an address and shows it once: only its hash is kept. The one before stops working. Or keeps or ends one."""
    deed = {"renew": feed_actions.renew, "end": feed_actions.end}.get(form.get("action", ""))
    if deed is not None:
        with request.changing() as session:
            person_id, partnership_id = _holder(request, session, token)
            deed(session, request.now, person_id, partnership_id, form_values.number(form.get("link", "")))
        return RedirectResponse(f"/p/{token}/calendar", 303)
    team = form.get("team", "")
    if team and (not team.isdecimal() or len(team) > 9):
        raise BadInput("Choose one of your action teams.")
    with request.changing() as session:
        person_id, partnership_id = _holder(request, session, token)
        made = feed_actions.open_feed(
            session, request.now, person_id, partnership_id, int(team) if team else None
        )
    return _page(request, token, address=f"{request.settings.portal_url}/c/{made}.ics")


def _page(request: PortalRequest, token: str, *, address: str = "") -> Response:
    with request.reading() as session:
        person_id, partnership_id = _holder(request, session, token)
        teams = feeds.teams_of(session, person_id, partnership_id)
        held = feeds.all_held(session, request.now, person_id, partnership_id)
        zone = zone_of(session.get_one(Partnership, partnership_id))
    names = {team.pk: team.name for team in teams}
    return request.page(
        "feed.html", token=token, teams=teams, address=address, held=held, names=names, zone=zone
    )


def _holder(request: PortalRequest, session: Session, token: str) -> tuple[int, int]:
    link = access.look_up(session, request.now, token, LinkPurpose.PERSONAL)
    if link is None or link.partnership_id is None:
        raise LinkUnknown
    request.speak(session, link.person_id)
    return link.person_id, link.partnership_id
