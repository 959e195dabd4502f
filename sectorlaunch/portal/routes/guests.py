"""The guest list of the launch: how many are wanted, who has answered, and answers noted for others."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import invitations as invitation_actions
from sectorlaunch.engine import waves
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_values
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.flash_messages import notice
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.portal.views import guests as guest_views
from sectorlaunch.records import invitations, meetings
from sectorlaunch.tables import ContactKind, InvitationState, Person

router = APIRouter()

CAME = {"phone": ContactKind.CALL, "letter": ContactKind.MAIL, "talk": ContactKind.MEETING}
"""How an answer came that somebody notes."""


@router.get("/partnerships/{slug}/guests")
def show(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/guests/{person_id}")
def note_answer(request: ARequest, form: AForm, slug: str, person_id: int) -> Response:
    """An answer a guest gave by phone, by letter or in a talk."""
    request.check_form(form)

    def note(session: Session) -> str:
        viewer, partnership, run_id = request.convened(session, slug)
        launch = meetings.launch_meeting(session, partnership.pk)
        places = invitations.invited(session, launch.id) if launch and launch.id else []
        guest = next((person for _, person in places if person.id == person_id), None)
        if launch is None or launch.id is None or guest is None:
            raise BadInput("They are not on the guest list; load the page again.")
        answers = {state.value: state for state in invitations.REPLIES}
        if form.get("answer") not in answers or form.get("came") not in CAME:
            raise BadInput("Say how the answer came, then press what it was.")
        _note(request, session, run_id, launch.id, guest, answers[form["answer"]], form, by=viewer.name)
        return f"/partnerships/{slug}/guests?done=guest-answer#guest-{person_id}"

    return request.carry_out(
        note, lambda message: _page(request, slug, form_error=FormError(f"guest-{person_id}", message, form))
    )


@router.post("/partnerships/{slug}/waves")
def change_waves(request: ARequest, form: AForm, slug: str) -> Response:
    """Who is written to first and when the others follow, or the second wave now, or no waves."""
    request.check_form(form)

    def change(session: Session) -> str:
        viewer, _, run_id = request.convened(session, slug)
        here, by = (session, request.now, run_id), viewer.name
        match form.get("action"):
            case "name":
                chosen = {form_values.number(name[4:]) for name in form if name.startswith("one-")}
                waves.set_rule(*here, days=_days(form), by_funnel=form.get("by_funnel") == "yes", by=by)
                waves.name_first(*here, chosen, by=by)
            case "send":
                waves.send_second(*here, by=by)
            case "at-once":
                waves.at_once(*here, by=by)
            case _:
                raise BadInput("Choose what to do with the waves.")
        return f"/partnerships/{slug}/guests?done=waves-{form['action']}#waves"

    return request.carry_out(
        change, lambda message: _page(request, slug, form_error=FormError("waves", message, form))
    )


def _days(form: dict[str, str]) -> int:
    days = form.get("days", "").strip()
    if not days.isdecimal() or len(days) > 3:
        raise BadInput("Say in days how long after the first wave the second leaves.")
    return int(days)


def _note(
    request: PortalRequest,
    session: Session,
    run_id: int,
    meeting_id: int,
    guest: Person,
    answer: InvitationState,
    form: dict[str, str],
    *,
    by: str,
) -> None:
    comes = answer is InvitationState.ACCEPTED
    invitation_actions.note_answer(
        session,
        request.now,
        run_id,
        meeting_id,
        guest,
        invitation_actions.Reply(
            answer,
            reason="" if comes else form.get("reason", "")[:4000],
            substitute="" if comes else form.get("substitute", "")[:200],
        ),
        CAME[form["came"]],
        by=by,
    )


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        viewer, partnership, run_id = request.convened(session, slug)
        seen = guest_views.guests(session, request.now, partnership.pk, run_id)
        if seen is None:
            raise LinkUnknown
        listed = {"waves"} | {f"guest-{guest.person.id}" for _, guests in seen.groups for guest in guests}
        if form_error is not None and form_error.form not in listed:
            form_error = replace(form_error, form="list")
        return request.page(
            "guests.html",
            status=422 if form_error else 200,
            viewer=viewer,
            partnership=partnership,
            zone=ZoneInfo(partnership.zone),
            page=seen,
            notice=notice(done),
            form_error=form_error,
        )
