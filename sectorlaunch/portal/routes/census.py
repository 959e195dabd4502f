"""The census files of a region: those on record, one handed in, and whole quarters fetched from the Bureau."""

from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import census_fetches, census_loading
from sectorlaunch.census import archives
from sectorlaunch.census.reading import Reading
from sectorlaunch.errors import BadInput, SectorLaunchError
from sectorlaunch.portal import form_values
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.portal_request import AnUpload, ARequest, Convened, FormError, PortalRequest, Upload
from sectorlaunch.portal.views import census

router = APIRouter()
LARGEST_UNPACKED = 100_000_000
"""Bytes: a few states and years."""


@router.get("/partnerships/{slug}/census")
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/census")
def take_in(request: ARequest, upload: AnUpload, slug: str) -> Response:
    """Reads the file, or what the region needs of an archive, with nothing held open; then puts it on record."""
    request.check_form(upload.fields)
    with request.reading() as session:
        counties = census_loading.codes(session, request.convened(session, slug).partnership)

    def again(error: SectorLaunchError) -> Response:
        return _page(request, slug, form_error=FormError.of("census", error, upload.fields))

    try:
        found = _read(upload, counties)
    except BadInput as error:
        return again(error)

    def load(session: Session) -> str:
        at = request.convened(session, slug)
        loaded = [
            census_loading.load(session, request.now, at.run_id, one, by=at.viewer.name).is_new
            for one in found
        ]
        return f"/partnerships/{slug}/census?done={'census' if any(loaded) else 'census-known'}#files"

    return request.carry_out(load, again)


@router.post("/partnerships/{slug}/census/fetching")
def fetch(form: APartnershipForm) -> Response:
    """Asks for whole quarters and returns at once; the fetcher fetches them, and the page shows how far it is."""

    def ask(at: Convened) -> str:
        typed = form.get("others", "").replace(",", " ").split()
        census_fetches.ask(
            at.session,
            at.now,
            at.run_id,
            [*form_values.ticked(form, "quarter-"), *typed],
            by=at.by,
            nation=form.get("nation") == "yes",
            states=form.get("states") == "yes",
        )
        return "/census"

    answer = form.carry_out(ask, "fetch", _page)
    form.request.portal.census.ring()
    return answer


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = census.look(at, request.settings.census_folder)
        if found.is_left(request.now):
            request.portal.census.ring()  # whoever was at it is gone; the page that is waited at wakes another
        return request.partnership_page("census.html", at, done=done, form_error=form_error, page=found)


def _read(upload: Upload, counties: Collection[str]) -> list[Reading]:
    if not upload.data:
        raise BadInput("Choose a file of the census, then send it.")
    name = Path(upload.name).name or "census.csv"
    with TemporaryDirectory() as folder:
        file = Path(folder) / "census.csv"
        file.write_bytes(upload.data)
        return archives.read(file, counties=counties, name=name, largest=LARGEST_UNPACKED)
