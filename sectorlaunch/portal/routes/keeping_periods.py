"""How long people are kept, who will be erased when, and the end of a partnership."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import endings
from sectorlaunch.engine import keeping_periods
from sectorlaunch.errors import BadInput
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.records import keeping_periods as keeping_records

router = APIRouter()


@router.get("/partnerships/{slug}/keeping")
def keeping(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/keeping")
def end(form: APartnershipForm) -> Response:
    """Notes that the partnership has ended, or that it goes on."""
    deed = form.chosen({"end": _end, "take-up": _take_up})
    return form.carry_out(lambda at: f"/keeping?done={deed(at)}", "ending", _page)


def _end(at: Convened, form: PartnershipForm) -> str:
    if not form.get("sure"):
        raise BadInput("Tick that it has ended: nobody is written to for it after that.")
    endings.end(at.session, at.now, at.run_id, by=at.by)
    return "ended"


def _take_up(at: Convened, form: PartnershipForm) -> str:
    endings.take_up_again(at.session, at.now, at.run_id, by=at.by)
    return "goes-on"


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    usual = request.settings.keeping_periods
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page(
            "keeping_periods.html",
            at,
            done=done,
            form_error=form_error,
            periods=keeping_records.periods_of(at, usual),
            days=keeping_periods.ahead(at, usual),
        )
