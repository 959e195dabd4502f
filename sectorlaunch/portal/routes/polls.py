"""Date polls of a partnership: opening one, seeing the votes, closing it early, calling it off."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import polls
from sectorlaunch.portal import poll_form
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import date_polls
from sectorlaunch.records import meetings

router = APIRouter()


@router.get("/partnerships/{slug}/polls")
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/polls")
def open_one(form: APartnershipForm) -> Response:
    def ask(at: Convened) -> str:
        dates = poll_form.dates(form, at.partnership.zone)
        closes_at = poll_form.closes_at(form, at.partnership.zone)
        team_id, allowed = poll_form.team_id(form), poll_form.allowed(form)
        if team_id is None:
            polls.open_for_launch(at.session, at.now, at.run_id, dates, closes_at, by=at.by, allowed=allowed)
        else:
            polls.open_for_team(
                at.session, at.now, at.run_id, team_id, dates, closes_at, by=at.by, allowed=allowed
            )
        return "/polls?done=poll-opened"

    return form.carry_out(ask, "open", _page)


@router.post("/partnerships/{slug}/polls/{poll_id}/closing")
def close(form: APartnershipForm, poll_id: int) -> Response:
    def settle(at: Convened) -> str:
        polls.close(at.session, at.now, at.run_id, poll_id, by=at.by)
        return "/polls?done=poll-closed"

    return form.carry_out(settle, f"poll-{poll_id}", _page)


@router.post("/partnerships/{slug}/polls/{poll_id}/calling-off")
def call_off(form: APartnershipForm, poll_id: int) -> Response:
    def end(at: Convened) -> str:
        why = form.get("why", "")[:500]
        polls.call_off(at.session, at.now, at.run_id, poll_id, by=at.by, why=why)
        return "/polls?done=poll-called-off"

    return form.carry_out(end, f"poll-{poll_id}", _page)


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        launch = meetings.launch_meeting(session, at.partnership_id)
        return request.page(
            "polls.html",
            status=form_error.status if form_error else 200,
            viewer=at.viewer,
            partnership=at.partnership,
            zone=at.zone,
            grids=date_polls.grids(session, at.partnership_id),
            teams=date_polls.teams(session, at.partnership_id),
            launch=launch if launch is not None and launch.held_at is None else None,
            numbers=poll_form.NUMBERS,
            suggested=date_polls.suggested(at) if launch is not None and launch.held_at is None else None,
            notice=flash(done),
            form_error=form_error,
        )
