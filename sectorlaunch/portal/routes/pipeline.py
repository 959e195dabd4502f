"""The champion pipeline in columns: a button moves somebody on; dragging is the same form, sent by the mouse."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.errors import BadInput
from sectorlaunch.operations import champions, people_of
from sectorlaunch.operations import pipeline as reading
from sectorlaunch.portal.visit import AForm, AVisit, Trouble, Visit
from sectorlaunch.tables import ChampionStage, Person

router = APIRouter()


@router.get("/partnerships/{slug}/pipeline")
def pipeline(visit: AVisit, slug: str, done: str = "") -> Response:
    return _page(visit, slug, done=done)


@router.post("/partnerships/{slug}/pipeline/{person_id}")
def move(visit: AVisit, form: AForm, slug: str, person_id: int) -> Response:
    """Moves somebody to the stage the form names, with what they said."""
    visit.check_form(form)

    def act(session: Session) -> str:
        at = visit.convened(session, slug)
        if people_of.champion_of(session, at.partnership_id, person_id) is None:
            raise BadInput("They are not on the pipeline of this partnership.")
        person, stage = session.get_one(Person, person_id), _stage(form.get("stage", ""))
        note, by = form.get("note", "").strip(), at.viewer.name
        champions.move(session, visit.now, at.run_id, person, stage, by=by, note=note)
        return f"/partnerships/{slug}/pipeline?done=pipeline#champion-{person_id}"

    def again(message: str) -> Response:
        return _page(visit, slug, trouble=Trouble(f"champion-{person_id}", message, form))

    return visit.carry_out(act, again)


def _page(visit: Visit, slug: str, *, done: str = "", trouble: Trouble | None = None) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        found = reading.pipeline(session, visit.now, at.partnership)
        columns = {stage: [one for one in found if one.stage is stage] for stage in ChampionStage}
        return visit.partnership_page("pipeline.html", at, done=done, trouble=trouble, columns=columns)


def _stage(words: str) -> ChampionStage:
    try:
        return ChampionStage(words)
    except ValueError:
        raise BadInput("Choose the column they belong in.") from None
