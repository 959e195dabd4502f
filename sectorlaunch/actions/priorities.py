"""Candidate priorities: reworded, taken out and put back, and what somebody wants to do about one."""

from datetime import datetime

from sqlmodel import Session, select

from sectorlaunch import events
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.tables import Interest, Person, Priority, PriorityInterest

INTERESTED = {
    Interest.LEAD: "would lead",
    Interest.JOIN: "would join in",
    Interest.INFORMED: "wants to be kept informed of",
}


def reword(session: Session, now: datetime, run_id: int, priority: Priority, words: str, *, by: str) -> None:
    """Other words for the same; history keeps those before. Raises BadInput without any, NotAllowed once chosen."""
    if not words.strip():
        raise BadInput("Write the priority down in the words that were used.")
    if priority.chosen_at is not None:
        raise NotAllowed("This priority is chosen, and its words stand.")
    if words.strip() != priority.words:
        said = f"Priority {priority.position}: “{words.strip()}” instead of “{priority.words}”"
        priority.words = words.strip()
        session.add(priority)
        events.record(session, now, run_id, by, EventKind.PRIORITY_REWORDED, said[:4000])


def take_out(session: Session, now: datetime, run_id: int, priority: Priority, *, by: str) -> None:
    """Takes a candidate off the list. Dots placed on it are free again. Raises NotAllowed once it is chosen."""
    if priority.chosen_at is not None:
        raise NotAllowed("This priority is chosen; it can no longer be taken out here.")
    if priority.taken_out_at is None:
        priority.taken_out_at = now
        session.add(priority)
        said = f"Taken out of the candidates: {priority.words}"
        events.record(session, now, run_id, by, EventKind.PRIORITY_TAKEN_OUT, said[:4000])


def put_back(session: Session, now: datetime, run_id: int, priority: Priority, *, by: str) -> None:
    if priority.taken_out_at is not None:
        priority.taken_out_at = None
        session.add(priority)
        said = f"A candidate again: {priority.words}"
        events.record(session, now, run_id, by, EventKind.PRIORITY_PUT_BACK, said[:4000])


def say_interest(
    session: Session,
    now: datetime,
    run_id: int,
    priority: Priority,
    person: Person,
    interest: Interest | None,
    *,
    by: str = "",
) -> None:
    """What somebody wants to do about a priority; None takes back what they said. The newest word holds."""
    known = session.exec(
        select(PriorityInterest).where(
            PriorityInterest.priority_id == priority.id, PriorityInterest.person_id == person.id
        )
    ).one_or_none()
    if (known.interest if known is not None else None) is interest:
        return
    if interest is None:
        session.delete(known)
        said = f"{person.name} takes back what they said of “{priority.words}”."
    else:
        row = known or PriorityInterest(
            priority_id=priority.pk, person_id=person.pk, interest=interest, said_at=now
        )
        row.interest, row.said_at, row.said_by = interest, now, by or person.name
        session.add(row)
        said = f"{person.name} {INTERESTED[interest]} “{priority.words}”."
    data = {"priority_id": priority.pk, "person_id": person.pk, "interest": interest}
    events.record(session, now, run_id, by or person.name, EventKind.INTEREST_SAID, said[:4000], **data)
    session.flush()
