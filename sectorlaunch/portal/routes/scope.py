"""The scope of a partnership and what step 2 asks for beside it: sector and counties, other efforts, a picture from elsewhere."""

import re
from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import scope as scope_actions
from sectorlaunch.actions import sector_records
from sectorlaunch.portal import form_values, on_record
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import scope

router = APIRouter()


@router.get("/partnerships/{slug}/scope")
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/scope")
def record(form: APartnershipForm) -> Response:
    """Records what the form's action says."""
    name = form.get("action", "")
    record = form.chosen(_ACTIONS, "Choose what is to be recorded.")

    def changes(at: Convened) -> OnRecord | None:
        return on_record.scope(at.partnership) if name == "change" else None

    return form.carry_out(lambda at: f"/scope?done={record(at)}", name, _page, changes=changes)


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = scope.scope(session, at.partnership)
        return request.partnership_page("scope.html", at, done=done, form_error=form_error, page=found)


def _change(at: Convened, form: PartnershipForm) -> str:
    scope_actions.change(
        at.session,
        at.now,
        at.run_id,
        by=at.by,
        industry=form.get("industry", "")[:200],
        naics=_several(form.get("naics", "")),
        region=form.get("region", "")[:200],
        counties=_several(form.get("counties", "")),
    )
    return "scope-change"


def _effort(at: Convened, form: PartnershipForm) -> str:
    name, note = form.get("name", "").strip()[:200], form.get("note", "").strip()[:4000]
    sector_records.note_other_effort(at.session, at.now, at.run_id, name, by=at.by, note=note)
    return "scope-effort"


def _data(at: Convened, form: PartnershipForm) -> str:
    sector_records.load_labor_data(
        at.session,
        at.now,
        at.run_id,
        sector_records.LaborMarketPicture(
            source=form.get("source", "")[:200],
            quarter=form.get("quarter", "")[:20],
            note=form.get("note", "").strip()[:4000],
            published_on=form_values.day(form.get("published", "")),
        ),
        by=at.by,
    )
    return "scope-data"


_ACTIONS: dict[str, Callable[[Convened, PartnershipForm], str]] = {
    "change": _change,
    "effort": _effort,
    "data": _data,
}


def _several(words: str) -> list[str]:
    """What stands between commas or on lines of its own."""
    return [part.strip()[:100] for part in re.split(r"[,;\n]", words) if part.strip()][:60]
