"""A meeting while it is on, as whoever looks after it sees it: who is there, what was said, what is chosen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from sectorlaunch.actions import dots
from sectorlaunch.records import invitations, meeting_notes, people, priorities
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.meeting_notes import Said
from sectorlaunch.records.priorities import Standing
from sectorlaunch.tables import (
    Commitment,
    CommitmentState,
    InvitationState,
    Meeting,
    MeetingNote,
    Organization,
    Person,
    Priority,
)

EXPECTED = (InvitationState.ACCEPTED, InvitationState.TENTATIVE, InvitationState.TO_CONFIRM)


@dataclass(frozen=True)
class Guest:
    """Somebody on the list of a meeting."""

    person_id: int
    name: str
    company: str
    is_business: bool
    state: InvitationState
    arrived_at: datetime | None
    saw_reminder: bool
    needs: str
    substitute: str

    @property
    def surname(self) -> str:
        return self.name.rpartition(" ")[2].casefold()

    @property
    def is_here(self) -> bool:
        return self.state is InvitationState.ATTENDED


@dataclass(frozen=True)
class Arrivals:
    guests: tuple[Guest, ...]

    @property
    def here(self) -> list[Guest]:
        """Those who came, the newest first."""
        there = [guest for guest in self.guests if guest.is_here]
        return sorted(
            there, key=lambda one: one.arrived_at.timestamp() if one.arrived_at else 0, reverse=True
        )

    @property
    def expected(self) -> list[Guest]:
        """Those who said they come, or might, by surname."""
        return self._some(lambda one: one.state in EXPECTED)

    @property
    def others(self) -> list[Guest]:
        """Everyone else who may stand at the door, by surname."""
        return self._some(lambda one: not one.is_here and one.state not in EXPECTED)

    @property
    def business_here(self) -> int:
        return sum(guest.is_business for guest in self.here)

    def _some(self, fits: Callable[[Guest], bool]) -> list[Guest]:
        found = [guest for guest in self.guests if fits(guest)]
        return sorted(found, key=lambda one: (one.surname, one.name.casefold()))


def arrivals(session: Session, meeting: Meeting) -> Arrivals:
    places = invitations.invited(session, meeting.pk)
    sectors = people.sectors(session, [person for _, person in places])
    return Arrivals(
        tuple(
            Guest(
                person_id=person.pk,
                name=person.name,
                company=people.organization_name(session, person),
                is_business=people.is_business(sectors, person),
                state=place.state,
                arrived_at=place.arrived_at,
                saw_reminder=place.reminder_seen_at is not None,
                needs=place.accommodation if place.accommodation_settled_on is None else "",
                substitute=place.substitute,
            )
            for place, person in places
        )
    )


@dataclass(frozen=True)
class Notes:
    said: list[Said]
    """Newest first."""
    taken_out: list[MeetingNote]
    speakers: list[Person]
    """Who may have said it, by name."""
    candidates: list[Priority]


def notes(launch: Launch, meeting: Meeting, may_read: Callable[[MeetingNote], bool]) -> Notes:
    session = launch.session
    return Notes(
        said=[one for one in meeting_notes.of_meeting(session, meeting.pk)[::-1] if may_read(one.note)],
        taken_out=[note for note in meeting_notes.taken_out(session, meeting.pk) if may_read(note)],
        speakers=speakers(launch, meeting),
        candidates=priorities.listed(session, launch.partnership_id),
    )


def speakers(launch: Launch, meeting: Meeting) -> list[Person]:
    """Everyone in the room, on the list or with a role, by name; those who are there first."""
    places = invitations.invited(launch.session, meeting.pk)
    there = [person for place, person in places if place.state is InvitationState.ATTENDED]
    others = [person for _, person in places]
    others += [person for person, _ in people.roles_held(launch.session, launch.partnership_id)]
    known = {person.pk: person for person in (*_by_name(there), *_by_name(others))}
    return list(known.values())


def _by_name(some: Iterable[Person]) -> list[Person]:
    return sorted(some, key=lambda person: person.name.casefold())


@dataclass(frozen=True)
class Candidate:
    standing: Standing
    notes: list[Said]


@dataclass(frozen=True)
class Choosing:
    candidates: list[Candidate]
    """By dots of business while it is open and after, in the order they were named before."""
    loose: list[Said]
    """What leaders see as worth doing that is under no candidate yet, and needs and opportunities."""
    taken_out: list[Priority]
    people: list[Person]
    promises: list[tuple[Commitment, str]]
    state: str
    """"before", "open" or "closed"."""
    dots: int
    suggested: frozenset[int]
    """The candidates with the most dots, as many as may be chosen."""
    ahead: str
    """The company that placed a third of the dots or more; empty where none did."""
    voters: int
    """How many business leaders placed dots themselves."""


def choosing(launch: Launch, meeting: Meeting) -> Choosing:
    session = launch.session
    standings = priorities.standings(session, launch.partnership_id)
    said = meeting_notes.of_meeting(session, meeting.pk, to_circulate=True)
    state = (
        "before" if meeting.vote_opened_at is None else "open" if meeting.vote_closed_at is None else "closed"
    )
    ranked = sorted(standings, key=lambda one: -one.dots) if state != "before" else standings
    with_dots = [one for one in ranked if one.dots]
    leaders = {person.pk: person for one in standings for person in one.leaders}
    ahead = dots.holds_a_third(standings, {pk: person.organization_id for pk, person in leaders.items()})
    promises = session.exec(
        select(Commitment).where(
            Commitment.partnership_id == launch.partnership_id, Commitment.state == CommitmentState.OPEN
        )
    ).all()
    owners = {p.pk: p for p in speakers(launch, meeting)}
    return Choosing(
        candidates=[
            Candidate(one, [note for note in said if note.note.priority_id == one.priority.id])
            for one in ranked
        ],
        loose=[note for note in said if note.note.priority_id is None],
        taken_out=priorities.taken_out(session, launch.partnership_id),
        people=list(owners.values()),
        promises=[(one, _name(owners, one.owner_id)) for one in promises],
        state=state,
        dots=dots.each_has(launch),
        suggested=frozenset(one.priority.pk for one in with_dots[: launch.number("priorities_max", 5)]),
        ahead=session.get_one(Organization, ahead).name if ahead is not None else "",
        voters=len(leaders),
    )


def _name(known: Mapping[int, Person], person_id: int | None) -> str:
    return known[person_id].name if person_id is not None and person_id in known else ""
