"""The list of partnerships, each one's page, and its timeline."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch import status, timeline
from sectorlaunch.operations import anchors, people_of
from sectorlaunch.portal import conveners
from sectorlaunch.portal.notices import notice
from sectorlaunch.portal.sights import launch
from sectorlaunch.portal.visit import AVisit

router = APIRouter()
PAGE = 50


@router.get("/partnerships")
def partnerships(visit: AVisit, after: int = 0) -> Response:
    with visit.reading() as session:
        viewer = visit.viewer(session)
        found = conveners.partnerships(session, viewer.person_id, after=after, limit=PAGE + 1)
        shown = found[:PAGE]
        return visit.page(
            "partnerships.html",
            viewer=viewer,
            rows=list(zip(shown, status.statuses(session, shown), strict=True)),
            is_first=after == 0,
            next_after=shown[-1].id if len(found) > PAGE else None,
        )


@router.get("/partnerships/{slug}")
def partnership(visit: AVisit, slug: str, done: str = "") -> Response:
    with visit.reading() as session:
        viewer = visit.viewer(session)
        found = conveners.partnership(session, viewer.person_id, slug)
        return visit.page(
            "partnership.html",
            viewer=viewer,
            partnership=found,
            zone=ZoneInfo(found.zone),
            sight=launch.launch(session, visit.now, found),
            notice=notice(done),
            trouble=None,
        )


@router.get("/partnerships/{slug}/timeline")
def whole_timeline(visit: AVisit, slug: str) -> Response:
    with visit.reading() as session:
        viewer = visit.viewer(session)
        found = conveners.partnership(session, viewer.person_id, slug)
        assert found.id is not None
        run = people_of.run_of(session, found.id)
        assert run.id is not None
        return visit.page(
            "timeline.html",
            viewer=viewer,
            partnership=found,
            zone=ZoneInfo(found.zone),
            entries=timeline.timeline(session, visit.now, found),
            launch_on=anchors.launch_date(session, found),
            events=timeline.events(session, run.id, 100),
        )
