"""Date polls of a partnership: opening one, seeing the votes, closing it early, calling it off."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import polls
from sectorlaunch.portal import poll_form
from sectorlaunch.portal.flash_messages import notice
from sectorlaunch.portal.portal_request import AForm, AVisit, PortalRequest, Trouble
from sectorlaunch.portal.views import date_polls
from sectorlaunch.records import meetings

router = APIRouter()


@router.get("/partnerships/{slug}/polls")
def show(visit: AVisit, slug: str, done: str = "") -> Response:
    return _page(visit, slug, done=done)


@router.post("/partnerships/{slug}/polls")
def open_one(visit: AVisit, form: AForm, slug: str) -> Response:
    visit.check_form(form)

    def ask(session: Session) -> str:
        viewer, partnership, run_id = visit.convened(session, slug)
        dates = poll_form.dates(form, partnership.zone)
        closes_at = poll_form.closes_at(form, partnership.zone)
        team_id, allowed = poll_form.team_id(form), poll_form.allowed(form)
        if team_id is None:
            polls.open_for_launch(
                session, visit.now, run_id, dates, closes_at, by=viewer.name, allowed=allowed
            )
        else:
            polls.open_for_team(
                session, visit.now, run_id, team_id, dates, closes_at, by=viewer.name, allowed=allowed
            )
        return f"/partnerships/{slug}/polls?done=poll-opened"

    return visit.carry_out(ask, lambda message: _page(visit, slug, trouble=Trouble("open", message, form)))


@router.post("/partnerships/{slug}/polls/{poll_id}/closing")
def close(visit: AVisit, form: AForm, slug: str, poll_id: int) -> Response:
    visit.check_form(form)

    def settle(session: Session) -> str:
        viewer, _, run_id = visit.convened(session, slug)
        polls.close(session, visit.now, run_id, poll_id, by=viewer.name)
        return f"/partnerships/{slug}/polls?done=poll-closed"

    return visit.carry_out(settle, _again(visit, slug, poll_id, form))


@router.post("/partnerships/{slug}/polls/{poll_id}/calling-off")
def call_off(visit: AVisit, form: AForm, slug: str, poll_id: int) -> Response:
    visit.check_form(form)

    def end(session: Session) -> str:
        viewer, _, run_id = visit.convened(session, slug)
        why = form.get("why", "")[:500]
        polls.call_off(session, visit.now, run_id, poll_id, by=viewer.name, why=why)
        return f"/partnerships/{slug}/polls?done=poll-called-off"

    return visit.carry_out(end, _again(visit, slug, poll_id, form))


def _again(visit: PortalRequest, slug: str, poll_id: int, form: dict[str, str]) -> Callable[[str], Response]:
    return lambda message: _page(visit, slug, trouble=Trouble(f"poll-{poll_id}", message, form))


def _page(visit: PortalRequest, slug: str, *, done: str = "", trouble: Trouble | None = None) -> Response:
    with visit.reading() as session:
        viewer, partnership, _ = visit.convened(session, slug)
        launch = meetings.launch_meeting(session, partnership.pk)
        return visit.page(
            "polls.html",
            status=422 if trouble else 200,
            viewer=viewer,
            partnership=partnership,
            zone=ZoneInfo(partnership.zone),
            grids=date_polls.grids(session, partnership.pk),
            teams=date_polls.teams(session, partnership.pk),
            launch=launch if launch is not None and launch.held_at is None else None,
            numbers=poll_form.NUMBERS,
            notice=notice(done),
            trouble=trouble,
        )
