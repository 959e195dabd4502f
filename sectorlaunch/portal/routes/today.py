"""The page after signing in: what needs this convener, over all their partnerships."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.portal import conveners
from sectorlaunch.portal.conveners import Viewer
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.portal_request import ARequest, PortalRequest
from sectorlaunch.portal.views import today as today_views
from sectorlaunch.readiness import looking
from sectorlaunch.records import accounts, delivery, standstills
from sectorlaunch.status import paces

router = APIRouter()
GLANCES = 8
"""Of how many partnerships the page says how they stand."""
MOST = 200
"""Partnerships looked at; whoever convenes more goes by the list of partnerships."""


@router.get("/")
def today(request: ARequest, done: str = "") -> Response:
    with request.reading() as session:
        viewer = request.viewer(session)
        if not viewer.may("GET", "/settings"):
            return own_parts(request, session, viewer, done)
        mine = conveners.partnerships(session, viewer.account_id, after=0, limit=MOST)
        return request.page(
            "today.html",
            viewer=viewer,
            needs=today_views.needs(session, request.now, viewer.account_id, mine),
            partnerships=mine,
            parts=accounts.partnerships_with_a_part(session, viewer.account_id),
            stand=list(zip(mine[:GLANCES], paces.of_all(session, request.now, mine[:GLANCES]), strict=True)),
            changes="/changes",
            standing=looking.for_conveners(session, request.settings, request.now),
            leaves=delivery.leaves_the_machine(session),
            stands_still=standstills.is_still(session),
        )


def own_parts(request: PortalRequest, session: Session, viewer: Viewer, done: str = "") -> Response:
    """The same for those who convene nothing: where they have a part, in their language."""
    return request.page(
        "own_parts.html",
        viewer=viewer,
        parts=accounts.partnerships_with_a_part(session, viewer.account_id),
        notice=flash(done, request.language),
    )
