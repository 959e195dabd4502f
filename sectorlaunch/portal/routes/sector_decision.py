"""The footprint stated, scoring the sectors, deciding, and the brief: what follows from looking at the data."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from languages import DEFAULT, Language
from sectorlaunch.actions import data_briefs, footprints, scores, sector_decisions
from sectorlaunch.engine import data_briefs as data_brief_engine
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.papers import data_brief
from sectorlaunch.portal import form_values, on_record, sector_form
from sectorlaunch.portal.form_actions import APartnershipForm, Changes, FormAction, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError
from sectorlaunch.portal.routes.sector import page
from sectorlaunch.records import data_briefs as data_brief_records
from sectorlaunch.records import footprints as footprint_records
from sectorlaunch.records import scores as score_records
from sectorlaunch.tables import DataBrief

router = APIRouter()
FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@router.post("/partnerships/{slug}/scoring")
def open_round(form: APartnershipForm) -> Response:
    def act(at: Convened) -> str:
        chosen = form_values.ticked(form, "sector-")
        scores.open_round(at.session, at.now, at.run_id, chosen, by=at.by)
        return "scoring-opened"

    return _change(form, "scoring", act)


@router.post("/partnerships/{slug}/scoring/{round_id}/opening")
def lay_open(form: APartnershipForm, round_id: int) -> Response:
    def act(at: Convened) -> str:
        scores.show_scores(at.session, at.now, at.run_id, round_id, by=at.by)
        return "scores-open"

    return _change(form, "scoring", act)


@router.post("/partnerships/{slug}/scoring/{round_id}/together")
def score_together(form: APartnershipForm, round_id: int) -> Response:
    def act(at: Convened) -> str:
        newest = score_records.newest_round(at.session, at.partnership_id)
        points, why = sector_form.scores(form, newest.industries if newest else ())
        scores.score(at.session, at.now, at.run_id, round_id, None, points, why, by=at.by)
        return "scored-together"

    def changes(at: Convened) -> OnRecord | None:
        newest = score_records.newest_round(at.session, at.partnership_id)
        return on_record.scored_together(score_records.scores(at.session, newest)) if newest else None

    return _change(form, "scoring", act, changes)


@router.post("/partnerships/{slug}/footprint")
def state_footprint(form: APartnershipForm) -> Response:
    def act(at: Convened) -> str:
        footprints.state(
            at.session,
            at.now,
            at.run_id,
            form.get("not_too_small", ""),
            form.get("not_too_large", ""),
            form.get("commuting", ""),
            by=at.by,
        )
        return "footprint"

    def changes(at: Convened) -> OnRecord:
        return on_record.footprint(footprint_records.newest(at.session, at.partnership_id))

    return _change(form, "footprint", act, changes)


@router.post("/partnerships/{slug}/decisions")
def decide(form: APartnershipForm) -> Response:
    def act(at: Convened) -> str:
        agreeing = set(form_values.ticked(form, "agrees-"))
        members = score_records.scorers(at.session, at.partnership_id)
        sector_decisions.decide(
            at.session,
            at.now,
            at.run_id,
            form.get("industry", ""),
            by=at.by,
            agreed=[person.name for person in members if str(person.id) in agreeing],
            reasons=form.get("reasons", ""),
            next_industry=form.get("next", ""),
        )
        return "sector-decided"

    return _change(form, "decision", act)


@router.post("/partnerships/{slug}/briefs")
def draw_up(form: APartnershipForm) -> Response:
    """Written and set with nothing held open, because setting the pages takes seconds."""
    try:
        with form.request.reading() as session:
            at = form.request.convened(session, form.slug)
            draft = data_brief.write(session, at.now, at.run_id)
    except BadInput as why:
        return page(form.request, form.slug, form_error=FormError("brief", why.message, form))
    rendered = data_brief.render(draft)

    def act(at: Convened) -> str:
        data_briefs.keep(at.session, at.now, at.run_id, rendered, by=at.by)
        return "brief-drawn-up"

    return _change(form, "brief", act)


@router.post("/partnerships/{slug}/briefs/{brief_id}/sending")
def send(form: APartnershipForm, brief_id: int) -> Response:
    def act(at: Convened) -> str:
        data_brief_engine.send(at.session, at.now, at.run_id, brief_id, by=at.by)
        return "brief-sent"

    return _change(form, "brief", act)


@router.get("/partnerships/{slug}/briefs/{brief_id}.{form}")
def read(request: ARequest, slug: str, brief_id: int, form: str, language: str = "") -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        brief = data_brief_records.find(session, at.partnership, brief_id)
        return brief_file(session, brief, form, form_values.perhaps(Language, language) or DEFAULT)


def brief_file(session: Session, brief: DataBrief, form: str, language: Language) -> Response:
    """The PDF is shown, the Word document saved; in English where there is none in that language.

    Raises NotFound for any other form.
    """
    if form not in FORMS:
        raise NotFound("The brief is there as PDF and as a Word document.")
    found = data_brief_records.in_language(session, brief, language)
    pages, spoken = (found, language) if found else (brief, DEFAULT)
    shown = "inline" if form == "pdf" else "attachment"
    name = f"{data_brief_records.file_name(brief, spoken)}.{form}"
    return Response(
        pages.pdf if form == "pdf" else pages.editable,
        media_type=FORMS[form],
        headers={"Content-Disposition": f'{shown}; filename="{name}"', "Content-Language": spoken.value},
    )


def _change(form: PartnershipForm, name: str, action: FormAction, changes: Changes | None = None) -> Response:
    return form.carry_out(lambda at: f"/sector?done={action(at)}#{name}", name, page, changes=changes)
