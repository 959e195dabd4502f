"""A copy that was put back and stands still: what would leave it, and setting it going."""

from datetime import UTC, datetime

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.engine import standstill
from sectorlaunch.errors import BadInput
from sectorlaunch.outbox import channel_limits
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.records import standstills
from sectorlaunch.records.delivery import LETTER_TAG

router = APIRouter()
MOST = 200
"""Messages of each kind that are listed."""


@router.get("/held")
def held(request: ARequest, until: str = "", done: str = "") -> Response:
    """What would leave and what would stay, for the moment the original is said to have stopped."""
    return _page(request, until, done=done)


@router.post("/held")
def set_going(request: ARequest, form: AForm) -> Response:
    request.check_form(form)
    until = form.get("until", "")

    def act(session: Session) -> str:
        viewer = request.viewer(session)
        standstill.end(session, request.now, _moment(until, request.now), by=viewer.name)
        return "/held?done=set-going"

    return request.carry_out(
        act, lambda error: _page(request, until, form_error=_error(error.message, until))
    )


def _page(
    request: PortalRequest, until: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        viewer = request.viewer(session)
        standing = standstills.current(session)
    found = None
    if standing is not None and form_error is None:
        try:
            found = _looked_at(request, _moment(until, request.now))
        except BadInput as error:
            form_error = _error(error.message, until)
    with request.reading() as session:
        pace = channel_limits.how_long(session, LETTER_TAG, len(found.leaving)) if found else ""
    return request.page(
        "held.html",
        status=422 if form_error else 200,
        viewer=viewer,
        standing=standing,
        found=found,
        until=until or f"{request.now.astimezone(UTC):%Y-%m-%dT%H:%M}",
        most=MOST,
        pace=pace,
        notice=flash(done),
        form_error=form_error,
    )


def _looked_at(request: PortalRequest, ran_until: datetime) -> standstill.AfterStandstill:
    with request.trying() as session:
        found = standstill.end(session, request.now, ran_until, by="looked at")
        session.expunge_all()
        return found


def _moment(words: str, now: datetime) -> datetime:
    """What a field for day and hour holds, in UTC; the present moment while it is empty. Raises BadInput."""
    try:
        moment = datetime.fromisoformat(words.strip()) if words.strip() else now
    except ValueError:
        raise BadInput(
            "Write the day and hour the original stopped, such as 2027-03-04T18:00, in UTC."
        ) from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _error(message: str, until: str) -> FormError:
    return FormError("until", message, {"until": until})
