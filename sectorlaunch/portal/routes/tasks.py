"""Tasks of a partnership: noting what came of them."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.operations import calls, people_of
from sectorlaunch.portal import conveners
from sectorlaunch.portal.entry import Stranger
from sectorlaunch.portal.sights import launch
from sectorlaunch.portal.visit import AForm, AVisit, Trouble
from sectorlaunch.tables import ToDo

router = APIRouter()


@router.post("/partnerships/{slug}/tasks/{task_id}")
def finish(visit: AVisit, form: AForm, slug: str, task_id: int) -> Response:
    visit.check_form(form)

    def note(session: Session) -> str:
        viewer = visit.viewer(session)
        partnership = conveners.partnership(session, viewer.person_id, slug)
        assert partnership.id is not None
        task = session.get(ToDo, task_id)
        if task is None or task.run_id != people_of.run_of(session, partnership.id).id:
            raise Stranger
        calls.settle(session, visit.now, task_id, form.get("outcome", ""), by=viewer.name)
        return f"/partnerships/{slug}?done=task#tasks"

    def again(message: str) -> Response:
        with visit.reading() as session:
            viewer = visit.viewer(session)
            partnership = conveners.partnership(session, viewer.person_id, slug)
            return visit.page(
                "partnership.html",
                status=422,
                viewer=viewer,
                partnership=partnership,
                zone=ZoneInfo(partnership.zone),
                sight=launch.launch(session, visit.now, partnership),
                notice="",
                trouble=Trouble(f"task-{task_id}", message, form),
            )

    return visit.carry_out(note, again)
