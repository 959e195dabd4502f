"""The rehearsal: run from the page, shown as a story."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from sectorlaunch.export import partnership_as_file
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.portal_request import ARequest
from sectorlaunch.portal.security_headers import letter_frame

router = APIRouter()
LOOK_AGAIN_SECONDS = 3


@router.get("/partnerships/{slug}/rehearsal")
def rehearsal(request: ARequest, slug: str) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        status = request.portal.rehearsals.status(slug)
        page = request.partnership_page("rehearsal.html", at, shown=status)
    if status.is_under_way:
        page.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return page


@router.post("/partnerships/{slug}/rehearsal")
def walk(form: APartnershipForm) -> Response:
    """Begins one from the records as they are. Nothing is sent, and nothing in the records changes."""
    request, slug = form.request, form.slug
    rehearsals = request.portal.rehearsals
    with request.reading() as session:
        at = request.convened(session, slug)
        if not rehearsals.status(slug).is_under_way:
            path = partnership_as_file.write_files(at, rehearsals.folder(slug))
            rehearsals.begin(slug, path, _seed(form.get("seed", "")))
    return RedirectResponse(f"/partnerships/{slug}/rehearsal", 303)


@router.get("/partnerships/{slug}/rehearsal/story")
def story(request: ARequest, slug: str) -> Response:
    """The page of the last rehearsal alone, with its own styles, for the frame and to be kept."""
    with request.reading() as session:
        request.convened(session, slug)
    html = request.portal.rehearsals.story(slug)
    if html is None:
        raise LinkUnknown
    return letter_frame(html)


def _seed(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 7 else 1
