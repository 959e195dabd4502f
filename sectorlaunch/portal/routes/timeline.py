"""The timeline as list and calendar, and moving the launch with a look at what moves along."""

from datetime import date, time

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch import plain_values
from sectorlaunch.engine import launch_moves
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.files import launch_dates
from sectorlaunch.portal import on_record
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import months
from sectorlaunch.records import dates, meetings
from sectorlaunch.status import timeline

router = APIRouter()


@router.get("/partnerships/{slug}/timeline")
def whole_timeline(request: ARequest, slug: str, view: str = "", month: str = "", done: str = "") -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        entries = timeline.timeline(at)
        first = months.month_named(month, at.today)
        return request.partnership_page(
            "timeline.html",
            at,
            done=done,
            entries=entries,
            month=months.month(entries, first) if view == "calendar" else None,
            launch_on=dates.launch_date(session, at.partnership),
            launch_held=_is_held(at),
        )


@router.get("/partnerships/{slug}/launch-date")
def look_ahead(request: ARequest, slug: str, on: str = "", hour: str = "") -> Response:
    """The form, and once it names a day, what would move; nothing is changed."""
    asked = {"on": on, "hour": hour}
    form_error, seen = None, None
    if on:
        try:
            seen = _tried(request, slug, asked)
        except (BadInput, NotAllowed) as error:
            form_error = FormError("launch-date", error.message, asked)
    return _page(request, slug, asked, seen, form_error)


@router.post("/partnerships/{slug}/launch-date")
def move(form: APartnershipForm) -> Response:
    def act(at: Convened) -> str:
        on, hour = _wanted(form)
        launch_moves.move(at.session, at.now, at.run_id, on, hour, by=at.by)
        return "/timeline?done=moved"

    def changes(at: Convened) -> OnRecord:
        return on_record.launch_date(dates.launch_date(at.session, at.partnership))

    return form.carry_out(act, "launch-date", _page, form, None, changes=changes)


def _tried(request: PortalRequest, slug: str, asked: dict[str, str]) -> launch_moves.Outlook:
    with request.trying() as session:
        at = request.convened(session, slug)
        on, hour = _wanted(asked)
        return launch_moves.outlook(session, request.now, at.run_id, on, hour, by=at.viewer.name)


def _page(
    request: PortalRequest,
    slug: str,
    asked: dict[str, str],
    seen: launch_moves.Outlook | None,
    form_error: FormError | None,
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page(
            "launch_date.html",
            at,
            form_error=form_error,
            asked=asked,
            seen=seen,
            launch_on=dates.launch_date(session, at.partnership),
            launch_held=_is_held(at),
        )


def _is_held(at: Convened) -> bool:
    launch = meetings.launch_meeting(at.session, at.partnership_id)
    return launch is not None and launch.held_at is not None


def _wanted(given: dict[str, str]) -> tuple[date, time | None]:
    try:
        on = launch_dates.read_date(given.get("on", ""))
        hour = launch_dates.read_time(given.get("hour") or None)
    except ValueError as remedy:
        raise BadInput(plain_values.sentence(remedy)) from None
    if isinstance(on, launch_dates.InWeeks):
        raise BadInput("Name the day itself, such as 2027-03-04.")
    return on, hour
