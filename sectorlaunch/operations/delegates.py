"""Assistants: they get what concerns the calendar of the person they work for, and may answer for them."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.operations import events
from sectorlaunch.operations.removal import runs_of
from sectorlaunch.tables import Person

KINDS = frozenset({"logistics", "meeting-reminder", "meeting-moved", "meeting-cancelled"})
"""What an assistant gets a copy of."""


def acts_for(person: Person) -> str:
    """Who answers for a person when their assistant's link is used: "assistant Ada Desk"."""
    return f"assistant {person.assistant_name or person.assistant_email or 'of ' + person.name}"


def has_copy(person: Person, kind: str) -> bool:
    """Whether the person's assistant gets a copy of a message of this kind."""
    theirs = person.assistant_email.strip().lower()
    return kind in KINDS and bool(theirs) and theirs != (person.email or "")


def leave_alone(session: Session, now: datetime, person_id: int) -> None:
    """An assistant wants no more copies: the address is forgotten, the person's own messages go on."""
    person = session.get_one(Person, person_id)
    if not person.assistant_email:
        return
    words = f"The assistant of {person.name} gets no more copies."
    person.assistant_email = ""
    session.add(person)
    for run_id in runs_of(session, person_id) or [None]:
        events.record(session, now, run_id, person.assistant_name or "assistant", "wishes changed", words)
