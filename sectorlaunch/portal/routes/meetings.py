"""Meetings: all of them, one with its answers, when and where, the name list, and who was there."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session, col, select

from sectorlaunch.actions import meetings, taking_part
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import meeting_form
from sectorlaunch.portal.entry import Stranger
from sectorlaunch.portal.portal_request import AForm, AVisit, Convened, PortalRequest, Trouble
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
def everything(visit: AVisit, slug: str) -> Response:
    return _all(visit, slug)


@router.post("/partnerships/{slug}/meetings")
def plan(visit: AVisit, form: AForm, slug: str) -> Response:
    visit.check_form(form)

    def act(session: Session) -> str:
        at = visit.convened(session, slug)
        kind = next((kind for kind in _kinds(session, at) if kind == form.get("kind")), None)
        if kind is None:
            raise BadInput("Choose what kind of meeting it is.")
        usual = taking_part.TITLES.get(kind, f"Launch of the {at.partnership.name}")
        title = (form.get("title", "").strip() or usual)[:200]
        made = meetings.plan(
            session,
            visit.now,
            at.run_id,
            kind,
            title,
            meeting_form.starts_at(form, at.partnership.zone),
            by=at.viewer.name,
            minutes=meeting_form.minutes(form),
        )
        taking_part.invite(session, visit.now, made)
        return f"/partnerships/{slug}/meetings/{made.id}?done=meeting"

    def again(message: str) -> Response:
        return _all(visit, slug, Trouble("plan", message, form))

    return visit.carry_out(act, again)


@router.get("/partnerships/{slug}/meetings/{meeting_id}")
def one(visit: AVisit, slug: str, meeting_id: int, done: str = "") -> Response:
    return _one(visit, slug, meeting_id, done=done)


@router.get("/partnerships/{slug}/meetings/{meeting_id}/names")
def name_list(visit: AVisit, slug: str, meeting_id: int) -> Response:
    """Those who come, by surname, to be printed for the door."""
    with visit.reading() as session:
        at = visit.convened(session, slug)
        return visit.partnership_page("names.html", at, sight=_find(session, at, meeting_id))


@router.post("/partnerships/{slug}/meetings/{meeting_id}")
def change(visit: AVisit, form: AForm, slug: str, meeting_id: int) -> Response:
    """Time, place, host, facilitator. Whoever has another time or place in hand is told."""

    def deed(session: Session, at: Convened, found: meeting_views.MeetingSight) -> str:
        known = {
            person.id for person in meeting_views.hosts(session, at.partnership_id) if person.id is not None
        }
        meetings.change(
            session,
            visit.now,
            at.run_id,
            meeting_id,
            by=at.viewer.name,
            starts_at=meeting_form.starts_at(form, at.partnership.zone, found.meeting.starts_at),
            **meeting_form.details(form, found.meeting, known),
        )
        return "meeting"

    return _change(visit, slug, meeting_id, "details", form, deed)


@router.post("/partnerships/{slug}/meetings/{meeting_id}/attendance")
def hold(visit: AVisit, form: AForm, slug: str, meeting_id: int) -> Response:
    """Records that it took place, and who was there."""

    def deed(session: Session, at: Convened, found: meeting_views.MeetingSight) -> str:
        ids = [guest.person_id for guest in found.guests if form.get(f"there-{guest.person_id}")]
        there = session.exec(select(Person).where(col(Person.id).in_(ids))).all()
        meetings.hold(session, visit.now, at.run_id, meeting_id, there, by=at.viewer.name)
        return "attendance"

    return _change(visit, slug, meeting_id, "attendance", form, deed)


@router.post("/partnerships/{slug}/meetings/{meeting_id}/calling-off")
def call_off(visit: AVisit, form: AForm, slug: str, meeting_id: int) -> Response:
    def deed(session: Session, at: Convened, _found: meeting_views.MeetingSight) -> str:
        why = form.get("why", "").strip()
        if not why:
            raise BadInput("Say why; it stands in the letter that tells everybody.")
        meetings.call_off(session, visit.now, at.run_id, meeting_id, by=at.viewer.name, why=why[:1000])
        return "called-off"

    return _change(visit, slug, meeting_id, "calling-off", form, deed)


Deed = Callable[[Session, Convened, meeting_views.MeetingSight], str]


def _change(
    visit: PortalRequest, slug: str, meeting_id: int, name: str, form: dict[str, str], deed: Deed
) -> Response:
    visit.check_form(form)

    def act(session: Session) -> str:
        at = visit.convened(session, slug)
        done = deed(session, at, _find(session, at, meeting_id))
        return f"/partnerships/{slug}/meetings/{meeting_id}?done={done}"

    def again(message: str) -> Response:
        return _one(visit, slug, meeting_id, trouble=Trouble(name, message, form))

    return visit.carry_out(act, again)


def _all(visit: PortalRequest, slug: str, trouble: Trouble | None = None) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        found = meeting_views.all_of(session, at.partnership)
        return visit.partnership_page(
            "meetings.html", at, trouble=trouble, meetings=found, kinds=_kinds(session, at)
        )


def _kinds(session: Session, at: Convened) -> tuple[MeetingKind, ...]:
    """What may be planned by hand: a launch only where the last one was called off."""
    has_launch = meeting_records.launch_meeting(session, at.partnership_id) is not None
    return PLANNED_BY_HAND if has_launch else (MeetingKind.LAUNCH, *PLANNED_BY_HAND)


def _one(
    visit: PortalRequest, slug: str, meeting_id: int, *, done: str = "", trouble: Trouble | None = None
) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        return visit.partnership_page(
            "meeting.html",
            at,
            done=done,
            trouble=trouble,
            sight=_find(session, at, meeting_id),
            hosts=meeting_views.hosts(session, at.partnership_id),
            place_kinds=list(PlaceKind),
            seated=seating.SEATED,
        )


def _find(session: Session, at: Convened, meeting_id: int) -> meeting_views.MeetingSight:
    found = meeting_views.one(session, at.partnership_id, meeting_id)
    if found is None:
        raise Stranger
    return found
