"""Tasks of a partnership: the calls to make with what to say, and noting what came of each."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.engine import calls, calls_to_make
from sectorlaunch.portal import form_values
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.portal.views import launch
from sectorlaunch.tables import ToDo

router = APIRouter()
CALLS_PAGE = "calls"
"""What a form says that stood on the call list."""


@router.get("/partnerships/{slug}/calls")
def call_list(request: ARequest, slug: str, whose: str = "", done: str = "") -> Response:
    return _calls(request, slug, whose, done=done)


@router.post("/partnerships/{slug}/tasks/{task_id}")
def finish(request: ARequest, form: AForm, slug: str, task_id: int) -> Response:
    """Notes what came of a task; the five outcomes of a call do what they mean."""
    request.check_form(form)
    on_call_list, whose = form.get("page") == CALLS_PAGE, form.get("whose", "")

    def note(session: Session) -> str:
        at = request.convened(session, slug)
        task = session.get(ToDo, task_id)
        if task is None or task.run_id != at.run_id:
            raise LinkUnknown
        words = form.get("outcome", "")
        settled = calls.settle(
            session,
            request.now,
            task_id,
            form.get("call") or words,
            by=at.viewer.name,
            note=words if form.get("call") else "",
            on=form_values.day(form.get("on", "")),
        )
        done = "task" if settled.done_at else "put-off"
        if on_call_list:
            return f"/partnerships/{slug}/calls?done={done}" + ("&whose=all" if whose == "all" else "")
        return f"/partnerships/{slug}?done={done}#tasks"

    def again(message: str) -> Response:
        form_error = FormError(f"task-{task_id}", message, form)
        if on_call_list:
            return _calls(request, slug, whose, form_error=form_error)
        with request.reading() as session:
            at = request.convened(session, slug)
            page = launch.launch(session, request.now, at.partnership)
            return request.partnership_page("partnership.html", at, form_error=form_error, page=page)

    return request.carry_out(note, again)


def _calls(
    request: PortalRequest, slug: str, whose: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    """The calls of the reader, or everybody's."""
    with request.reading() as session:
        at = request.convened(session, slug)
        everybodys = calls_to_make.call_list(session, at.run_id)
        mine = [call for call in everybodys if call.owner_id == at.viewer.person_id]
        shown = everybodys if whose == "all" else mine
        return request.partnership_page(
            "calls.html",
            at,
            done=done,
            form_error=form_error,
            calls=shown,
            whose="all" if whose == "all" else "",
            mine=len(mine),
            total=len(everybodys),
            today=request.now.astimezone(at.zone).date(),
        )
