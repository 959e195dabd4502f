"""Who sits with whom at a meeting: proposed, moved by hand, kept, printed."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import seating
from sectorlaunch.errors import BadInput
from sectorlaunch.papers import seating_plan, sheets
from sectorlaunch.portal import form_values
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.portal_request import AForm, ARequest, Convened, FormError, PortalRequest
from sectorlaunch.records import seating as seating_records
from sectorlaunch.tables import Meeting, Ring

router = APIRouter()


@router.get("/partnerships/{slug}/meetings/{meeting_id}/seating")
def show(request: ARequest, slug: str, meeting_id: int, done: str = "") -> Response:
    return _page(request, slug, meeting_id, done=done)


@router.post("/partnerships/{slug}/meetings/{meeting_id}/seating")
def change(request: ARequest, form: AForm, slug: str, meeting_id: int) -> Response:
    """Moves somebody, keeps the seats as they are, or has them proposed afresh."""
    request.check_form(form)

    def act(session: Session) -> str:
        at = request.convened(session, slug)
        _find(session, at, meeting_id)
        here, by = (session, request.now, at.run_id, meeting_id), at.viewer.name
        match form.get("action"):
            case "keep":
                seating.keep(*here, by=by)
            case "afresh":
                seating.propose_afresh(*here, by=by)
            case "move":
                _move(request, session, at, meeting_id, form)
            case _:
                raise BadInput("Choose what is to be done with the seats.")
        return f"/partnerships/{slug}/meetings/{meeting_id}/seating?done=seats-{form['action']}"

    def again(message: str) -> Response:
        return _page(request, slug, meeting_id, form_error=FormError("seats", message, form))

    return request.carry_out(act, again)


def _move(request: PortalRequest, session: Session, at: Convened, meeting_id: int, form: AForm) -> None:
    """To the other ring, or to the seat of somebody else, who takes theirs."""
    here, by = (session, request.now, at.run_id, meeting_id), at.viewer.name
    who, to = form_values.number(form.get("person", "")), form.get("to", "")
    if to in set(Ring):
        seating.move(*here, who, Ring(to), by=by)
    elif to:
        seating.swap(*here, who, form_values.number(to), by=by)
    else:
        raise BadInput("Choose where they are to sit.")


def _page(
    request: PortalRequest, slug: str, meeting_id: int, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        meeting = _find(session, at, meeting_id)
        found = seating_records.arrangement(session, meeting)
        return request.partnership_page(
            "seating.html",
            at,
            done=done,
            form_error=form_error,
            meeting=meeting,
            found=found,
            drawing=seating_plan.svg(found, sheets.ROOM),
            balance=sheets.balance(found),
            key=sheets.KEY,
            part_of=sheets.part_of,
        )


def _find(session: Session, at: Convened, meeting_id: int) -> Meeting:
    found = session.get(Meeting, meeting_id)
    if found is None or found.partnership_id != at.partnership_id or found.kind not in seating_records.SEATED:
        raise LinkUnknown
    return found
