"""A meeting as those see it who take it down or lead it: who is there, what is said, who does what."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import meetings
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import meeting_form, on_record
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.rights import PART, Right, whoever_may
from sectorlaunch.portal.routes.meetings import record_attendance
from sectorlaunch.portal.routes.results import add_priority, add_promise
from sectorlaunch.portal.views import meetings as meeting_views
from sectorlaunch.portal.views import results as result_views
from sectorlaunch.portal.views.meetings import MeetingPage
from sectorlaunch.records import accounts
from sectorlaunch.tables import MeetingKind

router = APIRouter()
LONGEST = 4000
"""Characters of what is written down at a meeting."""
MINE = f"{PART}/meetings/{{meeting_id}}"


@router.get(MINE)
def one(request: ARequest, slug: str, meeting_id: int, done: str = "") -> Response:
    return _one(request, slug, meeting_id, done=done)


@router.post(f"{MINE}/attendance")
def hold(form: APartnershipForm, meeting_id: int) -> Response:
    """Records that it took place, and who was there."""

    def act(at: Convened, page: MeetingPage) -> str:
        if page.meeting.starts_at is None or page.meeting.starts_at > at.now or page.state == "called off":
            raise BadInput("It has not begun yet, or was called off.")
        record_attendance(at, form, page)
        return "attendance"

    return _change(form, meeting_id, "attendance", act, lambda at, page: on_record.attendance(page.guests))


@router.post(f"{MINE}/notes")
def take_notes(form: APartnershipForm, meeting_id: int) -> Response:
    """Keeps the notes; of the launch also what business leaders want, in their words, and what was promised."""

    def act(at: Convened, page: MeetingPage) -> str:
        action = form.get("action", "")
        if action and page.meeting.kind is not MeetingKind.LAUNCH:
            raise BadInput("That is noted at the launch.")
        match action:
            case "priority":
                add_priority(at, form)
            case "promise":
                add_promise(at, form)
            case _:
                words = form.get("note", "").replace("\r\n", "\n").strip()
                if len(words) > LONGEST:
                    raise BadInput(
                        "They have %(count)s characters; shorten them to %(most)s.",
                        count=len(words),
                        most=LONGEST,
                    )
                meetings.take_notes(at.session, at.now, at.run_id, meeting_id, words, by=at.by)
        return "result"

    def changes(_at: Convened, page: MeetingPage) -> OnRecord | None:
        return None if form.get("action") else on_record.notes(page.meeting)

    return _change(form, meeting_id, f"notes{form.get('action', '')}", act, changes)


@router.post(f"{MINE}/roles")
def share_out(form: APartnershipForm, meeting_id: int) -> Response:
    """Who hosts, welcomes, leads and writes; time and place stay."""

    def act(at: Convened, page: MeetingPage) -> str:
        known = {
            person.id
            for person in meeting_views.hosts(at.session, at.partnership_id)
            if person.id is not None
        }
        wanted = meeting_form.who_does_what(form, page.meeting, known)
        meetings.change(at.session, at.now, at.run_id, meeting_id, by=at.by, **wanted)
        return "meeting"

    return _change(form, meeting_id, "roles", act, lambda _at, page: on_record.meeting_roles(page.meeting))


def _change(
    form: PartnershipForm,
    meeting_id: int,
    name: str,
    action: Callable[[Convened, MeetingPage], str],
    changes: Callable[[Convened, MeetingPage], OnRecord | None],
) -> Response:
    def act(at: Convened) -> str:
        return f"/part/meetings/{meeting_id}?done={action(at, _find(at, meeting_id))}"

    return form.carry_out(act, name, _one, meeting_id, changes=lambda at: changes(at, _find(at, meeting_id)))


def _one(
    request: PortalRequest, slug: str, meeting_id: int, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        page = _find(at, meeting_id)
        held = accounts.roles_in(session, at.viewer.account_id, at.partnership_id)

        def may(right: Right) -> bool:
            here = {"meeting_id": meeting_id}
            return Right.CONVENE in at.viewer.rights or whoever_may(session, right, held, here) is not None

        is_launch = page.meeting.kind is MeetingKind.LAUNCH
        return request.partnership_page(
            "part_meeting.html",
            at,
            done=done,
            form_error=form_error,
            page=page,
            hosts=meeting_views.hosts(session, at.partnership_id),
            may_take_down=may(Right.TAKE_DOWN),
            may_run_day=may(Right.RUN_DAY),
            may_share_out=may(Right.SHARE_OUT) and page.state in ("planned", "no date"),
            results=result_views.results(session, request.now, at.partnership) if is_launch else None,
        )


def _find(at: Convened, meeting_id: int) -> MeetingPage:
    found = meeting_views.one(at.session, at.partnership_id, meeting_id)
    if found is None:
        raise LinkUnknown
    return found
