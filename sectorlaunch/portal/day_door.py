"""The two doors to the pages for the day of a meeting: signed in, or by the personal link of whoever looks after it.

A scribe who never signed in runs the day from her phone by the link of her letters. It opens these pages to both
scribes and the facilitator of that meeting only, from the day before until a week after, when the notes are settled.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends
from fastapi.responses import Response
from sqlmodel import Session, select

from sectorlaunch.errors import SectorLaunchError
from sectorlaunch.portal.conveners import Viewer
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.portal_request import ARequest, FormError, PortalRequest
from sectorlaunch.portal.rights import Right
from sectorlaunch.portal.security_headers import CONVENER_POLICY
from sectorlaunch.records import access, meetings
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import LinkPurpose, Meeting, MeetingNote, Partnership, Person

OPENS, ENDS = timedelta(days=1), timedelta(days=7)
"""How long before and after its beginning a meeting's pages open by a personal link."""


@dataclass(frozen=True)
class Day:
    """A meeting, who looks after it, and the address of its pages."""

    launch: Launch
    meeting: Meeting
    by: str
    base: str
    viewer: Viewer | None
    """None for whoever came by their personal link."""
    back: str
    """The page they came from."""

    @property
    def here(self) -> tuple[Session, datetime, int]:
        """What actions take first: the session, the moment and the run."""
        return self.launch.here

    def may_read(self, note: MeetingNote) -> bool:
        """What is kept out of circulation is for conveners and whoever wrote it down."""
        is_convener = self.viewer is not None and Right.CONVENE in self.viewer.rights
        return is_convener or not note.is_held_back or note.taken_by == self.by


Deed = Callable[[Day, dict[str, str]], str]
"""Does what a form asks for; says the word of the notice that is shown afterward."""


class DayDoor:
    """One request to the pages of a meeting's day, by either door."""

    def __init__(self, request: ARequest) -> None:
        self.request = request
        self._values = {name: str(value) for name, value in request.http.path_params.items()}

    def come_in(self, session: Session) -> Day:
        """Raises LinkUnknown, SignInNeeded or WrongRole."""
        return self._by_link(session) if "token" in self._values else self._signed_in(session)

    def page(self, template: str, show: Callable[[Day], Mapping[str, object]], **about: object) -> Response:
        """A page with what `show` finds for it."""
        error = about.pop("form_error", None)
        done = about.pop("done", "")
        with self.request.reading() as session:
            day = self.come_in(session)
            page = self.request.page(
                template,
                status=error.status if isinstance(error, FormError) else 200,
                viewer=day.viewer,
                partnership=day.launch.partnership,
                zone=day.launch.zone,
                day=day,
                form_error=error,
                notice=flash(str(done), self.request.language),
                changes="",
                **show(day),
                **about,
            )
        page.headers["Content-Security-Policy"] = CONVENER_POLICY
        return page

    def carry_out(
        self, form: dict[str, str], name: str, deed: Deed, again: Callable[[FormError], Response]
    ) -> Response:
        """One unit of work, then back to the sheet the form was on; what cannot be done is said beside the form."""
        typed = dict(form)
        if "token" not in self._values:
            self.request.check_form(form)

        def act(session: Session) -> str:
            day = self.come_in(session)
            done = deed(day, form)
            sheet = form.get("sheet", "")
            return f"{day.base}{'/' + sheet if sheet.isalpha() else ''}?done={done}"

        def refused(error: SectorLaunchError) -> Response:
            return again(FormError.of(name, error, typed, self.request.language))

        return self.request.carry_out(act, refused)

    def _signed_in(self, session: Session) -> Day:
        slug = self._values["slug"]
        at = self.request.convened(session, slug)
        meeting = self._meeting(session, at.partnership_id)
        here = f"/partnerships/{slug}/part/meetings/{meeting.pk}"
        return Day(at, meeting, at.by, f"{here}/day", at.viewer, here)

    def _by_link(self, session: Session) -> Day:
        request: PortalRequest = self.request
        token = self._values["token"]
        link = access.look_up(session, request.now, token, LinkPurpose.PERSONAL)
        if link is None or link.partnership_id is None or link.for_assistant:
            raise LinkUnknown
        partnership = session.get_one(Partnership, link.partnership_id)
        launch = Launch.of_partnership(session, request.now, partnership)
        meeting = self._meeting(session, launch.partnership_id)
        if link.person_id not in meetings.day_is_of(session, meeting) or not is_now(meeting, launch):
            raise LinkUnknown
        request.speak(session, link.person_id)
        by = session.get_one(Person, link.person_id).name
        return Day(launch, meeting, by, f"/p/{token}/day/{meeting.pk}", None, f"/p/{token}")

    def _meeting(self, session: Session, partnership_id: int) -> Meeting:
        number = self._values["meeting_id"]
        wanted = select(Meeting).where(Meeting.partnership_id == partnership_id)
        found = session.exec(wanted.where(Meeting.id == (int(number) if number.isdigit() else 0))).first()
        if found is None:
            raise LinkUnknown
        return found


def is_now(meeting: Meeting, launch: Launch) -> bool:
    """Whether the day of a meeting is near enough to look after it by a personal link."""
    if meeting.starts_at is None or meeting.canceled_at is not None:
        return False
    return meeting.starts_at - OPENS <= launch.now <= meeting.starts_at + ENDS


ADoor = Annotated[DayDoor, Depends(DayDoor)]
