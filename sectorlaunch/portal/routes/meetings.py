"""Meetings: all of them, one with its answers, when and where, the name list, and who was there."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import col, select

from sectorlaunch.actions import agendas, meetings, taking_part
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import meeting_form, on_record, rhythm_form
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import meetings as meeting_views
from sectorlaunch.portal.views import rhythms as rhythm_views
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
def everything(request: ARequest, slug: str, done: str = "") -> Response:
    return everything_again(request, slug, done=done)


@router.post("/partnerships/{slug}/meetings")
def plan(form: APartnershipForm) -> Response:
    def act(at: Convened) -> str:
        kind = next((kind for kind in _kinds(at) if kind == form.get("kind")), None)
        if kind is None:
            raise BadInput("Choose what kind of meeting it is.")
        usual = meeting_records.usual_title(kind, at.partnership.name)
        title = (form.get("title", "").strip() or usual)[:200]
        made = meetings.plan(
            at.session,
            at.now,
            at.run_id,
            meetings.NewMeeting(
                kind,
                title,
                meeting_form.starts_at(form, at.partnership.zone),
                minutes=meeting_form.minutes(form),
            ),
            by=at.by,
        )
        taking_part.invite(at.session, at.now, made)
        return f"/meetings/{made.id}?done=meeting"

    return form.carry_out(act, "plan", everything_again)


@router.get("/partnerships/{slug}/meetings/{meeting_id}")
def one(request: ARequest, slug: str, meeting_id: int, done: str = "") -> Response:
    return _one(request, slug, meeting_id, done=done)


@router.get("/partnerships/{slug}/meetings/{meeting_id}/names")
def name_list(request: ARequest, slug: str, meeting_id: int) -> Response:
    """Those who come, by surname, to be printed for the door."""
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page("names.html", at, page=_find(at, meeting_id))


@router.post("/partnerships/{slug}/meetings/{meeting_id}")
def change(form: APartnershipForm, meeting_id: int) -> Response:
    """Time, place, host, facilitator. Whoever has another time or place in hand is told."""

    def act(at: Convened, found: meeting_views.MeetingPage) -> str:
        known = {
            person.id
            for person in meeting_views.hosts(at.session, at.partnership_id)
            if person.id is not None
        }
        meetings.change(
            at.session,
            at.now,
            at.run_id,
            meeting_id,
            by=at.by,
            starts_at=meeting_form.starts_at(form, at.partnership.zone, found.meeting.starts_at),
            **meeting_form.details(form, found.meeting, known),
        )
        return "meeting"

    return _change(
        form, meeting_id, "details", act, lambda at, page: on_record.meeting(page.meeting, at.zone)
    )


@router.post("/partnerships/{slug}/meetings/{meeting_id}/attendance")
def hold(form: APartnershipForm, meeting_id: int) -> Response:
    """Records that it took place, and who was there."""

    def act(at: Convened, found: meeting_views.MeetingPage) -> str:
        record_attendance(at, form, found)
        return "attendance"

    return _change(form, meeting_id, "attendance", act, lambda at, page: on_record.attendance(page.guests))


@router.post("/partnerships/{slug}/meetings/{meeting_id}/agenda")
def set_agenda(form: APartnershipForm, meeting_id: int) -> Response:
    """What it is about, a line for each part."""

    def act(at: Convened, _found: meeting_views.MeetingPage) -> str:
        agendas.set_lines(*at.here, meeting_id, form.get("parts", "")[:4000], by=at.by)
        return "agenda"

    return _change(form, meeting_id, "agenda", act, lambda at, page: on_record.agenda(at, page.meeting))


@router.post("/partnerships/{slug}/meetings/{meeting_id}/calling-off")
def call_off(form: APartnershipForm, meeting_id: int) -> Response:
    def act(at: Convened, _found: meeting_views.MeetingPage) -> str:
        why = form.get("why", "").strip()
        if not why:
            raise BadInput("Say why; it stands in the letter that tells everybody.")
        meetings.call_off(at.session, at.now, at.run_id, meeting_id, by=at.by, why=why[:1000])
        return "called-off"

    return _change(form, meeting_id, "calling-off", act)


def record_attendance(at: Convened, form: PartnershipForm, page: meeting_views.MeetingPage) -> None:
    """Notes of everyone on the list whether they were there."""
    there = {guest.person_id for guest in page.guests if form.get(f"there-{guest.person_id}")}
    listed = select(Person).where(col(Person.id).in_([guest.person_id for guest in page.guests]))
    people = at.session.exec(listed).all()
    meetings.hold(
        at.session,
        at.now,
        at.run_id,
        page.meeting.pk,
        [person for person in people if person.id in there],
        by=at.by,
        absent=[person for person in people if person.id not in there],
    )


def _change(
    form: PartnershipForm,
    meeting_id: int,
    name: str,
    action: Callable[[Convened, meeting_views.MeetingPage], str],
    changes: Callable[[Convened, meeting_views.MeetingPage], OnRecord] | None = None,
) -> Response:
    def act(at: Convened) -> str:
        return f"/meetings/{meeting_id}?done={action(at, _find(at, meeting_id))}"

    def now(at: Convened) -> OnRecord | None:
        return changes(at, _find(at, meeting_id)) if changes is not None else None

    return form.carry_out(act, name, _one, meeting_id, changes=now)


def everything_again(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = meeting_views.all_of(session, at.partnership)
        return request.partnership_page(
            "meetings.html",
            at,
            done=done,
            form_error=form_error,
            meetings=found,
            kinds=_kinds(at),
            rhythms=rhythm_views.of_partnership(at),
            weeks=rhythm_form.WEEKS,
            weekdays=rhythm_form.WEEKDAYS,
        )


def _kinds(at: Convened) -> tuple[MeetingKind, ...]:
    """What may be planned by hand: a launch only where the last one was called off."""
    has_launch = meeting_records.launch_meeting(at.session, at.partnership_id) is not None
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
            page=_find(at, meeting_id),
            agenda=on_record.agenda(at, _find(at, meeting_id).meeting),
            hosts=meeting_views.hosts(session, at.partnership_id),
            place_kinds=list(PlaceKind),
            seated=seating.SEATED,
        )


def _find(at: Convened, meeting_id: int) -> meeting_views.MeetingPage:
    found = meeting_views.one(at.session, at.partnership_id, meeting_id)
    if found is None:
        raise LinkUnknown
    return found
