"""The sector pages: the region's sectors in order, one industry, notes, weights, pictures."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from playbooks.model import Shown
from sectorlaunch.actions import labor_market as labor_market_actions
from sectorlaunch.actions import sector_notes
from sectorlaunch.census import bubble_chart, charts, county_map, drawing, sentences
from sectorlaunch.census.charts import Chart
from sectorlaunch.census.industries import among
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.portal import form_values, on_record, sector_form
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import sector, sector_choice, shown
from sectorlaunch.portal.views.footprint import COMMUTING
from sectorlaunch.records import labor_market, scores
from sectorlaunch.tables import NoteKind, Partnership, Person

router = APIRouter()
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@router.get("/partnerships/{slug}/sector")
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return page(request, slug, done=done)


@router.post("/partnerships/{slug}/sector/weights")
def keep_weights(form: APartnershipForm) -> Response:
    def keep(at: Convened) -> str:
        choice = sector_form.choice(form, labor_market.choice_of(at.session, at.partnership.pk))
        labor_market_actions.choose(at.session, at.now, at.run_id, choice, by=at.by)
        return "/sector?done=weights"

    def changes(at: Convened) -> OnRecord:
        return on_record.weights(labor_market.choice_of(at.session, at.partnership_id))

    return form.carry_out(keep, "weights", page, changes=changes)


@router.get("/partnerships/{slug}/sector/{code}")
def show_industry(request: ARequest, slug: str, code: str, done: str = "") -> Response:
    return _industry(request, slug, code, done=done)


@router.post("/partnerships/{slug}/sector/{code}/notes")
def note(form: APartnershipForm, code: str) -> Response:
    def put_down(at: Convened) -> str:
        person = _who_knows(at, form.get("who", ""))
        kind = form_values.one_of(NoteKind, form.get("kind", ""), "Choose what kind of note it is.")
        sector_notes.note(at.session, at.now, at.run_id, person, code, kind, form.get("text", ""))
        return f"/sector/{code}?done=sector-note"

    return form.carry_out(put_down, "note", _industry, code)


@router.get("/partnerships/{slug}/sector-pictures/{name}.{kind}")
def show_picture(request: ARequest, slug: str, name: str, kind: str) -> Response:
    """A picture as SVG or PNG. The address carries the same view as the page it stands on."""
    with request.reading() as session:
        at = request.convened(session, slug)
        if kind not in TYPES:
            raise NotFound("There is no such picture.")
        try:
            chart = _chart(session, at.partnership, name, dict(request.http.query_params))
        except BadInput as why:
            raise NotFound(why.message) from None
    content = drawing.svg(chart.spec) if kind == "svg" else drawing.png(chart.spec)
    return Response(content, media_type=TYPES[kind])


def _chart(session: Session, partnership: Partnership, name: str, query: dict[str, str]) -> Chart:
    kept = labor_market.choice_of(session, partnership.pk)
    if name == "footprint":
        return county_map.footprint(labor_market.region(session, partnership))
    if name.startswith("quarters-"):
        code = name.removeprefix("quarters-")
        over_time = labor_market.over_time(session, partnership, code, kept.ownership)
        if not over_time:
            raise BadInput("There is no quarter to show.")
        return charts.over_quarters(over_time[-1][1].title, over_time)
    drawers = {"bubbles": bubble_chart.bubbles, "shares": charts.shares}
    if name not in drawers:
        raise BadInput("There is no such picture.")
    view = sector_form.view(query, kept)
    drawn, _ = labor_market.look(session, partnership, view.choice, when=view.quarter, level=view.level)
    return drawers[name](drawn, among(partnership.naics, {one.code for one in drawn.industries}))


def page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    """The main page, shown again with its troubles by the routes of scoring, decision and brief."""
    query = dict(request.http.query_params) if request.http.method == "GET" else {}
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.page(
            "sector.html",
            status=form_error.status if form_error else 200,
            viewer=at.viewer,
            partnership=at.partnership,
            seen=sector.look(session, at.partnership, query),
            scoring=sector_choice.scoring(session, at.partnership_id),
            outcome=sector_choice.outcome(session, at.partnership),
            said=shown.said_about(at, Shown.LABOR_DATA),
            query={name: value for name, value in query.items() if name in sector_form.VIEW},
            sentences=sentences,
            wide=scores.WIDE,
            commuting_question=COMMUTING,
            notice=flash(done),
            form_error=form_error,
        )


def _industry(
    request: PortalRequest, slug: str, code: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        try:
            seen = sector.industry(session, at.partnership, code)
        except BadInput as why:
            raise NotFound(why.message) from None
        return request.page(
            "sector_industry.html",
            status=form_error.status if form_error else 200,
            viewer=at.viewer,
            partnership=at.partnership,
            seen=seen,
            members=scores.scorers(session, at.partnership_id),
            kinds=list(NoteKind),
            sentences=sentences,
            notice=flash(done),
            form_error=form_error,
        )


def _who_knows(at: Convened, chosen: str) -> Person:
    """The member a note is noted for: the convener who writes it, unless somebody else of the team is named."""
    wanted = form_values.number(chosen) if chosen else at.person_id
    for person in scores.scorers(at.session, at.partnership_id):
        if person.id == wanted:
            return person
    raise BadInput("Choose a member of the team.")
