"""Surveys of a partnership: opening one, seeing who is silent, prolonging, closing, and what came of it."""

from fastapi import APIRouter
from fastapi.responses import Response

from playbooks.surveys import Privacy
from sectorlaunch.actions import surveys
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import charts, form_values, on_record
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.security_headers import CHART_POLICY
from sectorlaunch.portal.views import surveys as views
from sectorlaunch.records import surveys as records
from sectorlaunch.tables import SurveyRound

router = APIRouter()
ALL = "/partnerships/{slug}/surveys"
ONE = f"{ALL}/{{round_id}}"


@router.get(ALL)
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return _all(request, slug, done=done)


@router.post(ALL)
def open_one(form: APartnershipForm) -> Response:
    key = form.get("survey", "")

    def ask(at: Convened) -> str:
        days = form_values.whole(form.get("days", ""), "Say in whole days how long it is open.")
        privacy = Privacy.NAMED if form.get("privacy") == Privacy.NAMED.value else Privacy.GROUPED
        found = surveys.open_round(at.session, at.now, at.run_id, key, by=at.by, privacy=privacy, days=days)
        return f"/surveys/{found.pk}?done=survey-opened"

    return form.carry_out(ask, f"open-{key}", _all)


@router.get(ONE)
def one(request: ARequest, slug: str, round_id: int, done: str = "") -> Response:
    return _one(request, slug, round_id, done=done)


@router.post(ONE)
def look_after(form: APartnershipForm, round_id: int) -> Response:
    def changes(at: Convened) -> OnRecord:
        return on_record.survey(_find(at, round_id))

    def prolong(at: Convened, form: PartnershipForm) -> str:
        until = form_values.day(form.get("until", ""))
        if until is None:
            raise BadInput("Name the day until which it stays open.")
        surveys.prolong(at.session, at.now, at.run_id, round_id, until, by=at.by)
        return f"/surveys/{round_id}?done=survey-prolonged"

    def close(at: Convened, form: PartnershipForm) -> str:
        surveys.close(at.session, at.now, at.run_id, round_id, by=at.by)
        return f"/surveys/{round_id}?done=survey-closed"

    def together(at: Convened, form: PartnershipForm) -> str:
        typed = {
            name.removeprefix("point-"): value for name, value in form.items() if name.startswith("point-")
        }
        points = {
            key: form_values.whole(value, "Choose a point of the scale.")
            for key, value in typed.items()
            if value
        }
        surveys.rate_together(at.session, at.now, at.run_id, round_id, points, by=at.by)
        return f"/surveys/{round_id}?done=survey-together"

    act = form.chosen({"prolong": prolong, "close": close, "together": together})
    return form.carry_out(act, form.get("action", ""), _one, round_id, changes=changes)


@router.get(f"{ONE}/trend.svg")
def trend(request: ARequest, slug: str, round_id: int) -> Response:
    """How it went over the rounds, as a drawing."""
    with request.reading() as session:
        at = request.convened(session, slug)
        found = _find(at, round_id)
        if found.closed_at is None:
            raise LinkUnknown
        compared = records.compared(session, at.partnership_id, found.key, upto=found)
        assert compared is not None
        drawing = charts.svg(views.trend(at, compared))
    headers = {"Content-Security-Policy": CHART_POLICY}
    return Response(drawing, media_type="image/svg+xml", headers=headers)


def _find(at: Convened, round_id: int) -> SurveyRound:
    return records.find(at.session, at.partnership_id, round_id)


def _all(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.page(
            "surveys.html",
            status=form_error.status if form_error else 200,
            viewer=at.viewer,
            partnership=at.partnership,
            zone=at.zone,
            rounds=views.rounds(at),
            offered=views.offered(at),
            notice=flash(done),
            form_error=form_error,
        )


def _one(
    request: PortalRequest, slug: str, round_id: int, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = _find(at, round_id)
        closed = found.closed_at is not None
        compared = records.compared(session, at.partnership_id, found.key, upto=found) if closed else None
        return request.page(
            "survey.html",
            status=form_error.status if form_error else 200,
            viewer=at.viewer,
            partnership=at.partnership,
            zone=at.zone,
            one=views.one_round(at, found),
            compared=compared,
            trend=views.trend(at, compared) if compared is not None else None,
            on_record=on_record,
            notice=flash(done),
            form_error=form_error,
        )
