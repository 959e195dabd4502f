"""The footprint stated, scoring the sectors, deciding, and the brief: what follows from looking at the data."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import data_briefs, footprints, scores, sector_decisions
from sectorlaunch.engine import data_briefs as data_brief_engine
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.portal import sector_form
from sectorlaunch.portal.portal_request import AForm, ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.routes.sector import page
from sectorlaunch.records import scores as score_records
from sectorlaunch.tables import DataBrief

router = APIRouter()
Deed = Callable[[Session, Convened], str]
FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@router.post("/partnerships/{slug}/scoring")
def open_round(request: ARequest, form: AForm, slug: str) -> Response:
    def deed(session: Session, at: Convened) -> str:
        chosen = sector_form.ticked(form, "sector-")
        scores.open_round(session, request.now, at.run_id, chosen, by=at.viewer.name)
        return "scoring-opened"

    return _change(request, slug, "scoring", form, deed)


@router.post("/partnerships/{slug}/scoring/{round_id}/opening")
def lay_open(request: ARequest, form: AForm, slug: str, round_id: int) -> Response:
    def deed(session: Session, at: Convened) -> str:
        scores.show_scores(session, request.now, at.run_id, round_id, by=at.viewer.name)
        return "scores-open"

    return _change(request, slug, "scoring", form, deed)


@router.post("/partnerships/{slug}/scoring/{round_id}/together")
def score_together(request: ARequest, form: AForm, slug: str, round_id: int) -> Response:
    def deed(session: Session, at: Convened) -> str:
        newest = score_records.newest_round(session, at.partnership_id)
        points, why = sector_form.scores(form, newest.industries if newest else ())
        scores.score(session, request.now, at.run_id, round_id, None, points, why, by=at.viewer.name)
        return "scored-together"

    return _change(request, slug, "scoring", form, deed)


@router.post("/partnerships/{slug}/footprint")
def state_footprint(request: ARequest, form: AForm, slug: str) -> Response:
    def deed(session: Session, at: Convened) -> str:
        footprints.state(
            session,
            request.now,
            at.run_id,
            form.get("not_too_small", ""),
            form.get("not_too_large", ""),
            form.get("commuting", ""),
            by=at.viewer.name,
        )
        return "footprint"

    return _change(request, slug, "footprint", form, deed)


@router.post("/partnerships/{slug}/decisions")
def decide(request: ARequest, form: AForm, slug: str) -> Response:
    def deed(session: Session, at: Convened) -> str:
        agreeing = set(sector_form.ticked(form, "agrees-"))
        members = score_records.scorers(session, at.partnership_id)
        sector_decisions.decide(
            session,
            request.now,
            at.run_id,
            form.get("industry", ""),
            by=at.viewer.name,
            agreed=[person.name for person in members if str(person.id) in agreeing],
            reasons=form.get("reasons", ""),
            next_industry=form.get("next", ""),
        )
        return "sector-decided"

    return _change(request, slug, "decision", form, deed)


@router.post("/partnerships/{slug}/briefs")
def draw_up(request: ARequest, form: AForm, slug: str) -> Response:
    """Written and set with nothing held open, because setting the pages takes seconds."""
    request.check_form(form)
    try:
        with request.reading() as session:
            _, _, run_id = request.convened(session, slug)
            draft = data_briefs.write(session, request.now, run_id)
    except BadInput as why:
        return page(request, slug, form_error=FormError("brief", why.message, form))
    rendered = data_briefs.render(draft)

    def deed(session: Session, at: Convened) -> str:
        data_briefs.keep(session, request.now, at.run_id, rendered, by=at.viewer.name)
        return "brief-drawn-up"

    return _change(request, slug, "brief", form, deed)


@router.post("/partnerships/{slug}/briefs/{brief_id}/sending")
def send(request: ARequest, form: AForm, slug: str, brief_id: int) -> Response:
    def deed(session: Session, at: Convened) -> str:
        data_brief_engine.send(session, request.now, at.run_id, brief_id, by=at.viewer.name)
        return "brief-sent"

    return _change(request, slug, "brief", form, deed)


@router.get("/partnerships/{slug}/briefs/{brief_id}.{form}")
def read(request: ARequest, slug: str, brief_id: int, form: str) -> Response:
    with request.reading() as session:
        _, partnership, _ = request.convened(session, slug)
        return brief_file(data_briefs.find(session, partnership, brief_id), form)


def brief_file(brief: DataBrief, form: str) -> Response:
    """The PDF is shown, the Word document saved. Raises NotFound for any other form."""
    if form not in FORMS:
        raise NotFound("The brief is there as PDF and as a Word document.")
    shown = "inline" if form == "pdf" else "attachment"
    return Response(
        brief.pdf if form == "pdf" else brief.editable,
        media_type=FORMS[form],
        headers={"Content-Disposition": f'{shown}; filename="data-brief-{brief.period}.{form}"'},
    )


def _change(request: PortalRequest, slug: str, name: str, form: dict[str, str], deed: Deed) -> Response:
    request.check_form(form)

    def carry_out(session: Session) -> str:
        return f"/partnerships/{slug}/sector?done={deed(session, request.convened(session, slug))}#{name}"

    return request.carry_out(
        carry_out, lambda message: page(request, slug, form_error=FormError(name, message, form))
    )
