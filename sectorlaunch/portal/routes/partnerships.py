"""The list of partnerships, and each one's page."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.portal import conveners
from sectorlaunch.portal.portal_request import ARequest, FormError, PortalRequest
from sectorlaunch.portal.routes.today import own_parts
from sectorlaunch.portal.views import launch
from sectorlaunch.records import accounts
from sectorlaunch.status import paces, status

router = APIRouter()
PAGE = 50


@router.get("/partnerships")
def partnerships(request: ARequest, after: int = 0) -> Response:
    with request.reading() as session:
        viewer = request.viewer(session)
        if not viewer.may("GET", "/settings"):
            return own_parts(request, session, viewer)
        found = conveners.partnerships(
            session, viewer.account_id, after=after, limit=PAGE + 1, sees_all=viewer.sees_all
        )
        shown = found[:PAGE]
        return request.page(
            "partnerships.html",
            viewer=viewer,
            rows=list(
                zip(
                    shown,
                    status.statuses(session, shown),
                    paces.of_all(session, request.now, shown),
                    strict=True,
                )
            ),
            parts=[]
            if viewer.sees_all or after
            else accounts.partnerships_with_a_part(session, viewer.account_id),
            is_first=after == 0,
            next_after=shown[-1].id if len(found) > PAGE else None,
        )


@router.get("/partnerships/{slug}")
def partnership(request: ARequest, slug: str, done: str = "") -> Response:
    return launch_page(request, slug, done=done)


def launch_page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    """The partnership's own page, shown again by the routes of the forms that stand on it."""
    with request.reading() as session:
        at = request.convened(session, slug)
        page = launch.launch_page(at)
        return request.partnership_page("partnership.html", at, done=done, form_error=form_error, page=page)
