"""An address that was refused is mended: what it kept from somebody is sent after all, where it still means something."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import events, plain_values
from sectorlaunch.actions import accounts, addresses, tasks
from sectorlaunch.engine.sending_after_all import go_after_all
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.outbox.write.tasks import MEND
from sectorlaunch.records import assistants
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import HeldBecause, Merge, Message, MessageState, Person, ToDo, ToDoKind


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
    return go_after_all(session, now, person, kept)


def _messages(session: Session, person_id: int) -> Sequence[Message]:
    found = select(Message).where(Message.person_id == person_id).order_by(col(Message.id))
    return [message for message in session.exec(found) if not assistants.is_copy(message)]


def _was_kept_from_them(message: Message, old_address: str) -> bool:
    if message.run_id is None or message.channel != "email":
        return False
    if message.held_because is not HeldBecause.ADDRESS_REFUSED:
        return False
    return message.state is MessageState.WITHHELD or message.to_address == old_address
