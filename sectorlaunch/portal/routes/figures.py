"""What people would rather look at than read: figures, with their numbers beneath, and the page for a board packet."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.portal import charts
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.portal_request import ARequest
from sectorlaunch.portal.security_headers import CHART_POLICY
from sectorlaunch.portal.views import figures as figure_views
from sectorlaunch.portal.views import launch

router = APIRouter()


@router.get("/partnerships/{slug}/figures")
def figures(request: ARequest, slug: str) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = list(figure_views.figures(at))
        return request.partnership_page("figures.html", at, figures=found)


@router.get("/partnerships/{slug}/figures/{name}.svg")
def figure(request: ARequest, slug: str, name: str) -> Response:
    """One figure as a drawing, for the page and to be put into a report."""
    with request.reading() as session:
        at = request.convened(session, slug)
        wanted = [one for one in figure_views.figures(at) if one.key == name]
    if not wanted:
        raise LinkUnknown
    headers = {"Content-Security-Policy": CHART_POLICY}
    return Response(charts.svg(wanted[0]), media_type="image/svg+xml", headers=headers)


@router.get("/partnerships/{slug}/status")
def status(request: ARequest, slug: str) -> Response:
    """One page for a board packet, to be printed: where the launch stands, what is next, what is needed."""
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page(
            "status.html",
            at,
            page=launch.launch_page(at),
            figures=list(figure_views.figures(at)),
        )
