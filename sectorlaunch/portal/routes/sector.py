"""The sector pages: the region's sectors in order, one industry, notes, weights, pictures."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import labor_market as labor_market_actions
from sectorlaunch.actions import sector_notes
from sectorlaunch.census import bubble_chart, charts, county_map, drawing, sentences
from sectorlaunch.census.charts import Chart
from sectorlaunch.census.industries import among
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.portal import conveners, form_values, sector_form
from sectorlaunch.portal.flash_messages import notice
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.portal.views import sector, sector_choice
from sectorlaunch.portal.views.footprint import COMMUTING
from sectorlaunch.records import labor_market, scores
from sectorlaunch.tables import NoteKind, Partnership, Person

router = APIRouter()
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@router.get("/partnerships/{slug}/sector")
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return page(request, slug, done=done)


@router.post("/partnerships/{slug}/sector/weights")
def keep_weights(request: ARequest, form: AForm, slug: str) -> Response:
    request.check_form(form)

    def keep(session: Session) -> str:
        viewer, partnership, run_id = request.convened(session, slug)
        choice = sector_form.choice(form, labor_market.choice_of(session, partnership.pk))
        labor_market_actions.choose(session, request.now, run_id, choice, by=viewer.name)
        return f"/partnerships/{slug}/sector?done=weights"

    return request.carry_out(
        keep, lambda message: page(request, slug, form_error=FormError("weights", message, form))
    )


@router.get("/partnerships/{slug}/sector/{code}")
def show_industry(request: ARequest, slug: str, code: str, done: str = "") -> Response:
    return _industry(request, slug, code, done=done)


@router.post("/partnerships/{slug}/sector/{code}/notes")
def note(request: ARequest, form: AForm, slug: str, code: str) -> Response:
    request.check_form(form)

    def put_down(session: Session) -> str:
        viewer, partnership, run_id = request.convened(session, slug)
        person = _who_knows(session, partnership, viewer, form.get("who", ""))
        try:
            kind = NoteKind(form.get("kind", ""))
        except ValueError:
            raise BadInput("Choose what kind of note it is.") from None
        sector_notes.note(session, request.now, run_id, person, code, kind, form.get("text", ""))
        return f"/partnerships/{slug}/sector/{code}?done=sector-note"

    return request.carry_out(
        put_down, lambda message: _industry(request, slug, code, form_error=FormError("note", message, form))
    )


@router.get("/partnerships/{slug}/sector-pictures/{name}.{kind}")
def show_picture(request: ARequest, slug: str, name: str, kind: str) -> Response:
    """A picture as SVG or PNG. The address carries the same view as the page it stands on."""
    with request.reading() as session:
        _, partnership, _ = request.convened(session, slug)
        if kind not in TYPES:
            raise NotFound("There is no such picture.")
        try:
            chart = _chart(session, partnership, name, dict(request.http.query_params))
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
        viewer, partnership, _ = request.convened(session, slug)
        return request.page(
            "sector.html",
            status=422 if form_error else 200,
            viewer=viewer,
            partnership=partnership,
            seen=sector.look(session, partnership, query),
            scoring=sector_choice.scoring(session, partnership.pk),
            outcome=sector_choice.outcome(session, partnership),
            query={name: value for name, value in query.items() if name in sector_form.VIEW},
            sentences=sentences,
            wide=scores.WIDE,
            commuting_question=COMMUTING,
            notice=notice(done),
            form_error=form_error,
        )


def _industry(
    request: PortalRequest, slug: str, code: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        viewer, partnership, _ = request.convened(session, slug)
        try:
            seen = sector.industry(session, partnership, code)
        except BadInput as why:
            raise NotFound(why.message) from None
        return request.page(
            "sector_industry.html",
            status=422 if form_error else 200,
            viewer=viewer,
            partnership=partnership,
            seen=seen,
            members=scores.scorers(session, partnership.pk),
            kinds=list(NoteKind),
            sentences=sentences,
            notice=notice(done),
            form_error=form_error,
        )


def _who_knows(session: Session, partnership: Partnership, viewer: conveners.Viewer, chosen: str) -> Person:
    """The member a note is noted for: the convener who writes it, unless somebody else of the team is named."""
    wanted = form_values.number(chosen) if chosen else viewer.person_id
    for person in scores.scorers(session, partnership.pk):
        if person.id == wanted:
            return person
    raise BadInput("Choose a member of the team.")
