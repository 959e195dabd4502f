"""What is somebody's to do in a partnership who does not convene it: their meetings, documents and action team."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from languages.catalogs import mark
from sectorlaunch.portal import rights
from sectorlaunch.portal.conveners import Viewer
from sectorlaunch.portal.rights import Right
from sectorlaunch.records import invitations, people, teams
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ActionTeam, InvitationState, Meeting, Person, Role, RoleKind

SHOWN_AFTER = timedelta(days=60)
"""So long a meeting that is over stays on the list."""


NAMES = {
    RoleKind.CO_CONVENER: mark("co-convener"),
    RoleKind.FACILITATOR: mark("facilitator"),
    RoleKind.SCRIBE: mark("scribe"),
    RoleKind.TEAM_LEAD: mark("team lead"),
    RoleKind.LEAD_WHO_LOOKS: mark("lead who looks"),
}
"""What somebody is by a role that lets them sign in."""


@dataclass(frozen=True)
class PartPage:
    roles: tuple[tuple[str, str], ...]
    """What they are, and what that lets them do, in words; nothing for a convener."""
    meetings: list[Meeting]
    teams: list[ActionTeam]
    may_see_status: bool
    may_see_guests: bool
    may_draft_agenda: bool
    may_draft_summary: bool


def part(launch: Launch, viewer: Viewer, held: list[tuple[Person, Role]]) -> PartPage:
    session, now = launch.session, launch.now
    convenes = Right.CONVENE in viewer.rights

    def may(right: Right, **values: object) -> bool:
        return convenes or rights.whoever_may(session, right, held, values) is not None

    dated = select(Meeting).where(
        Meeting.partnership_id == launch.partnership_id, col(Meeting.canceled_at).is_(None)
    )
    found = session.exec(dated.order_by(col(Meeting.starts_at), col(Meeting.id))).all()
    recent = [one for one in found if one.starts_at is None or one.starts_at > now - SHOWN_AFTER]
    return PartPage(
        roles=tuple(
            (NAMES[role.kind], rights.WORDS[role.kind]) for _, role in held if role.kind in rights.WORDS
        ),
        meetings=[one for one in recent if may(Right.SEE_MEETING, meeting_id=one.pk)],
        teams=[
            one
            for one in teams.of_partnership(session, launch.partnership_id)
            if may(Right.LEAD_TEAM, team_id=one.pk)
        ],
        may_see_status=may(Right.SEE_STATUS),
        may_see_guests=may(Right.SEE_GUESTS),
        may_draft_agenda=may(Right.DRAFT_AGENDA),
        may_draft_summary=may(Right.DRAFT_SUMMARY),
    )


@dataclass(frozen=True)
class GuestLine:
    name: str
    company: str
    title: str
    is_business: bool
    state: InvitationState


def guest_list(launch: Launch) -> list[GuestLine]:
    """Everyone on the list of the launch by surname, to be read: no address, no number, no reason."""
    if launch.meeting is None:
        return []
    places = invitations.invited(launch.session, launch.meeting.pk)
    sectors = people.sectors(launch.session, [person for _, person in places])
    return [
        GuestLine(
            name=person.name,
            company=people.organization_name(launch.session, person),
            title=person.job_title,
            is_business=people.is_business(sectors, person),
            state=place.state,
        )
        for place, person in sorted(places, key=lambda one: one[1].name.rpartition(" ")[2].casefold())
    ]
