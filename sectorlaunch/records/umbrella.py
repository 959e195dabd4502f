"""What hangs below a partnership, what it plans, and who was asked to come below it."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from sectorlaunch.query_cache import cached
from sectorlaunch.records import people
from sectorlaunch.rules.umbrella import Counts
from sectorlaunch.tables import (
    HangingAsk,
    Invitation,
    InvitationState,
    Meeting,
    MeetingKind,
    Partnership,
    Person,
    PlannedRegion,
    Role,
)

TABLES = (Partnership, PlannedRegion, Meeting)
"""Behind the counts."""


def below(session: Session, partnership_id: int) -> list[Partnership]:
    """The partnerships that hang directly below one, in the order in which they were started."""
    wanted = select(Partnership).where(Partnership.parent_id == partnership_id)
    return list(session.exec(wanted.order_by(col(Partnership.id))))


def above(session: Session, partnership: Partnership) -> list[Partnership]:
    """Those it hangs below, the nearest first."""
    found: list[Partnership] = []
    while partnership.parent_id is not None:
        partnership = session.get_one(Partnership, partnership.parent_id)
        found.append(partnership)
    return found


def levels(session: Session, partnership_id: int) -> int:
    """How many levels there are from a partnership down, itself counted."""
    deepest, here = 0, [partnership_id]
    while here:
        deepest += 1
        here = list(session.exec(select(Partnership.id).where(col(Partnership.parent_id).in_(here))))  # type: ignore[arg-type]
    return deepest


def regions(session: Session, partnership_id: int) -> list[PlannedRegion]:
    """The places a partnership plans below it, in order."""
    wanted = select(PlannedRegion).where(PlannedRegion.parent_id == partnership_id)
    return list(session.exec(wanted.order_by(col(PlannedRegion.position), col(PlannedRegion.id))))


def held_on(session: Session, partnership_ids: Collection[int]) -> dict[int, Meeting]:
    """The launch of each that has taken place: one that was called off is not among them."""
    wanted = select(Meeting).where(
        col(Meeting.partnership_id).in_(partnership_ids),
        Meeting.kind == MeetingKind.LAUNCH,
        col(Meeting.held_at).is_not(None),
        col(Meeting.canceled_at).is_(None),
    )
    return {meeting.partnership_id: meeting for meeting in session.exec(wanted.order_by(col(Meeting.id)))}


def day_of(meeting: Meeting, partnership: Partnership) -> date | None:
    """The day of a meeting on the calendar of its partnership."""
    moment = meeting.starts_at or meeting.held_at
    return moment.astimezone(ZoneInfo(partnership.zone)).date() if moment is not None else None


def that_stand_above(session: Session, partnership_ids: Collection[int]) -> set[int]:
    """Of these, those below which something hangs or is planned."""
    hang = select(Partnership.parent_id).where(col(Partnership.parent_id).in_(partnership_ids))
    plan = select(PlannedRegion.parent_id).where(col(PlannedRegion.parent_id).in_(partnership_ids))
    said = select(Partnership.id).where(
        col(Partnership.id).in_(partnership_ids), col(Partnership.planned).is_not(None)
    )
    found = {*session.exec(hang.distinct()), *session.exec(plan.distinct()), *session.exec(said)}
    return {number for number in found if number is not None}


def counts(session: Session, partnership: Partnership) -> Counts:
    """Planned: the number that was said, else the places in the plan, else what hangs below it."""

    def read() -> Counts:
        children = [child.pk for child in below(session, partnership.pk)]
        planned = partnership.planned or len(regions(session, partnership.pk)) or len(children)
        return Counts(planned, len(held_on(session, children)))

    return cached(session, TABLES, ("counts below", partnership.pk), read)


def open_asks_of(session: Session, partnership_id: int) -> list[HangingAsk]:
    """What a partnership has asked others and has no answer to; those that reach nobody among them."""
    waits = (HangingAsk.parent_id == partnership_id, col(HangingAsk.ended_at).is_(None))
    return list(session.exec(select(HangingAsk).where(*waits).order_by(col(HangingAsk.id))))


def open_asks_to(session: Session, partnership_ids: Collection[int]) -> list[tuple[HangingAsk, Partnership]]:
    """Which partnerships have asked one of these to hang below them, with whom asks."""
    wanted = select(HangingAsk, Partnership).join(
        Partnership, col(Partnership.id) == col(HangingAsk.parent_id)
    )
    waits = (col(HangingAsk.child_id).in_(partnership_ids), col(HangingAsk.ended_at).is_(None))
    return list(session.exec(wanted.where(*waits).order_by(col(HangingAsk.id))))


def people_on_record(session: Session, partnership_ids: Collection[int]) -> dict[int, int]:
    """How many people hold a role in each now."""
    held = (
        select(Role.partnership_id, func.count(func.distinct(Role.person_id)))
        .join(Person, col(Person.id) == col(Role.person_id))
        .where(
            col(Role.partnership_id).in_(partnership_ids),
            col(Role.ended_at).is_(None),
            col(Person.anonymized_at).is_(None),
        )
        .group_by(col(Role.partnership_id))
    )
    return dict(session.exec(held).all())


def people_who_came(session: Session, partnership_ids: Collection[int]) -> dict[int, int]:
    """How many were at the launch of each."""
    came = (
        select(Meeting.partnership_id, func.count())
        .join(Invitation, col(Invitation.meeting_id) == col(Meeting.id))
        .where(
            col(Meeting.partnership_id).in_(partnership_ids),
            Meeting.kind == MeetingKind.LAUNCH,
            col(Meeting.canceled_at).is_(None),
            Invitation.state == InvitationState.ATTENDED,
        )
        .group_by(col(Meeting.partnership_id))
    )
    return dict(session.exec(came).all())


def to_be_copied(session: Session, partnership_id: int) -> list[Person]:
    """Whom a partnership below may have on its list as well: who holds a role here, has an address, and may be written to."""
    held = {person.id: person for person, _ in people.roles_held(session, partnership_id)}
    return [
        person
        for person in held.values()
        if person.email and people.left_alone_since(session, person) is None and not person.merged_into_id
    ]
