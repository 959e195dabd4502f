"""Peers members have named, on the page of people: their welcome let go by a convener, or their name taken back."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import peers
from sectorlaunch.portal import form_values
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.portal_request import Convened
from sectorlaunch.portal.routes import people

router = APIRouter()


@router.post("/partnerships/{slug}/peers")
def settle(form: APartnershipForm) -> Response:
    def act(at: Convened) -> str:
        do, word = (
            (peers.let_be, "peer-let-be")
            if form.get("action") == "let-be"
            else (peers.welcome, "peer-welcomed")
        )
        do(*at.here, form_values.whole(form.get("number", ""), "Choose somebody who was named."), by=at.by)
        return f"/people?done={word}"

    return form.carry_out(act, f"peer-{form.get('number', '')}", people.everyone_again)
