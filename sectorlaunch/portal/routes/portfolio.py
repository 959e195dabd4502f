"""Everything somebody convenes, or a lead sees, on one page."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.portal import conveners
from sectorlaunch.portal.portal_request import ARequest
from sectorlaunch.status import portfolio

router = APIRouter()
MOST = 2000
"""Partnerships on the page."""


@router.get("/portfolio")
def show(request: ARequest) -> Response:
    with request.reading() as session:
        viewer = request.viewer(session)
        found = conveners.partnerships(
            session, viewer.account_id, after=0, limit=MOST, sees_all=viewer.sees_all
        )
        return request.page(
            "portfolio.html",
            viewer=viewer,
            page=portfolio.of(session, request.now, found),
            healths=portfolio.HEALTHS,
        )
