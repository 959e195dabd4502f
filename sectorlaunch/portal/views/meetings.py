"""Meetings as the convener sees them: who comes, in numbers and by name, and whether business is ahead in the room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from sqlmodel import Session, col, select

from sectorlaunch.records import invitations, people, report_backs
from sectorlaunch.tables import (
    ActionTeam,
    Invitation,
    InvitationState,
    Meeting,
    MeetingKind,
    Partnership,
    Person,
    ReportBack,
)

ANSWERED = 12
"""How many of the newest answers are shown."""
REPORTED_WITHIN = timedelta(days=92)
"""Before a partnership meeting: what teams have said since the one before."""
IN_ORDER = (
    InvitationState.ATTENDED,
    InvitationState.ACCEPTED,
    InvitationState.WAITING,
    InvitationState.TO_CONFIRM,
    InvitationState.TENTATIVE,
    InvitationState.DECLINED,
    InvitationState.NO_SHOW,
    InvitationState.INVITED,
)
COMING = (InvitationState.ACCEPTED, InvitationState.ATTENDED)


@dataclass(frozen=True)
class Guest:
    """Somebody with a place at a meeting."""

    person_id: int
    name: str
    company: str
    is_business: bool
    state: InvitationState
    replied_at: datetime | None
    replied_by: str
    reason: str
    substitute: str

    @property
    def surname(self) -> str:
        return self.name.rpartition(" ")[2].casefold()


@dataclass(frozen=True)
class MeetingPage:
    meeting: Meeting
    guests: tuple[Guest, ...]
    host: str
    facilitator: str
    reports: tuple[tuple[str, ReportBack], ...] = ()
    """Of a partnership meeting: what each team last reported back in the three months before it."""

    @property
    def state(self) -> str:
        if self.meeting.canceled_at is not None:
            return "called off"
        return (
            "held" if self.meeting.held_at is not None else "planned" if self.meeting.starts_at else "no date"
        )

    def count(self, *states: InvitationState) -> int:
        return sum(guest.state in states for guest in self.guests)

    @property
    def numbers(self) -> dict[str, int]:
        """How the answers stand, in the order in which one asks."""
        if self.meeting.held_at is not None:
            return {
                "were there": self.count(InvitationState.ATTENDED),
                "did not come": self.count(InvitationState.NO_SHOW),
                "had declined": self.count(InvitationState.DECLINED),
            }
        waiting = self.count(InvitationState.WAITING)
        return {
            "come": self.count(InvitationState.ACCEPTED),
            **({"wait for a place": waiting} if waiting else {}),
            "perhaps": self.count(InvitationState.TENTATIVE),
            "cannot": self.count(InvitationState.DECLINED),
            "have not answered": self.count(InvitationState.INVITED, InvitationState.TO_CONFIRM),
        }

    @property
    def coming(self) -> list[Guest]:
        """Those who come, or were there, by surname."""
        return sorted((g for g in self.guests if g.state in COMING), key=lambda guest: guest.surname)

    @property
    def by_state(self) -> dict[str, list[Guest]]:
        """Everyone, by answer; within it by surname."""
        found: dict[str, list[Guest]] = {}
        for state in IN_ORDER:
            some = sorted((g for g in self.guests if g.state is state), key=lambda guest: guest.surname)
            if some:
                found[state.value] = some
        return found

    @property
    def newest(self) -> list[Guest]:
        """The last answers, newest first."""
        answered = [guest for guest in self.guests if guest.replied_at is not None]
        return sorted(answered, key=_answered, reverse=True)[:ANSWERED]

    @property
    def business_coming(self) -> int:
        return sum(guest.is_business for guest in self.coming)

    @property
    def public_coming(self) -> int:
        return len(self.coming) - self.business_coming

    @property
    def business_invited(self) -> int:
        return sum(guest.is_business for guest in self.guests)

    @property
    def public_invited(self) -> int:
        return len(self.guests) - self.business_invited

    @property
    def balance(self) -> str:
        """Whether business leaders are ahead in the room, in a sentence; it matters where they are to lead."""
        business, public = self.business_coming, self.public_coming
        if not self.coming:
            return "Nobody has said yet that they come."
        if business > public:
            return f"Business leads: {business} to {public} public partners."
        return f"Public partners are not to outnumber business: {public} to {business} so far."


def _answered(guest: Guest) -> float:
    return guest.replied_at.timestamp() if guest.replied_at is not None else 0


def all_of(session: Session, partnership: Partnership) -> list[MeetingPage]:
    """Every meeting, those to come first by date, then those that are over, newest first."""
    wanted = select(Meeting).where(Meeting.partnership_id == partnership.id).order_by(col(Meeting.id))
    pages = [_page(session, meeting) for meeting in session.exec(wanted).all()]
    ahead = [one for one in pages if one.state in ("planned", "no date")]
    over = [one for one in pages if one.state not in ("planned", "no date")]

    def when(one: MeetingPage) -> float:
        return one.meeting.starts_at.timestamp() if one.meeting.starts_at else inf

    return [*sorted(ahead, key=when), *sorted(over, key=when, reverse=True)]


def one(session: Session, partnership_id: int, meeting_id: int) -> MeetingPage | None:
    """None for a meeting of another partnership, and for none."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.partnership_id != partnership_id:
        return None
    return _page(session, meeting)


def hosts(session: Session, partnership_id: int) -> Sequence[Person]:
    """Who may be named host or facilitator: everyone with a role, by name."""
    everyone = {person.id: person for person, _ in people.roles_held(session, partnership_id)}
    return sorted(everyone.values(), key=lambda person: person.name)


def _page(session: Session, meeting: Meeting) -> MeetingPage:
    places: list[tuple[Invitation, Person]] = invitations.invited(session, meeting.pk)
    sectors = people.sectors(session, [person for _, person in places])
    return MeetingPage(
        meeting=meeting,
        guests=tuple(
            Guest(
                person_id=person.pk,
                name=person.name,
                company=people.organization_name(session, person),
                is_business=people.is_business(sectors, person),
                state=place.state,
                replied_at=place.replied_at,
                replied_by=place.replied_by if place.replied_by != person.name else "",
                reason=place.reason,
                substitute=place.substitute,
            )
            for place, person in places
        ),
        host=_name(session, meeting.host_id),
        facilitator=_name(session, meeting.facilitator_id),
        reports=_reports(session, meeting),
    )


def _reports(session: Session, meeting: Meeting) -> tuple[tuple[str, ReportBack], ...]:
    if meeting.kind is not MeetingKind.QUARTERLY or meeting.starts_at is None:
        return ()
    since = meeting.starts_at.date() - REPORTED_WITHIN
    return tuple(
        (session.get_one(ActionTeam, one.team_id).name, one)
        for one in report_backs.since(session, meeting.partnership_id, since)
    )


def _name(session: Session, person_id: int | None) -> str:
    return session.get_one(Person, person_id).name if person_id is not None else ""
