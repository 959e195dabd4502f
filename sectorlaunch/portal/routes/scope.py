"""The scope of a partnership and what step 2 asks for beside it: sector and counties, other efforts, a picture from elsewhere."""

import re
from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import scope as scope_actions
from sectorlaunch.actions import sector_records
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_values
from sectorlaunch.portal.portal_request import AForm, ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import scope

router = APIRouter()


@router.get("/partnerships/{slug}/scope")
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/scope")
def record(request: ARequest, form: AForm, slug: str) -> Response:
    """Records what the form's action says."""
    request.check_form(form)
    name = form.get("action", "")

    def act(session: Session) -> str:
        at = request.convened(session, slug)
        deed = _DEEDS.get(name)
        if deed is None:
            raise BadInput("Choose what is to be recorded.")
        deed(request, session, at, form)
        return f"/partnerships/{slug}/scope?done=scope-{name}"

    def again(message: str) -> Response:
        return _page(request, slug, form_error=FormError(name, message, form))

    return request.carry_out(act, again)


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = scope.scope(session, at.partnership)
        return request.partnership_page("scope.html", at, done=done, form_error=form_error, page=found)


def _change(request: PortalRequest, session: Session, at: Convened, form: AForm) -> None:
    scope_actions.change(
        session,
        request.now,
        at.run_id,
        by=at.viewer.name,
        industry=form.get("industry", "")[:200],
        naics=_several(form.get("naics", "")),
        region=form.get("region", "")[:200],
        counties=_several(form.get("counties", "")),
    )


def _effort(request: PortalRequest, session: Session, at: Convened, form: AForm) -> None:
    name, note = form.get("name", "").strip()[:200], form.get("note", "").strip()[:4000]
    sector_records.note_other_effort(session, request.now, at.run_id, name, by=at.viewer.name, note=note)


def _data(request: PortalRequest, session: Session, at: Convened, form: AForm) -> None:
    sector_records.load_labour_data(
        session,
        request.now,
        at.run_id,
        sector_records.LaborMarketPicture(
            source=form.get("source", "")[:200],
            quarter=form.get("quarter", "")[:20],
            note=form.get("note", "").strip()[:4000],
            published_on=form_values.day(form.get("published", "")),
        ),
        by=at.viewer.name,
    )


_DEEDS: dict[str, Callable[[PortalRequest, Session, Convened, AForm], None]] = {
    "change": _change,
    "effort": _effort,
    "data": _data,
}


def _several(words: str) -> list[str]:
    """What stands between commas or on lines of its own."""
    return [part.strip()[:100] for part in re.split(r"[,;\n]", words) if part.strip()][:60]
