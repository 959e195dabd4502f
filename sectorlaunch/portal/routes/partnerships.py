"""The list of partnerships, and each one's page."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.portal import conveners
from sectorlaunch.portal.portal_request import AVisit
from sectorlaunch.portal.views import launch
from sectorlaunch.status import paces, status

router = APIRouter()
PAGE = 50


@router.get("/partnerships")
def partnerships(visit: AVisit, after: int = 0) -> Response:
    with visit.reading() as session:
        viewer = visit.viewer(session)
        found = conveners.partnerships(
            session, viewer.person_id, after=after, limit=PAGE + 1, sees_all=viewer.sees_all
        )
        shown = found[:PAGE]
        return visit.page(
            "partnerships.html",
            viewer=viewer,
            rows=list(
                zip(
                    shown,
                    status.statuses(session, shown),
                    paces.of_all(session, visit.now, shown),
                    strict=True,
                )
            ),
            is_first=after == 0,
            next_after=shown[-1].id if len(found) > PAGE else None,
        )


@router.get("/partnerships/{slug}")
def partnership(visit: AVisit, slug: str, done: str = "") -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        sight = launch.launch(session, visit.now, at.partnership)
        return visit.partnership_page("partnership.html", at, done=done, sight=sight)
