"""An action team as its lead looks after it who is signed in, or a convener: its calls, promises, reports, its end."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.portal import team_form
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.rights import PART
from sectorlaunch.portal.team_form import TeamAtHand
from sectorlaunch.portal.views import team as team_views
from sectorlaunch.tables import ActionTeam, Person

router = APIRouter()
MINE = f"{PART}/teams/{{team_id}}"


@router.get(MINE)
def one(request: ARequest, slug: str, team_id: int, done: str = "") -> Response:
    return _page(request, slug, team_id, done=done)


@router.post(MINE)
def look_after(form: APartnershipForm, team_id: int) -> Response:
    """Does what the form's action says, to this team and to nothing else."""
    return form.carry_out(
        lambda at: f"/part/teams/{team_id}?done={team_form.act(_at(at, team_id), form)}",
        team_form.name_of(form),
        _page,
        team_id,
        changes=lambda at: team_form.changes(_at(at, team_id), form),
    )


def _at(at: Convened, team_id: int) -> TeamAtHand:
    found = at.session.get(ActionTeam, team_id)
    if found is None or found.partnership_id != at.partnership_id:
        raise LinkUnknown
    return TeamAtHand.at(at, found, at.by, at.session.get_one(Person, at.person_id))


def _page(
    request: PortalRequest, slug: str, team_id: int, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        page = team_views.page(at, team_id, request.language)
        if page is None:
            raise LinkUnknown
        base = f"/partnerships/{slug}/part/teams/{team_id}"
        return request.partnership_page(
            "part_team.html", at, done=done, form_error=form_error, page=page, base=base
        )
