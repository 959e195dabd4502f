"""Assistants: they get what concerns the calendar of the person they work for, and may answer for them."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records.people import runs_of
from sectorlaunch.tables import AccessLink, LinkPurpose, Person


def name_assistant(
    session: Session, now: datetime, person: Person, name: str, email: str, phone: str = "", *, by: str
) -> None:
    """Notes who keeps a person's calendar. What an earlier assistant held ends. Raises BadInput for no address."""
    address = email.strip().lower()
    if not address or "@" not in address:
        raise BadInput("Enter the assistant’s email address; without it, nothing can reach them.")
    if address != person.assistant_email:
        _end_links(session, now, person.pk)
    person.assistant_name, person.assistant_email, person.assistant_phone = (
        name.strip(),
        address,
        phone.strip(),
    )
    session.add(person)
    _note(session, now, person, by, f"{name.strip() or address} keeps the calendar of {person.name}.")


def leave_alone(session: Session, now: datetime, person_id: int) -> None:
    """An assistant wants no more copies, or cannot be reached: the address and their links end, nothing else does."""
    person = session.get_one(Person, person_id)
    if not person.assistant_email:
        return
    person.assistant_email = ""
    session.add(person)
    _end_links(session, now, person_id)
    actor = person.assistant_name or "assistant"
    _note(session, now, person, actor, f"The assistant of {person.name} gets no more copies.")


def _end_links(session: Session, now: datetime, person_id: int) -> None:
    held = select(AccessLink).where(
        AccessLink.person_id == person_id,
        AccessLink.purpose == LinkPurpose.PERSONAL,
        col(AccessLink.for_assistant).is_(True),
        col(AccessLink.revoked_at).is_(None),
    )
    for link in session.exec(held).all():
        link.revoked_at = now
        session.add(link)


def _note(session: Session, now: datetime, person: Person, by: str, words: str) -> None:
    for run_id in runs_of(session, person.pk) or [None]:
        events.record(session, now, run_id, by, EventKind.ASSISTANT_NOTED, words, person_id=person.pk)
