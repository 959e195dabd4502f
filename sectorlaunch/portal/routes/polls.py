"""Date polls of a partnership: opening one, seeing the votes, closing it early, calling it off."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import polls
from sectorlaunch.portal import poll_form
from sectorlaunch.portal.flash_messages import notice
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.portal.views import date_polls
from sectorlaunch.records import meetings

router = APIRouter()


@router.get("/partnerships/{slug}/polls")
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/polls")
def open_one(request: ARequest, form: AForm, slug: str) -> Response:
    request.check_form(form)

    def ask(session: Session) -> str:
        viewer, partnership, run_id = request.convened(session, slug)
        dates = poll_form.dates(form, partnership.zone)
        closes_at = poll_form.closes_at(form, partnership.zone)
        team_id, allowed = poll_form.team_id(form), poll_form.allowed(form)
        if team_id is None:
            polls.open_for_launch(
                session, request.now, run_id, dates, closes_at, by=viewer.name, allowed=allowed
            )
        else:
            polls.open_for_team(
                session, request.now, run_id, team_id, dates, closes_at, by=viewer.name, allowed=allowed
            )
        return f"/partnerships/{slug}/polls?done=poll-opened"

    return request.carry_out(
        ask, lambda message: _page(request, slug, form_error=FormError("open", message, form))
    )


@router.post("/partnerships/{slug}/polls/{poll_id}/closing")
def close(request: ARequest, form: AForm, slug: str, poll_id: int) -> Response:
    request.check_form(form)

    def settle(session: Session) -> str:
        viewer, _, run_id = request.convened(session, slug)
        polls.close(session, request.now, run_id, poll_id, by=viewer.name)
        return f"/partnerships/{slug}/polls?done=poll-closed"

    return request.carry_out(settle, _again(request, slug, poll_id, form))


@router.post("/partnerships/{slug}/polls/{poll_id}/calling-off")
def call_off(request: ARequest, form: AForm, slug: str, poll_id: int) -> Response:
    request.check_form(form)

    def end(session: Session) -> str:
        viewer, _, run_id = request.convened(session, slug)
        why = form.get("why", "")[:500]
        polls.call_off(session, request.now, run_id, poll_id, by=viewer.name, why=why)
        return f"/partnerships/{slug}/polls?done=poll-called-off"

    return request.carry_out(end, _again(request, slug, poll_id, form))


def _again(
    request: PortalRequest, slug: str, poll_id: int, form: dict[str, str]
) -> Callable[[str], Response]:
    return lambda message: _page(request, slug, form_error=FormError(f"poll-{poll_id}", message, form))


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        viewer, partnership, _ = request.convened(session, slug)
        launch = meetings.launch_meeting(session, partnership.pk)
        return request.page(
            "polls.html",
            status=422 if form_error else 200,
            viewer=viewer,
            partnership=partnership,
            zone=ZoneInfo(partnership.zone),
            grids=date_polls.grids(session, partnership.pk),
            teams=date_polls.teams(session, partnership.pk),
            launch=launch if launch is not None and launch.held_at is None else None,
            numbers=poll_form.NUMBERS,
            notice=notice(done),
            form_error=form_error,
        )
