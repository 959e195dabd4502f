"""Candidate priorities: how many dots each has, whose, and who wants to go on with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from sectorlaunch.errors import NotFound
from sectorlaunch.query_cache import cached
from sectorlaunch.records import people
from sectorlaunch.tables import (
    Interest,
    Person,
    Priority,
    PriorityInterest,
    PriorityTally,
    PriorityVote,
)


@dataclass(frozen=True)
class Standing:
    """A priority with what the room said to it."""

    priority: Priority
    leaders: tuple[Person, ...] = ()
    """Business leaders who placed a dot on it themselves."""
    others: tuple[Person, ...] = ()
    """Everyone else who did: shown apart, and not counted."""
    tally: PriorityTally | None = None
    interests: Mapping[Interest, tuple[Person, ...]] = field(default_factory=dict)

    @property
    def dots(self) -> int:
        """Of business: placed on phones and counted by hand."""
        return len(self.leaders) + (self.tally.dots if self.tally is not None else 0)


def find(session: Session, partnership_id: int, priority_id: int) -> Priority:
    """Raises NotFound for a number of another partnership, or of none."""
    priority = session.get(Priority, priority_id)
    if priority is None or priority.partnership_id != partnership_id:
        raise NotFound("There is no priority number %(number)s.", number=priority_id)
    return priority


def listed(session: Session, partnership_id: int) -> list[Priority]:
    """Those that were named and not taken out, in their order."""

    def read() -> list[Priority]:
        found = select(Priority).where(
            Priority.partnership_id == partnership_id, col(Priority.taken_out_at).is_(None)
        )
        return list(session.exec(found.order_by(col(Priority.position), col(Priority.id))))

    return list(cached(session, (Priority,), ("priorities", partnership_id), read))


def taken_out(session: Session, partnership_id: int) -> list[Priority]:
    """Those that can be put back, newest first."""
    found = select(Priority).where(
        Priority.partnership_id == partnership_id, col(Priority.taken_out_at).is_not(None)
    )
    return list(session.exec(found.order_by(col(Priority.taken_out_at).desc())))


def standings(session: Session, partnership_id: int) -> list[Standing]:
    """Every listed priority, in its order, with dots and interests."""
    found = listed(session, partnership_id)
    ids = [priority.pk for priority in found]
    votes = list(
        session.exec(
            select(PriorityVote, Person)
            .join(Person, col(Person.id) == col(PriorityVote.person_id))
            .where(col(PriorityVote.priority_id).in_(ids))
            .order_by(col(PriorityVote.id))
        )
    )
    wishes = list(
        session.exec(
            select(PriorityInterest, Person)
            .join(Person, col(Person.id) == col(PriorityInterest.person_id))
            .where(col(PriorityInterest.priority_id).in_(ids))
            .order_by(col(PriorityInterest.id))
        )
    )
    tallies = {
        tally.priority_id: tally
        for tally in session.exec(select(PriorityTally).where(col(PriorityTally.priority_id).in_(ids)))
    }
    sectors = people.sectors(session, [person for _, person in votes])
    standing = []
    for priority in found:
        voters = [person for vote, person in votes if vote.priority_id == priority.id]
        wished = [(one.interest, person) for one, person in wishes if one.priority_id == priority.id]
        standing.append(
            Standing(
                priority,
                tuple(person for person in voters if people.is_business(sectors, person)),
                tuple(person for person in voters if not people.is_business(sectors, person)),
                tallies.get(priority.pk),
                {kind: tuple(who for said, who in wished if said is kind) for kind in Interest},
            )
        )
    return standing


def interests_of(session: Session, person_id: int) -> dict[int, Interest]:
    """What somebody said of each priority, by its number."""
    found = select(PriorityInterest).where(PriorityInterest.person_id == person_id)
    return {one.priority_id: one.interest for one in session.exec(found)}


def dots_of(session: Session, person_id: int) -> set[int]:
    """The priorities somebody placed a dot on, by number; those taken out meanwhile give theirs back."""
    found = (
        select(PriorityVote.priority_id)
        .join(Priority, col(Priority.id) == col(PriorityVote.priority_id))
        .where(PriorityVote.person_id == person_id, col(Priority.taken_out_at).is_(None))
    )
    return set(session.exec(found))
