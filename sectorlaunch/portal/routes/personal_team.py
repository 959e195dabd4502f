"""An action team as its lead looks after it by the link in a letter: no account, no password."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from sectorlaunch.errors import SectorLaunchError
from sectorlaunch.portal import form_versions, team_form
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.portal.routes.personal import linked
from sectorlaunch.portal.team_form import TeamAtHand
from sectorlaunch.portal.views import team as team_views
from sectorlaunch.records import assistants, partnerships
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ActionTeam, Person

router = APIRouter()
MINE = "/p/{token}/teams/{team_id}"


@router.get(MINE)
def one(request: ARequest, token: str, team_id: int, done: str = "") -> Response:
    return _page(request, token, team_id, done=done)


@router.post(MINE)
def look_after(request: ARequest, form: AForm, token: str, team_id: int) -> Response:
    """Does what the form's action says, to this team and to nothing else."""

    def carry_out(session: Session) -> str:
        at = _at(request, session, token, team_id)
        if (on_record := team_form.changes(at, form)) is not None:
            form_versions.settle(form, on_record)
        done = team_form.act(at, form)
        return f"/p/{token}/teams/{team_id}?done={done}"

    def again(error: SectorLaunchError) -> Response:
        form_error = FormError.of(team_form.name_of(form), error, form, request.language)
        return _page(request, token, team_id, form_error=form_error)

    return request.carry_out(carry_out, again)


def _at(request: PortalRequest, session: Session, token: str, team_id: int) -> TeamAtHand:
    """The team, for whoever leads it. Raises LinkUnknown for anybody else."""
    link, partnership_id = linked(request, session, token)
    team = session.get(ActionTeam, team_id)
    if team is None or team.partnership_id != partnership_id or team.lead_id != link.person_id:
        raise LinkUnknown
    run_id = partnerships.run_of(session, partnership_id).pk
    person = session.get_one(Person, link.person_id)
    by = assistants.acts_for(person) if link.for_assistant else person.name
    return TeamAtHand.at(Launch(session, request.now, run_id), team, by, person)


def _page(
    request: PortalRequest,
    token: str,
    team_id: int,
    *,
    done: str = "",
    form_error: FormError | None = None,
) -> Response:
    """For whoever leads the team. Somebody who leads it no longer finds what is theirs on their own page."""
    with request.reading() as session:
        try:
            at = _at(request, session, token, team_id)
        except LinkUnknown:
            linked(request, session, token)
            return RedirectResponse(f"/p/{token}", 303)
        page = team_views.page(at, team_id, request.language)
        assert page is not None
        return request.page(
            "personal_team.html",
            status=form_error.status if form_error else 200,
            token=token,
            base=f"/p/{token}/teams/{team_id}",
            page=page,
            partnership=at.partnership,
            person=at.person,
            zone=ZoneInfo(at.person.zone or at.partnership.zone),
            notice=flash(done, request.language),
            form_error=form_error,
        )
