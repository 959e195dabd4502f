"""What one convener asked for and another agrees to, where the playbook wants two for a waiver or a release."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import second_yes as actions
from sectorlaunch.engine import second_yes as engine
from sectorlaunch.portal import form_values
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.records import second_yes
from sectorlaunch.tables import Person

router = APIRouter()


@router.get("/partnerships/{slug}/second-yes")
def everything(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/second-yes")
def answer(form: APartnershipForm) -> Response:
    """Agrees to what another convener asked for, says no, or takes back what one asked for oneself."""
    answer = form.chosen({"agree": _agree, "decline": _decline}, "Say yes or no to it.")
    name = f"{form.get('kind', '')}-{form.get('number', '')}"
    return form.carry_out(lambda at: f"/second-yes?done={answer(at)}", name, _page)


def _agree(at: Convened, form: PartnershipForm) -> str:
    engine.agree(at.session, at.now, at.run_id, form.get("kind", ""), _number(form), by=_by(at))
    return "second-yes"


def _decline(at: Convened, form: PartnershipForm) -> str:
    actions.decline(at.session, at.now, at.run_id, form.get("kind", ""), _number(form), by=_by(at))
    return "second-no"


def _number(form: PartnershipForm) -> int:
    return form_values.whole(form.get("number", ""), "Choose what you say yes to.")


def _by(at: Convened) -> Person:
    return at.session.get_one(Person, at.person_id)


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        asked = second_yes.asked(at)
        if form_error is not None and form_error.form not in {f"{one.kind}-{one.number}" for one in asked}:
            form_error = FormError("list", form_error.message, form_error.typed)
        return request.partnership_page(
            "second_yes.html",
            at,
            done=done,
            form_error=form_error,
            asked=asked,
            two_for=at.playbook.two_for,
            reader=session.get(Person, at.viewer.person_id) if at.viewer.person_id is not None else None,
        )
