"""What people would rather look at than read: figures, with their numbers beneath, and the page for a board packet."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.portal import charts
from sectorlaunch.portal.entry import Stranger
from sectorlaunch.portal.portal_request import AVisit
from sectorlaunch.portal.security_headers import CHART_POLICY
from sectorlaunch.portal.views import figures as figure_views
from sectorlaunch.portal.views import launch

router = APIRouter()


@router.get("/partnerships/{slug}/figures")
def figures(visit: AVisit, slug: str) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        found = list(figure_views.figures(session, visit.now, at.partnership, at.run_id))
        return visit.partnership_page("figures.html", at, figures=found)


@router.get("/partnerships/{slug}/figures/{name}.svg")
def figure(visit: AVisit, slug: str, name: str) -> Response:
    """One figure as a drawing, for the page and to be put into a report."""
    with visit.reading() as session:
        at = visit.convened(session, slug)
        wanted = [
            one
            for one in figure_views.figures(session, visit.now, at.partnership, at.run_id)
            if one.key == name
        ]
    if not wanted:
        raise Stranger
    headers = {"Content-Security-Policy": CHART_POLICY}
    return Response(charts.svg(wanted[0]), media_type="image/svg+xml", headers=headers)


@router.get("/partnerships/{slug}/status")
def status(visit: AVisit, slug: str) -> Response:
    """One page for a board packet, to be printed: where the launch stands, what is next, what is needed."""
    with visit.reading() as session:
        at = visit.convened(session, slug)
        return visit.partnership_page(
            "status.html",
            at,
            sight=launch.launch(session, visit.now, at.partnership),
            figures=list(figure_views.figures(session, visit.now, at.partnership, at.run_id)),
        )
