"""The rehearsal: run from the page, shown as a story."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from sectorlaunch.export import partnership_as_file
from sectorlaunch.portal.entry import Stranger
from sectorlaunch.portal.portal_request import AForm, AVisit
from sectorlaunch.portal.security_headers import LETTER_POLICY

router = APIRouter()
LOOK_AGAIN_SECONDS = 3


@router.get("/partnerships/{slug}/rehearsal")
def rehearsal(visit: AVisit, slug: str) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        standing = visit.portal.rehearsals.standing(slug)
        page = visit.partnership_page("rehearsal.html", at, standing=standing)
    if standing.is_under_way:
        page.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return page


@router.post("/partnerships/{slug}/rehearsal")
def walk(visit: AVisit, form: AForm, slug: str) -> Response:
    """Begins one from the records as they are. Nothing is sent, and nothing in the records changes."""
    visit.check_form(form)
    rehearsals = visit.portal.rehearsals
    with visit.reading() as session:
        at = visit.convened(session, slug)
        today = visit.now.astimezone(ZoneInfo(at.partnership.zone)).date()
        if not rehearsals.standing(slug).is_under_way:
            path = partnership_as_file.write_files(session, at.partnership, today, rehearsals.folder(slug))
            rehearsals.begin(slug, path, _seed(form.get("seed", "")))
    return RedirectResponse(f"/partnerships/{slug}/rehearsal", 303)


@router.get("/partnerships/{slug}/rehearsal/story")
def story(visit: AVisit, slug: str) -> Response:
    """The page of the last rehearsal alone, with its own styles, for the frame and to be kept."""
    with visit.reading() as session:
        visit.convened(session, slug)
    html = visit.portal.rehearsals.story(slug)
    if html is None:
        raise Stranger
    return HTMLResponse(html, headers={"Content-Security-Policy": LETTER_POLICY})


def _seed(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 7 else 1
