"""Seats changed by hand, kept, or proposed afresh."""

from datetime import datetime

from sqlmodel import Session, select

from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.records import meetings, seating
from sectorlaunch.tables import Invitation, Meeting, Ring


def move(
    session: Session, now: datetime, run_id: int, meeting_id: int, person_id: int, ring: Ring, *, by: str
) -> None:
    """Seats somebody in the other ring, at its end; everyone else keeps their seat."""
    meeting = meetings.find(session, meeting_id)
    before = seating.arrangement(session, meeting)
    who = seating.find_seated(before, person_id)
    table = [one.person_id for one in before.table if one is not who]
    around = [one.person_id for one in before.around if one is not who]
    (table if ring is Ring.TABLE else around).append(person_id)
    _keep(session, meeting, table, around)
    where = "at the table" if ring is Ring.TABLE else "around the table"
    events.record(
        session, now, run_id, by, EventKind.SEAT_CHANGED, f"{meeting.title}: {who.name} sits {where}."
    )


def swap(
    session: Session, now: datetime, run_id: int, meeting_id: int, person_id: int, with_id: int, *, by: str
) -> None:
    """Has two people change places; everyone else keeps their seat."""
    meeting = meetings.find(session, meeting_id)
    before = seating.arrangement(session, meeting)
    one, other = seating.find_seated(before, person_id), seating.find_seated(before, with_id)
    changed = {person_id: with_id, with_id: person_id}
    table, around = (
        [changed.get(each.person_id, each.person_id) for each in ring]
        for ring in (before.table, before.around)
    )
    _keep(session, meeting, table, around)
    said = f"{meeting.title}: {one.name} and {other.name} change places."
    events.record(session, now, run_id, by, EventKind.SEAT_CHANGED, said)


def keep(session: Session, now: datetime, run_id: int, meeting_id: int, *, by: str) -> None:
    """Keeps the seats as they are: whoever answers later is fitted in, and nobody else is moved."""
    meeting = meetings.find(session, meeting_id)
    found = seating.arrangement(session, meeting)
    _keep(session, meeting, [one.person_id for one in found.table], [one.person_id for one in found.around])
    events.record(session, now, run_id, by, EventKind.SEATS_KEPT, f"{meeting.title}: the seats are kept.")


def propose_afresh(session: Session, now: datetime, run_id: int, meeting_id: int, *, by: str) -> None:
    """Gives up what was kept, so that the proposal follows the answers again."""
    meeting = meetings.find(session, meeting_id)
    _keep(session, meeting, [], [])
    events.record(
        session, now, run_id, by, EventKind.SEATS_PROPOSED, f"{meeting.title}: seats are proposed afresh."
    )


def _keep(session: Session, meeting: Meeting, table: list[int], around: list[int]) -> None:
    places: dict[int, tuple[Ring, int]] = {}
    for ring, people in ((Ring.TABLE, table), (Ring.AROUND, around)):
        places |= {person_id: (ring, number) for number, person_id in enumerate(people, start=1)}
    for place in session.exec(select(Invitation).where(Invitation.meeting_id == meeting.id)):
        place.ring, place.seat = places.get(place.person_id, (None, None))
        session.add(place)
    session.flush()
