"""Playbooks of the house, on the settings page of the installation: a keeper takes a file in, or offers one no more."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from sqlmodel import Session

from playbooks import loader
from playbooks.yaml_lines import FileMistakes
from sectorlaunch import playbook_vocabulary
from sectorlaunch.actions import house_playbooks as actions
from sectorlaunch.errors import BadInput, NotFound, SectorLaunchError
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.portal_request import AForm, AnUpload, ARequest, FormError, Upload
from sectorlaunch.portal.routes.settings import installation_page
from sectorlaunch.records import house_playbooks

router = APIRouter()
LARGEST = 1_000_000
"""Bytes; ours has 90,000."""


@router.post("/settings/playbooks")
def take_in(request: ARequest, upload: AnUpload) -> Response:
    """Checks the file as `playbook check` does, names every mistake with its line, and keeps it where there is none."""
    request.check_form(upload.fields)

    def again(error: SectorLaunchError) -> Response:
        return installation_page(request, form_error=FormError.of("playbook", error, upload.fields))

    with request.reading() as session:
        by = request.viewer(session).name
    try:
        text = _text(upload)
        playbook = loader.load(text, upload.name or "the file", playbook_vocabulary.vocabulary())
    except FileMistakes as found:
        said = "Nothing was kept. " + " · ".join(str(mistake) for mistake in found.mistakes[:20])
        return again(BadInput(said))
    except BadInput as error:
        return again(error)

    def act(session: Session) -> str:
        actions.take_in(session, request.now, text, playbook, by=by)
        return "/settings?done=playbook"

    return request.carry_out(act, again)


@router.post("/settings/playbooks/{key}")
def take_out(request: ARequest, form: AForm, key: str) -> Response:
    request.check_form(form)

    def act(session: Session) -> str:
        by = request.viewer(session).name
        if form.get("action") != "take-out":
            raise BadInput("Choose what is to be done with the playbook.")
        try:
            actions.take_out(session, request.now, key, by=by)
        except NotFound as error:
            raise BadInput(error.message) from None
        return "/settings?done=playbook-out"

    return request.carry_out(
        act, lambda error: installation_page(request, form_error=FormError.of(f"playbook-{key}", error, form))
    )


@router.get("/settings/playbooks/{key}.yaml")
def text(request: ARequest, key: str) -> Response:
    """The text of a playbook on offer, to read, or to begin one's own with."""
    with request.reading() as session:
        request.viewer(session)
        house = house_playbooks.texts(session)
    if key not in house and key not in loader.shipped():
        raise LinkUnknown
    return PlainTextResponse(house[key] if key in house else loader.shipped_text(key))


def _text(upload: Upload) -> str:
    if not upload.data:
        raise BadInput("Choose the file of the playbook.")
    if len(upload.data) > LARGEST:
        raise BadInput("A playbook has a megabyte at most.")
    try:
        return upload.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("Save the file as UTF-8 text, and choose it again.") from None
