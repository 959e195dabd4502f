"""Mending how somebody is reached: the address and the number."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events, known_addresses, plain_values, wording
from sectorlaunch.actions import accounts, tasks
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import assistants
from sectorlaunch.records.people import runs_of
from sectorlaunch.tables import AccessLink, Message, MessageState, Person, ToDo, ToDoKind


def mend(
    session: Session,
    now: datetime,
    person: Person,
    *,
    email: str | None = None,
    phone: str | None = None,
    by: str,
) -> list[str]:
    """Notes an address or a number that reaches the person; None leaves as it is. Says in sentences what changed.

    The address is tried again even where it stays the same: somebody has looked. What waits in the outbox goes to it,
    and the tasks to mend it are done. Raises BadInput for what is no address.
    """
    said = []
    if email is not None:
        said += _email(session, person, _read(plain_values.email_address, email) if email.strip() else None)
    if phone is not None:
        said += _phone(person, _read(plain_values.phone_number, phone) if phone.strip() else "")
    if not said:
        return []
    session.add(person)
    session.flush()
    accounts.follow_address(session, now, person)
    _finish_tasks(session, now, person, by)
    for run_id in runs_of(session, person.pk) or [None]:
        words = f"{person.name}: {' '.join(said)}"
        events.record(session, now, run_id, by, EventKind.ADDRESS_MENDED, words, person_id=person.id)
    return said


def put(session: Session, person: Person, address: str | None) -> None:
    """Puts another address on record, or none: it is tried again, and links sent to the old one no longer speak for it."""
    person.email = address
    session.add(person)
    unbind_links(session, person.pk)
    if address is not None:
        known_addresses.note_mended(session, address)


def _email(session: Session, person: Person, address: str | None) -> list[str]:
    if address == person.email and known_addresses.refused_at(session, address) is None:
        return []
    put(session, person, address)
    if address is None:
        return ["has no address any more."]
    waiting = select(Message).where(Message.person_id == person.id, Message.state == MessageState.QUEUED)
    for message in session.exec(waiting).all():
        if message.channel == "email" and not assistants.is_copy(message):
            message.to_address = address
            session.add(message)
    return [f"is reached at {address}.", *shared_with(session, person)]


def unbind_links(session: Session, *person_ids: int) -> None:
    """What was sent to an address may come into other hands once the person has another one: from then on such a link
    speaks for the person on this list, and not for the address any more."""
    bound = select(AccessLink).where(col(AccessLink.person_id).in_(person_ids), AccessLink.sent_to != "")
    for link in session.exec(bound).all():
        link.sent_to = ""
        session.add(link)


def shared_with(session: Session, person: Person) -> list[str]:
    """Who else of the partnership has the address: that may be, or they may be one person on record twice."""
    others = select(Person.name).where(
        Person.partnership_id == person.partnership_id,
        Person.email == person.email,
        Person.id != person.id,
        col(Person.merged_into_id).is_(None),
    )
    names = session.exec(others.order_by(col(Person.id))).all()
    return (
        [f"{wording.listing(names)} has this address too; if that is the same person, merge the two entries."]
        if names
        else []
    )


def _phone(person: Person, number: str) -> list[str]:
    if number == person.phone:
        return []
    person.phone = number
    return [f"is called on {number}." if number else "has no number any more."]


def _finish_tasks(session: Session, now: datetime, person: Person, by: str) -> None:
    wanted = select(ToDo).where(
        ToDo.about_id == person.id, ToDo.kind == ToDoKind.ADDRESS, col(ToDo.done_at).is_(None)
    )
    for task in session.exec(wanted).all():
        tasks.finish(session, now, task.pk, "mended", by)


def _read(check: Callable[[object], str], words: str) -> str:
    try:
        return check(words)
    except ValueError as remedy:
        raise BadInput(plain_values.sentence(remedy)) from None
