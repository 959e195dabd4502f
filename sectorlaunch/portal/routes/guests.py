"""The guest list of the launch: how many are wanted, who has answered, and answers noted for others."""

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import Response

from playbooks.model import Shown
from sectorlaunch.actions import invitations as invitation_actions
from sectorlaunch.engine import waves
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_values, on_record
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import guests as guest_views
from sectorlaunch.portal.views import shown
from sectorlaunch.records import invitations, meetings
from sectorlaunch.tables import ContactKind, InvitationState, Person

router = APIRouter()

IN_DAYS = "Say in days how long after the first wave the second leaves."
CAME = {"phone": ContactKind.CALL, "letter": ContactKind.MAIL, "talk": ContactKind.MEETING}
"""How an answer came that somebody notes."""


@router.get("/partnerships/{slug}/guests")
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/guests/{person_id}")
def note_answer(form: APartnershipForm, person_id: int) -> Response:
    """An answer a guest gave by phone, by letter or in a talk."""

    def note(at: Convened) -> str:
        launch = meetings.launch_meeting(at.session, at.partnership.pk)
        places = invitations.invited(at.session, launch.id) if launch and launch.id else []
        guest = next((person for _, person in places if person.id == person_id), None)
        if launch is None or launch.id is None or guest is None:
            raise BadInput("They are not on the guest list; load the page again.")
        answers = {state.value: state for state in invitations.REPLIES}
        if form.get("answer") not in answers or form.get("came") not in CAME:
            raise BadInput("Say how the answer came, then press what it was.")
        _note(at, launch.id, guest, answers[form["answer"]], form)
        return f"/guests?done=guest-answer#guest-{person_id}"

    def changes(at: Convened) -> OnRecord | None:
        seen = guest_views.guests(at)
        found = [guest for guest in seen.everyone if guest.person.id == person_id] if seen else []
        return on_record.guest_answer(found[0]) if found else None

    return form.carry_out(note, f"guest-{person_id}", _page, changes=changes)


@router.post("/partnerships/{slug}/waves")
def change_waves(form: APartnershipForm) -> Response:
    """Who is written to first and when the others follow, or the second wave now, or no waves."""

    def change(at: Convened) -> str:
        here, by = (at.session, at.now, at.run_id), at.by
        match form.get("action"):
            case "name":
                chosen = {
                    form_values.number(name[4:]) for name in form if name.startswith("one-") and form[name]
                }
                waves.set_rule(
                    *here,
                    days=form_values.whole(form.get("days", ""), IN_DAYS, digits=3),
                    by_funnel=form.get("by_funnel") == "yes",
                    by=by,
                )
                waves.name_first(*here, chosen, by=by)
            case "send":
                waves.send_second(*here, by=by)
            case "at-once":
                waves.at_once(*here, by=by)
            case _:
                raise BadInput("Choose what to do with the waves.")
        return f"/guests?done=waves-{form['action']}#waves"

    def changes(at: Convened) -> OnRecord | None:
        seen = guest_views.guests(at)
        return on_record.waves(seen) if seen is not None and form.get("action") == "name" else None

    return form.carry_out(change, "waves", _page, changes=changes)


def _note(
    at: Convened, meeting_id: int, guest: Person, answer: InvitationState, form: PartnershipForm
) -> None:
    comes = answer is InvitationState.ACCEPTED
    invitation_actions.note_answer(
        at.session,
        at.now,
        at.run_id,
        meeting_id,
        guest,
        invitation_actions.Reply(
            answer,
            reason="" if comes else form.get("reason", "")[:4000],
            substitute="" if comes else form.get("substitute", "")[:200],
        ),
        CAME[form["came"]],
        by=at.by,
    )


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        seen = guest_views.guests(at)
        if seen is None:
            raise LinkUnknown
        listed = {"waves"} | {f"guest-{guest.person.id}" for _, guests in seen.groups for guest in guests}
        if form_error is not None and form_error.form not in listed:
            form_error = replace(form_error, form="list")
        return request.page(
            "guests.html",
            status=form_error.status if form_error else 200,
            viewer=at.viewer,
            partnership=at.partnership,
            zone=at.zone,
            page=seen,
            said=shown.said_about(at, Shown.GUEST_LIST),
            notice=flash(done),
            form_error=form_error,
        )
