"""What happened in a partnership, who did it and when; and everything on record, to take away."""

import io

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import taking_away
from sectorlaunch.export import archive as archive_export
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.portal_request import ARequest
from sectorlaunch.portal.views import history as history_views

router = APIRouter()


@router.get("/partnerships/{slug}/history")
def history(request: ARequest, slug: str, before: int | None = None, all: bool = False) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        page = history_views.page(session, at.run_id, before=before, everything=all)
        return request.partnership_page("history.html", at, page=page, everything=all)


@router.post("/partnerships/{slug}/archive")
def archive(form: APartnershipForm) -> Response:
    """Everything on record as one ZIP archive; that it was taken, and by whom, is on record too."""
    request, slug = form.request, form.slug
    taken = io.BytesIO()
    with request.changing() as session:
        at = request.convened(session, slug)
        taking_away.note(session, at.now, at.run_id, by=at.by)
        day = at.today
    with request.reading() as session:  # a long archive takes seconds: nobody who writes waits for it
        archive_export.write(request.convened(session, slug), taken)
    name = f'attachment; filename="{slug}-{day.isoformat()}.zip"'
    return Response(taken.getvalue(), media_type="application/zip", headers={"Content-Disposition": name})
