"""Seats at a meeting in a room: proposed from who comes, changed by the convener, and kept from then on."""

from dataclasses import dataclass

from sqlmodel import Session

from sectorlaunch.errors import BadInput
from sectorlaunch.records import champions as champion_records
from sectorlaunch.records import invitations
from sectorlaunch.records import people as people_records
from sectorlaunch.rules import seating
from sectorlaunch.rules.seating import Sitter
from sectorlaunch.tables import InvitationState, Meeting, MeetingKind, Person

SEATED = (MeetingKind.LAUNCH, MeetingKind.QUARTERLY)
"""Meetings business leaders talk at and partners listen to; elsewhere all sit as they come."""
COMING = (InvitationState.ACCEPTED, InvitationState.ATTENDED)


@dataclass(frozen=True)
class Seated:
    """Somebody in their seat. `name` is whoever comes in their place, where somebody does."""

    person_id: int
    number: int
    name: str
    company: str
    is_business: bool
    is_champion: bool
    is_facilitator: bool
    is_guest: bool
    """Whether they have a place of their own at the meeting, so that they can be moved."""


@dataclass(frozen=True)
class Arrangement:
    table: tuple[Seated, ...]
    around: tuple[Seated, ...]
    side_by_side: tuple[str, ...]
    """Neighbors of one company, in sentences."""
    is_kept: bool
    """Whether the convener has changed or kept it; else it follows the answers."""

    @property
    def everyone(self) -> tuple[Seated, ...]:
        return (*self.table, *self.around)

    def count(self, *, business: bool) -> int:
        """Business leaders or public partners; the facilitator is neutral and counts for neither."""
        return sum(one.is_business is business and not one.is_facilitator for one in self.everyone)


def arrangement(session: Session, meeting: Meeting) -> Arrangement:
    """Who sits where: as it was kept, newcomers fitted in, or as it is proposed."""
    found = _who_comes(session, meeting)
    plan = seating.propose([sitter for sitter, _ in found.values()])
    names = {person_id: name for person_id, (_, name) in found.items()}
    guests = {place.person_id for place, _ in invitations.invited(session, meeting.pk)}

    def seated(ring: tuple[Sitter, ...]) -> tuple[Seated, ...]:
        return tuple(
            Seated(
                person_id=one.person_id,
                number=number,
                name=names[one.person_id],
                company=one.company,
                is_business=one.is_business,
                is_champion=one.is_champion,
                is_facilitator=one.is_facilitator,
                is_guest=one.person_id in guests,
            )
            for number, one in enumerate(ring, start=1)
        )

    beside = plan.side_by_side
    return Arrangement(
        table=seated(plan.table),
        around=seated(plan.around),
        side_by_side=tuple(
            f"{names[one.person_id]} and {names[other.person_id]}, both of {one.company}, sit side by side."
            for one, other in beside
        ),
        is_kept=any(sitter.kept for sitter, _ in found.values()),
    )


def find_seated(found: Arrangement, person_id: int) -> Seated:
    """Raises BadInput for somebody who does not come, or who has a part in the meeting and no place of their own."""
    one = next((one for one in found.everyone if one.person_id == person_id), None)
    if one is None:
        raise BadInput("Choose somebody who comes.")
    if not one.is_guest:
        raise BadInput(f"{one.name} sits where the part in the meeting is; only guests can be moved.")
    return one


def _who_comes(session: Session, meeting: Meeting) -> dict[int, tuple[Sitter, str]]:
    """Those who said they come, and host and facilitator whether or not they are on the list."""
    places = invitations.invited(session, meeting.pk)
    coming = {person.id: (place, person) for place, person in places if place.state in COMING}
    answered = {person.id for _, person in places}
    parts = {meeting.facilitator_id, meeting.host_id} - {None} - answered
    extra = [person for part in sorted(p for p in parts if p) if (person := session.get(Person, part))]
    people = [person for _, person in coming.values()] + extra
    sectors = people_records.sectors(session, people)
    champions = {
        p.id
        for _, p in champion_records.at_stages(session, meeting.partnership_id, champion_records.COMMITTED)
    }
    found: dict[int, tuple[Sitter, str]] = {}
    for person in people:
        place = coming[person.pk][0] if person.pk in coming else None
        kept = (place.ring, place.seat) if place and place.ring and place.seat else None
        sitter = Sitter(
            person_id=person.pk,
            company=people_records.organization_name(session, person),
            is_business=people_records.is_business(sectors, person),
            is_champion=person.pk in champions,
            is_facilitator=person.pk == meeting.facilitator_id,
            kept=kept,
        )
        found[person.pk] = (sitter, (place.substitute if place else "") or person.name)
    return found
