"""A census file handed in on the sector page."""

from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.errors import BadInput
from sectorlaunch.labour_market import reading
from sectorlaunch.labour_market.reading import Reading
from sectorlaunch.operations.sector import labour_market
from sectorlaunch.portal.routes import sector
from sectorlaunch.portal.visit import AnUpload, AVisit, Trouble, Upload

router = APIRouter()


@router.post("/partnerships/{slug}/census")
def take_in(visit: AVisit, upload: AnUpload, slug: str) -> Response:
    """Reads the file with nothing held open, then puts it on record."""
    visit.check_form(upload.fields)
    with visit.reading() as session:
        counties = labour_market.codes(session, visit.convened(session, slug).partnership)

    def again(message: str) -> Response:
        return sector.page(visit, slug, trouble=Trouble("census", message, upload.fields))

    try:
        found = _read(upload, counties)
    except BadInput as error:
        return again(error.message)

    def load(session: Session) -> str:
        at = visit.convened(session, slug)
        loaded = labour_market.load(session, visit.now, at.run_id, found, by=at.viewer.name)
        return f"/partnerships/{slug}/sector?done={'census' if loaded.is_new else 'census-known'}#files"

    return visit.carry_out(load, again)


def _read(upload: Upload, counties: Collection[str]) -> Reading:
    if not upload.data:
        raise BadInput("Choose a file of the census, then send it.")
    name = Path(upload.name).name or "census.csv"
    with TemporaryDirectory() as folder:
        file = Path(folder) / "census.csv"
        file.write_bytes(upload.data)
        return reading.read(file, counties=counties, name=name)
