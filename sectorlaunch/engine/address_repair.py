"""An address that was refused is mended: what it kept from somebody is sent after all, where it still means something."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from notifications import calendar
from notifications.rendering import kinds_with, traits
from sectorlaunch import events, letters, plain_values
from sectorlaunch.actions import accounts, addresses, tasks
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.outbox.write import enqueue, rerender
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.tasks import MEND
from sectorlaunch.records import assistants, stop_rules
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import HeldBecause, Merge, Message, MessageState, Person, ToDo, ToDoKind, ToDoPurpose


def mend_address(session: Session, now: datetime, person_id: int, email: str, *, by: str) -> list[str]:
    """Gives a person another address and sends what the old one kept from them; says in sentences what was done.

    What has become pointless or too late is not sent: somebody is asked to call instead. Nobody gets anything twice.
    Raises BadInput for what is no address.
    """
    try:
        address = plain_values.email_address(email)
    except ValueError as error:
        raise BadInput(f"{str(error).rstrip('.')}.") from None
    person = session.get_one(Person, person_id)
    before = person.email
    addresses.put(session, person, address)
    session.flush()
    accounts.follow_address(session, now, person)
    for todo in session.exec(
        select(ToDo).where(
            ToDo.about_id == person_id,
            ToDo.kind == ToDoKind.ADDRESS,
            ToDo.purpose == MEND,
            col(ToDo.done_at).is_(None),
        )
    ).all():
        tasks.finish(session, now, todo.pk, f"the address is {address}", by)
    sent = send_after_all(session, now, person, before or "")
    said = [f"{person.name} has the address {address}.", *addresses.shared_with(session, person), *sent]
    for run_id in {message.run_id for message in _messages(session, person_id)} or {None}:
        events.record(session, now, run_id, by, EventKind.ADDRESS_MENDED, " ".join(said), person_id=person_id)
    return said


def send_what_was_kept(launch: Launch, merged: Happening) -> None:
    """Two entries were one person: what the one address kept from them is sent to the other."""
    if merged.data["mends_address"]:
        merge = launch.session.get_one(Merge, merged.data["merge_id"])
        kept, gone = (launch.session.get_one(Person, one) for one in (merge.kept_id, merge.gone_id))
        send_after_all(launch.session, launch.now, kept, gone.email or "")


def send_after_all(session: Session, now: datetime, person: Person, old_address: str) -> list[str]:
    """Puts back into the outbox what the old address kept from a person, written as it reads today."""
    kept = [m for m in _messages(session, person.pk) if _was_kept_from_them(m, old_address)]
    letters_again = {m.meeting_id for m in kept if traits(m.kind).invites and _is_wanted(session, now, m)}
    said = []
    for message in kept:
        if traits(message.kind).said_by_the_letter and message.meeting_id in letters_again:
            continue
        if _is_wanted(session, now, message):
            _send(session, now, message, person)
            said.append(f"“{message.subject}” is sent after all.")
        elif traits(message.kind).called_when_late:
            _ask_to_call(session, now, message, person)
            said.append(f"It is too late for “{message.subject}”; somebody calls.")
    return said


def _messages(session: Session, person_id: int) -> Sequence[Message]:
    found = select(Message).where(Message.person_id == person_id).order_by(col(Message.id))
    return [message for message in session.exec(found) if not assistants.is_copy(message)]


def _was_kept_from_them(message: Message, old_address: str) -> bool:
    if message.run_id is None or message.channel != "email":
        return False
    if message.held_because is not HeldBecause.ADDRESS_REFUSED:
        return False
    return message.state is MessageState.WITHHELD or message.to_address == old_address


def _is_wanted(session: Session, now: datetime, message: Message) -> bool:
    if message.missed_after is not None and now > message.missed_after:
        return False
    try:
        return stop_rules.still_needed(session, message)
    except letters.UNSETTLED:
        return False


def _send(session: Session, now: datetime, message: Message, person: Person) -> None:
    """Its place in the outbox is the old one, so that nobody can be written to twice."""
    assert message.run_id is not None
    assert person.email is not None
    if _has_moved_since(session, message):
        rerender.message_of(session, now, message, person)
    message.calendar_text = calendar.addressed_to(message.calendar_text, person.email)
    message.to_address = person.email
    message.state, message.state_reason, message.held_because = MessageState.QUEUED, "", None
    message.attempts = 0
    message.send_after = now
    session.add(message)


def _has_moved_since(session: Session, message: Message) -> bool:
    news = select(Message.id).where(
        col(Message.kind).in_(kinds_with("tells_of_a_move")),
        Message.meeting_id == message.meeting_id,
        Message.queued_at > message.queued_at,
    )
    return message.meeting_id is not None and session.exec(news).first() is not None


def _ask_to_call(session: Session, now: datetime, message: Message, person: Person) -> None:
    assert message.run_id is not None
    draft = Draft.of_message(message, person)
    if traits(message.kind).tells_of_a_move:
        draft = replace(draft, by_phone=ToDoPurpose.TELL_OF_MOVE)
    enqueue.ask_to_phone(Launch.of(session, now, message.run_id), draft)
