"""An action team as its lead looks after it: members, calls, promises."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_values, on_record
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.rights import PART
from sectorlaunch.portal.routes.results import (
    add_promise,
    describe_team,
    join_team,
    set_call,
    settle_promise,
)
from sectorlaunch.portal.views import part as part_views
from sectorlaunch.tables import ActionTeam, Commitment

router = APIRouter()
MINE = f"{PART}/teams/{{team_id}}"


@router.get(MINE)
def one(request: ARequest, slug: str, team_id: int, done: str = "") -> Response:
    return _page(request, slug, team_id, done=done)


@router.post(MINE)
def look_after(form: APartnershipForm, team_id: int) -> Response:
    """Does what the form's action says, to this team and to nothing else."""
    asked = f"{form.get('action', '')}-{form.get('number', '')}"

    def act(at: Convened) -> str:
        _team(at, team_id)
        action = form.get("action", "")
        if action not in _ACTIONS:
            raise BadInput("Choose what is to be done.")
        if action == "settle":
            _promise(at, form, team_id)
        elif action == "promise":
            form["team"] = str(team_id)
        else:
            form["number"] = str(team_id)
        if action == "join":
            form.pop("lead", None)
        _ACTIONS[action](at, form)
        return f"/part/teams/{team_id}?done=result"

    def changes(at: Convened) -> OnRecord | None:
        match form.get("action"):
            case "describe":
                return on_record.team(_team(at, team_id))
            case "settle":
                return on_record.promise(_promise(at, form, team_id))
        return None

    return form.carry_out(act, asked, _page, team_id, changes=changes)


_ACTIONS: dict[str, Callable[[Convened, PartnershipForm], str]] = {
    "describe": describe_team,
    "join": join_team,
    "call": set_call,
    "promise": add_promise,
    "settle": settle_promise,
}


def _team(at: Convened, team_id: int) -> ActionTeam:
    found = at.session.get(ActionTeam, team_id)
    if found is None or found.partnership_id != at.partnership_id:
        raise LinkUnknown
    return found


def _promise(at: Convened, form: PartnershipForm, team_id: int) -> Commitment:
    found = at.session.get(Commitment, form_values.number(form.get("number", "")))
    if found is None or found.team_id != team_id or found.partnership_id != at.partnership_id:
        raise BadInput("That is not on record here.")
    return found


def _page(
    request: PortalRequest, slug: str, team_id: int, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        page = part_views.team(at, team_id, request.now)
        if page is None:
            raise LinkUnknown
        return request.partnership_page("part_team.html", at, done=done, form_error=form_error, page=page)
