"""The rhythm of the partnership's meetings: set, changed and ended on the page of all meetings."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.errors import BadInput
from sectorlaunch.portal import on_record, rhythm_form
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import Convened
from sectorlaunch.portal.routes import meetings
from sectorlaunch.tables import MeetingKind

router = APIRouter()
KINDS = (MeetingKind.QUARTERLY, MeetingKind.SUPPORT_TEAM, MeetingKind.HEALTH_CHECK)


@router.post("/partnerships/{slug}/rhythms")
def keep(form: APartnershipForm) -> Response:
    """Sets or changes the rhythm of a kind of meeting, or ends it."""

    def changes(at: Convened) -> OnRecord | None:
        return on_record.rhythm(rhythm_form.standing(at, form, _kind(form)))

    def act(at: Convened) -> str:
        do = rhythm_form.end if form.get("action") == "end-rhythm" else rhythm_form.keep
        return f"/meetings?done={do(at, form, _kind(form), by=at.by)}#rhythm"

    name = f"{form.get('action', '')}-{form.get('kind', '').replace(' ', '-')}"
    return form.carry_out(act, name, meetings.everything_again, changes=changes)


def _kind(form: PartnershipForm) -> MeetingKind:
    found = next((kind for kind in KINDS if kind == form.get("kind")), None)
    if found is None:
        raise BadInput("Choose which meetings it is for.")
    return found
