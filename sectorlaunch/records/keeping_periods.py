"""How long a partnership keeps people, and whose time is over when: reads, changing nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, or_, select

from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.keeping_periods import ENDED, LEFT, Periods, due_on
from sectorlaunch.tables import Partnership, Person, Role


@dataclass(frozen=True)
class Going:
    """Somebody who is not kept for good: when they left, or else their partnership ended, and from when they may go."""

    person: Person
    gone_on: date
    due_on: date


def periods_of(launch: Launch, usual: Mapping[str, int]) -> Periods:
    """The partnership's own, else its playbook's, else the `usual` ones of the installation, by the names of the numbers."""
    return Periods(
        left=launch.number(LEFT, usual.get(LEFT, 0)), ended=launch.number(ENDED, usual.get(ENDED, 0))
    )


def going(launch: Launch, usual: Mapping[str, int]) -> list[Going]:
    """Everybody whose keeping period has begun, the next to go first. Who was merged into somebody goes with them."""
    periods, partnership = periods_of(launch, usual), launch.partnership
    ended_on = launch.on(partnership.ended_at) if partnership.ended_at is not None else None
    if periods == Periods():
        return []
    left = _left(launch.session, launch.partnership_id)
    found = []
    for person in _kept(launch.session, launch.partnership_id):
        moment = left.get(person.pk)
        left_on = launch.on(moment) if moment is not None else None
        due = due_on(periods, left_on, ended_on)
        gone_on = left_on or ended_on
        if due is not None and gone_on is not None:
            found.append(Going(person, gone_on, due))
    return sorted(found, key=lambda one: (one.person.erase_on or one.due_on, one.person.pk))


def concerned(session: Session) -> list[int]:
    """The partnerships in which somebody has left, or which have ended, and somebody is still on record for that."""
    holding = select(Role.id).where(Role.person_id == Person.id, col(Role.ended_at).is_(None))
    held = select(Role.id).where(Role.person_id == Person.id)
    gone = held.exists() & ~holding.exists()
    found = (
        select(Person.partnership_id)
        .join(Partnership, col(Partnership.id) == col(Person.partnership_id))
        .where(
            col(Person.anonymized_at).is_(None),
            col(Person.merged_into_id).is_(None),
            or_(gone, col(Partnership.ended_at).is_not(None), col(Person.erase_on).is_not(None)),
        )
        .distinct()
    )
    return sorted(session.exec(found))


def _kept(session: Session, partnership_id: int) -> list[Person]:
    found = select(Person).where(
        Person.partnership_id == partnership_id,
        col(Person.anonymized_at).is_(None),
        col(Person.merged_into_id).is_(None),
    )
    return list(session.exec(found.order_by(col(Person.id))))


def _left(session: Session, partnership_id: int) -> dict[int, datetime]:
    """By person the moment their last role ended; of those who hold one, none."""
    found = (
        select(Role.person_id, func.max(Role.ended_at))
        .where(Role.partnership_id == partnership_id)
        .group_by(col(Role.person_id))
        .having(func.count() == func.count(col(Role.ended_at)))
    )
    return {person_id: moment for person_id, moment in session.exec(found) if moment is not None}
