"""Tasks of a partnership: the calls to make with what to say, and noting what came of each."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from sectorlaunch.engine import calls, calls_to_make
from sectorlaunch.errors import NotAllowed
from sectorlaunch.portal import form_values
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.routes.partnerships import launch_page
from sectorlaunch.tables import ToDo

router = APIRouter()
CALLS_A_PAGE = 10
CALLS_PAGE = "calls"
"""What a form says that stood on the call list."""


@router.get("/partnerships/{slug}/calls")
def call_list(
    request: ARequest, slug: str, whose: str = "", done: str = "", page: Annotated[int, Query(ge=0)] = 0
) -> Response:
    return _calls(request, slug, whose, done=done, page=page)


@router.post("/partnerships/{slug}/tasks/{task_id}")
def finish(form: APartnershipForm, task_id: int) -> Response:
    """Notes what came of a task; the five outcomes of a call do what they mean."""
    on_call_list, whose = form.get("page") == CALLS_PAGE, form.get("whose", "")

    def note(at: Convened) -> str:
        task = at.session.get(ToDo, task_id)
        if task is None or task.run_id != at.run_id:
            raise LinkUnknown
        if task.done_at is not None:
            raise NotAllowed(f"This is done already, and noted as “{task.outcome}”. Yours was not stored.")
        words = form.get("outcome", "")
        settled = calls.settle(
            at.session,
            at.now,
            task_id,
            form.get("call") or words,
            by=at.by,
            note=words if form.get("call") else "",
            on=form_values.day(form.get("on", "")),
        )
        done = "task" if settled.done_at else "put-off"
        if on_call_list:
            return f"/calls?done={done}" + ("&whose=all" if whose == "all" else "")
        return f"?done={done}#tasks"

    name = f"task-{task_id}"
    return (
        form.carry_out(note, name, _calls, whose) if on_call_list else form.carry_out(note, name, launch_page)
    )


def _calls(
    request: PortalRequest,
    slug: str,
    whose: str,
    *,
    page: int = 0,
    done: str = "",
    form_error: FormError | None = None,
) -> Response:
    """The calls of the reader, or everybody's."""
    with request.reading() as session:
        at = request.convened(session, slug)
        everybodys = calls_to_make.call_list(session, at.run_id)
        mine = [call for call in everybodys if call.owner_id == at.viewer.person_id]
        listed = everybodys if whose == "all" else mine
        task_id = form_error.form.removeprefix("task-") if form_error else ""
        at_error = next((n for n, call in enumerate(listed) if str(call.id) == task_id), 0)
        number = (
            at_error // CALLS_A_PAGE if form_error else min(page, max(0, len(listed) - 1) // CALLS_A_PAGE)
        )
        shown = listed[number * CALLS_A_PAGE : (number + 1) * CALLS_A_PAGE]
        return request.partnership_page(
            "calls.html",
            at,
            done=done,
            form_error=form_error,
            calls=shown,
            found=len(listed),
            number=number,
            pages=-(-len(listed) // CALLS_A_PAGE),
            whose="all" if whose == "all" else "",
            mine=len(mine),
            total=len(everybodys),
            today=at.today,
        )
