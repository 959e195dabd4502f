"""Tasks of a partnership: the calls to make with what to say, and noting what came of each."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.engine import calls, calls_to_make
from sectorlaunch.portal import form_values
from sectorlaunch.portal.entry import Stranger
from sectorlaunch.portal.portal_request import AForm, AVisit, PortalRequest, Trouble
from sectorlaunch.portal.views import launch
from sectorlaunch.tables import ToDo

router = APIRouter()
CALLS_PAGE = "calls"
"""What a form says that stood on the call list."""


@router.get("/partnerships/{slug}/calls")
def call_list(visit: AVisit, slug: str, whose: str = "", done: str = "") -> Response:
    return _calls(visit, slug, whose, done=done)


@router.post("/partnerships/{slug}/tasks/{task_id}")
def finish(visit: AVisit, form: AForm, slug: str, task_id: int) -> Response:
    """Notes what came of a task; the five outcomes of a call do what they mean."""
    visit.check_form(form)
    on_call_list, whose = form.get("page") == CALLS_PAGE, form.get("whose", "")

    def note(session: Session) -> str:
        at = visit.convened(session, slug)
        task = session.get(ToDo, task_id)
        if task is None or task.run_id != at.run_id:
            raise Stranger
        words = form.get("outcome", "")
        settled = calls.settle(
            session,
            visit.now,
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
        trouble = Trouble(f"task-{task_id}", message, form)
        if on_call_list:
            return _calls(visit, slug, whose, trouble=trouble)
        with visit.reading() as session:
            at = visit.convened(session, slug)
            sight = launch.launch(session, visit.now, at.partnership)
            return visit.partnership_page("partnership.html", at, trouble=trouble, sight=sight)

    return visit.carry_out(note, again)


def _calls(
    visit: PortalRequest, slug: str, whose: str, *, done: str = "", trouble: Trouble | None = None
) -> Response:
    """The calls of the reader, or everybody's."""
    with visit.reading() as session:
        at = visit.convened(session, slug)
        everybodys = calls_to_make.call_list(session, at.run_id)
        mine = [call for call in everybodys if call.owner_id == at.viewer.person_id]
        shown = everybodys if whose == "all" else mine
        return visit.partnership_page(
            "calls.html",
            at,
            done=done,
            trouble=trouble,
            calls=shown,
            whose="all" if whose == "all" else "",
            mine=len(mine),
            total=len(everybodys),
            today=visit.now.astimezone(at.zone).date(),
        )
