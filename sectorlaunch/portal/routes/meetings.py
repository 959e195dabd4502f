"""Meetings: all of them, one with its answers, when and where, the name list, and who was there."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session, col, select

from sectorlaunch.actions import meetings, taking_part
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import meeting_form
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.portal_request import AForm, ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import meetings as meeting_views
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.records import seating
from sectorlaunch.tables import MeetingKind, Person, PlaceKind

router = APIRouter()
PLANNED_BY_HAND = (
    MeetingKind.SUPPORT_TEAM,
    MeetingKind.DEBRIEF,
    MeetingKind.QUARTERLY,
    MeetingKind.HEALTH_CHECK,
)


@router.get("/partnerships/{slug}/meetings")
def everything(request: ARequest, slug: str) -> Response:
    return _all(request, slug)


@router.post("/partnerships/{slug}/meetings")
def plan(request: ARequest, form: AForm, slug: str) -> Response:
    request.check_form(form)

    def act(session: Session) -> str:
        at = request.convened(session, slug)
        kind = next((kind for kind in _kinds(session, at) if kind == form.get("kind")), None)
        if kind is None:
            raise BadInput("Choose what kind of meeting it is.")
        usual = taking_part.TITLES.get(kind, f"Launch of the {at.partnership.name}")
        title = (form.get("title", "").strip() or usual)[:200]
        made = meetings.plan(
            session,
            request.now,
            at.run_id,
            meetings.NewMeeting(
                kind,
                title,
                meeting_form.starts_at(form, at.partnership.zone),
                minutes=meeting_form.minutes(form),
            ),
            by=at.viewer.name,
        )
        taking_part.invite(session, request.now, made)
        return f"/partnerships/{slug}/meetings/{made.id}?done=meeting"

    def again(message: str) -> Response:
        return _all(request, slug, FormError("plan", message, form))

    return request.carry_out(act, again)


@router.get("/partnerships/{slug}/meetings/{meeting_id}")
def one(request: ARequest, slug: str, meeting_id: int, done: str = "") -> Response:
    return _one(request, slug, meeting_id, done=done)


@router.get("/partnerships/{slug}/meetings/{meeting_id}/names")
def name_list(request: ARequest, slug: str, meeting_id: int) -> Response:
    """Those who come, by surname, to be printed for the door."""
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page("names.html", at, page=_find(session, at, meeting_id))


@router.post("/partnerships/{slug}/meetings/{meeting_id}")
def change(request: ARequest, form: AForm, slug: str, meeting_id: int) -> Response:
    """Time, place, host, facilitator. Whoever has another time or place in hand is told."""

    def deed(session: Session, at: Convened, found: meeting_views.MeetingPage) -> str:
        known = {
            person.id for person in meeting_views.hosts(session, at.partnership_id) if person.id is not None
        }
        meetings.change(
            session,
            request.now,
            at.run_id,
            meeting_id,
            by=at.viewer.name,
            starts_at=meeting_form.starts_at(form, at.partnership.zone, found.meeting.starts_at),
            **meeting_form.details(form, found.meeting, known),
        )
        return "meeting"

    return _change(request, slug, meeting_id, "details", form, deed)


@router.post("/partnerships/{slug}/meetings/{meeting_id}/attendance")
def hold(request: ARequest, form: AForm, slug: str, meeting_id: int) -> Response:
    """Records that it took place, and who was there."""

    def deed(session: Session, at: Convened, found: meeting_views.MeetingPage) -> str:
        ids = [guest.person_id for guest in found.guests if form.get(f"there-{guest.person_id}")]
        there = session.exec(select(Person).where(col(Person.id).in_(ids))).all()
        meetings.hold(session, request.now, at.run_id, meeting_id, there, by=at.viewer.name)
        return "attendance"

    return _change(request, slug, meeting_id, "attendance", form, deed)


@router.post("/partnerships/{slug}/meetings/{meeting_id}/calling-off")
def call_off(request: ARequest, form: AForm, slug: str, meeting_id: int) -> Response:
    def deed(session: Session, at: Convened, _found: meeting_views.MeetingPage) -> str:
        why = form.get("why", "").strip()
        if not why:
            raise BadInput("Say why; it stands in the letter that tells everybody.")
        meetings.call_off(session, request.now, at.run_id, meeting_id, by=at.viewer.name, why=why[:1000])
        return "called-off"

    return _change(request, slug, meeting_id, "calling-off", form, deed)


Deed = Callable[[Session, Convened, meeting_views.MeetingPage], str]


def _change(
    request: PortalRequest, slug: str, meeting_id: int, name: str, form: dict[str, str], deed: Deed
) -> Response:
    request.check_form(form)

    def act(session: Session) -> str:
        at = request.convened(session, slug)
        done = deed(session, at, _find(session, at, meeting_id))
        return f"/partnerships/{slug}/meetings/{meeting_id}?done={done}"

    def again(message: str) -> Response:
        return _one(request, slug, meeting_id, form_error=FormError(name, message, form))

    return request.carry_out(act, again)


def _all(request: PortalRequest, slug: str, form_error: FormError | None = None) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = meeting_views.all_of(session, at.partnership)
        return request.partnership_page(
            "meetings.html", at, form_error=form_error, meetings=found, kinds=_kinds(session, at)
        )


def _kinds(session: Session, at: Convened) -> tuple[MeetingKind, ...]:
    """What may be planned by hand: a launch only where the last one was called off."""
    has_launch = meeting_records.launch_meeting(session, at.partnership_id) is not None
    return PLANNED_BY_HAND if has_launch else (MeetingKind.LAUNCH, *PLANNED_BY_HAND)


def _one(
    request: PortalRequest, slug: str, meeting_id: int, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page(
            "meeting.html",
            at,
            done=done,
            form_error=form_error,
            page=_find(session, at, meeting_id),
            hosts=meeting_views.hosts(session, at.partnership_id),
            place_kinds=list(PlaceKind),
            seated=seating.SEATED,
        )


def _find(session: Session, at: Convened, meeting_id: int) -> meeting_views.MeetingPage:
    found = meeting_views.one(session, at.partnership_id, meeting_id)
    if found is None:
        raise LinkUnknown
    return found
