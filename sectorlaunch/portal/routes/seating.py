"""Who sits with whom at a meeting: proposed, moved by hand, kept, printed."""

from fastapi import APIRouter
from fastapi.responses import Response

from languages import DEFAULT
from notifications.phrases import say
from sectorlaunch.actions import seating
from sectorlaunch.errors import BadInput
from sectorlaunch.papers import seating_plan, sheets
from sectorlaunch.portal import form_values, on_record
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.records import seating as seating_records
from sectorlaunch.tables import Meeting, Ring

router = APIRouter()


@router.get("/partnerships/{slug}/meetings/{meeting_id}/seating")
def show(request: ARequest, slug: str, meeting_id: int, done: str = "") -> Response:
    return _page(request, slug, meeting_id, done=done)


@router.post("/partnerships/{slug}/meetings/{meeting_id}/seating")
def change(form: APartnershipForm, meeting_id: int) -> Response:
    """Moves somebody, keeps the seats as they are, or has them proposed afresh."""

    def act(at: Convened) -> str:
        _find(at, meeting_id)
        here, by = (at.session, at.now, at.run_id, meeting_id), at.by
        match form.get("action"):
            case "keep":
                seating.keep(*here, by=by)
            case "afresh":
                seating.propose_afresh(*here, by=by)
            case "move":
                _move(at, meeting_id, form)
            case _:
                raise BadInput("Choose what is to be done with the seats.")
        return f"/meetings/{meeting_id}/seating?done=seats-{form['action']}"

    def changes(at: Convened) -> OnRecord:
        return on_record.seats(seating_records.arrangement(at.session, _find(at, meeting_id)))

    return form.carry_out(act, "seats", _page, meeting_id, changes=changes)


def _move(at: Convened, meeting_id: int, form: PartnershipForm) -> None:
    """To the other ring, or to the seat of somebody else, who takes theirs."""
    here, by = (at.session, at.now, at.run_id, meeting_id), at.by
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
        meeting = _find(at, meeting_id)
        found = seating_records.arrangement(session, meeting)
        return request.partnership_page(
            "seating.html",
            at,
            done=done,
            form_error=form_error,
            meeting=meeting,
            found=found,
            drawing=seating_plan.svg(found, say(DEFAULT, "paper.room")),
            balance=sheets.balance(found),
            key=say(DEFAULT, "paper.room key"),
            part_of=sheets.part_of,
        )


def _find(at: Convened, meeting_id: int) -> Meeting:
    found = at.session.get(Meeting, meeting_id)
    if found is None or found.partnership_id != at.partnership_id or found.kind not in seating_records.SEATED:
        raise LinkUnknown
    return found
