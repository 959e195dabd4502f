"""What the convener decided about an ask that was held because another partnership asked first."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from notifications.rendering import traits
from sectorlaunch import events
from sectorlaunch.actions import champions
from sectorlaunch.errors import NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.write import send_checks
from sectorlaunch.records import people
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ChampionStage, Message, MessageState, Person, ToDo, ToDoPurpose

ASK, LET_BE = "ask", "let it be"


def decide(session: Session, now: datetime, todo: ToDo, ask: bool, *, by: str) -> None:
    """What the convener chose: the letter leaves, or it never does."""
    message_id = About.of_task(todo).id_of("message")
    assert message_id is not None
    if ask:
        release(session, now, message_id, by=by)
        return
    message = session.get_one(Message, message_id)
    if message.state is MessageState.WITHHELD:
        message.state = MessageState.CANCELED
        message.state_reason = f"{message.state_reason}; let be by {by}."[:4000]
        session.add(message)
        words = f"“{message.subject}” is not sent to {message.to_name}: {message.state_reason}"
        events.record(session, now, message.run_id, by, EventKind.MESSAGE_LET_BE, words)


def release(session: Session, now: datetime, message_id: int, *, by: str) -> Message:
    """Sends a message that was withheld, in the next office hours of whoever gets it.

    Raises NotFound, and NotAllowed where it is not withheld, or the person's own wish or address holds it.
    """
    message = session.get(Message, message_id)
    if message is None or message.run_id is None:
        raise NotFound("There is no message number %(number)s.", number=message_id)
    if message.state is not MessageState.WITHHELD:
        raise NotAllowed("This message is no longer on hold.")
    person = session.get_one(Person, message.reader_id)
    _check_it_may_go(session, person)
    message.send_after = send_checks.next_office_hour(Launch.of(session, now, message.run_id), person)
    message.state, message.state_reason, message.held_because = MessageState.QUEUED, "", None
    message.missed_after = max(message.missed_after or now, message.send_after + timedelta(days=1))
    session.add(message)
    words = f"“{message.subject}” to {message.to_name} was released."
    events.record(session, now, message.run_id, by, EventKind.MESSAGE_RELEASED, words, message_id=message_id)
    _settle_task(session, now, message)
    if traits(message.kind).asks_to_champion:
        champions.move(session, now, message.run_id, person, ChampionStage.ASKED, by=by)
    return message


def _check_it_may_go(session: Session, person: Person) -> None:
    if person.anonymized_at is not None:
        raise NotAllowed("The person has been removed; nothing can be sent to them.")
    if people.left_alone_since(session, person) is not None:
        raise NotAllowed(
            "%(name)s has asked not to be contacted; only they can change that.", name=person.name
        )
    if people.address_refused_at(session, person) is not None:
        raise NotAllowed("Mail to %(name)s was returned; correct the address first.", name=person.name)


def _settle_task(session: Session, now: datetime, message: Message) -> None:
    waiting = select(ToDo).where(
        ToDo.run_id == message.run_id,
        ToDo.purpose_kind == ToDoPurpose.DECIDE_ASK,
        ToDo.matter_id == message.id,
        col(ToDo.done_at).is_(None),
    )
    for todo in session.exec(waiting).all():
        todo.done_at, todo.outcome = now, "asked"
        session.add(todo)
