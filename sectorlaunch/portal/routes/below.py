"""What hangs below a partnership: planned, started, hung there and taken out; and what the partnership hangs below itself."""

import re
from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import copies, umbrella
from sectorlaunch.engine import umbrella as umbrella_engine
from sectorlaunch.engine.umbrella import NextOne
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import conveners, form_values, on_record
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import below
from sectorlaunch.records import partnerships
from sectorlaunch.tables import PlannedRegion, RoleKind

router = APIRouter()
ROLE = "role-"
"""Before the number of a person, in the name of the field that says as what they are on the list of the next one."""


@router.get("/partnerships/{slug}/below")
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/below")
def change(form: APartnershipForm) -> Response:
    """Does what the form's action says."""
    name = form.get("action", "")
    act = form.chosen(_ACTIONS)

    def changes(at: Convened) -> OnRecord | None:
        return on_record.planned_below(at.partnership.planned) if name == "plan" else None

    return form.carry_out(lambda at: f"/below?done={act(at)}", name, _page, changes=changes)


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        page = below.of(at, at.viewer.person_id)
        return request.partnership_page(
            "below.html",
            at,
            done=done,
            form_error=form_error,
            page=page,
            roles=[kind.value for kind in copies.ROLES],
        )


def _plan(at: Convened, form: PartnershipForm) -> str:
    typed = form.get("planned", "").strip()
    number = form_values.whole(typed, "Write the number in digits.", digits=4) if typed else None
    umbrella.plan(at.session, at.now, at.run_id, number, by=at.by)
    return "below-planned"


def _plan_region(at: Convened, form: PartnershipForm) -> str:
    counties = [part.strip()[:100] for part in re.split(r"[,;\n]", form.get("counties", "")) if part.strip()]
    umbrella.plan_region(at.session, at.now, at.run_id, form.get("region", ""), counties[:60], by=at.by)
    return "below-planned"


def _drop_region(at: Convened, form: PartnershipForm) -> str:
    umbrella.drop_region(at.session, at.now, at.run_id, form_values.number(form.get("region", "")), by=at.by)
    return "below-planned"


def _start(at: Convened, form: PartnershipForm) -> str:
    roles = {}
    for field, words in form.items():
        person_id = form_values.number(field.removeprefix(ROLE)) if field.startswith(ROLE) else 0
        if person_id and words:
            kind = form_values.one_of(RoleKind, words, "Choose as what they are on its list.")
            if kind not in copies.ROLES:
                raise BadInput("Choose as what they are on its list.")
            roles[person_id] = kind
    if not form.get("launch", "").strip():
        raise BadInput("Give the day it is to launch on.")
    wanted = NextOne(
        name=form.get("name", "")[:200],
        launch=form.get("launch", "").strip(),
        convener_id=form_values.number(form.get("convener", "")),
        region=form.get("region_name", "")[:200],
        playbook=form.get("playbook", ""),
        roles=roles,
    )
    place = _place(at, form)
    umbrella_engine.start_next(at.session, at.now, at.run_id, wanted, place, by=at.by)
    return "below-started"


def _ask(at: Convened, form: PartnershipForm) -> str:
    """Where whoever asks convenes the other one as well, their word for it is given with the asking."""
    asked = umbrella.ask(at.session, at.now, at.run_id, form.get("slug", ""), _place(at, form), by=at.by)
    if asked.child_id is None or not conveners.place_in(at.session, at.viewer.account_id, asked.child_id):
        return "below-asked"
    umbrella.agree(at.session, at.now, partnerships.run_of(at.session, asked.child_id).pk, asked.pk, by=at.by)
    return "below-hung"


def _withdraw(at: Convened, form: PartnershipForm) -> str:
    umbrella.withdraw(at.session, at.now, at.run_id, form_values.number(form.get("ask", "")))
    return "below-withdrawn"


def _agree(at: Convened, form: PartnershipForm) -> str:
    umbrella.agree(at.session, at.now, at.run_id, form_values.number(form.get("ask", "")), by=at.by)
    return "below-agreed"


def _decline(at: Convened, form: PartnershipForm) -> str:
    umbrella.decline(at.session, at.now, at.run_id, form_values.number(form.get("ask", "")), by=at.by)
    return "below-declined"


def _take_out(at: Convened, form: PartnershipForm) -> str:
    umbrella.take_out(at.session, at.now, at.run_id, form_values.number(form.get("child", "")), by=at.by)
    return "below-taken-out"


def _leave(at: Convened, form: PartnershipForm) -> str:
    umbrella.leave(at.session, at.now, at.run_id, by=at.by)
    return "below-left"


def _place(at: Convened, form: PartnershipForm) -> PlannedRegion | None:
    chosen = form.get("place", "")
    return umbrella.place_of(at.session, at.run_id, form_values.number(chosen)) if chosen else None


_ACTIONS: dict[str, Callable[[Convened, PartnershipForm], str]] = {
    "plan": _plan,
    "plan-region": _plan_region,
    "drop-region": _drop_region,
    "start": _start,
    "ask": _ask,
    "withdraw": _withdraw,
    "agree": _agree,
    "decline": _decline,
    "take-out": _take_out,
    "leave": _leave,
}
