"""The pages for the day of a meeting, made for a phone: the door, the notes, the priorities, the run of show."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.errors import BadInput
from sectorlaunch.portal.day_actions import ACTIONS
from sectorlaunch.portal.day_door import ADoor, Day, DayDoor
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.portal_request import AForm, FormError
from sectorlaunch.portal.rights import PART
from sectorlaunch.portal.views import the_day

router = APIRouter()
SIGNED_IN = f"{PART}/meetings/{{meeting_id}}/day"
BY_LINK = "/p/{token}/day/{meeting_id}"

SHEETS: Mapping[str, tuple[str, Callable[[Day], object]]] = {
    "": ("part_day.html", lambda day: the_day.arrivals(day.launch.session, day.meeting)),
    "notes": ("part_day_notes.html", lambda day: the_day.notes(day.launch, day.meeting, day.may_read)),
    "priorities": ("part_day_priorities.html", lambda day: the_day.choosing(day.launch, day.meeting)),
}
"""By the end of the address: the page, and what it shows."""


@router.get(BY_LINK)
@router.get(SIGNED_IN)
def door(door: ADoor, done: str = "") -> Response:
    """Who is there."""
    return _sheet(door, "", done=done)


@router.get(f"{BY_LINK}/{{sheet}}")
@router.get(f"{SIGNED_IN}/{{sheet}}")
def sheet(door: ADoor, sheet: str, done: str = "") -> Response:
    """What was said, or what is chosen."""
    return _sheet(door, sheet, done=done)


@router.post(BY_LINK)
@router.post(SIGNED_IN)
def do(door: ADoor, form: AForm) -> Response:
    """Does what the form's action says."""
    action = form.get("action", "")
    name = f"{action}-{form['number']}" if form.get("number") else action

    def deed(day: Day, form: dict[str, str]) -> str:
        if action not in ACTIONS:
            raise BadInput("Choose what is to be done.")
        return ACTIONS[action](day, form)

    def again(error: FormError) -> Response:
        return _sheet(door, form.get("sheet", ""), form_error=error)

    return door.carry_out(form, name, deed, again)


def _sheet(door: DayDoor, sheet: str, *, done: str = "", form_error: FormError | None = None) -> Response:
    if sheet not in SHEETS:
        raise LinkUnknown
    template, read = SHEETS[sheet]
    return door.page(template, lambda day: {"page": read(day)}, sheet=sheet, done=done, form_error=form_error)
