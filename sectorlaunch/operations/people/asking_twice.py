"""One executive asked by two partnerships within a month: the second letter is held until the convener has decided."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, or_, select

from sectorlaunch import calendars, playbook_shelf
from sectorlaunch.errors import NotAllowed, NotFound
from sectorlaunch.operations import events, todos
from sectorlaunch.operations.messages import delivery
from sectorlaunch.operations.people import people_of
from sectorlaunch.remembering import remembered
from sectorlaunch.tables import (
    ChampionStage,
    Message,
    MessageState,
    Partnership,
    Person,
    PlaybookRun,
    Role,
    ToDo,
    ToDoKind,
)
from sectorlaunch.wording import short_day

ASKS = ("champion-ask", "invitation")
FOLLOW_UPS = ("champion-follow-up", "second-letter")
"""Kinds that speak of the ask, and so mean nothing while it is held."""
MONTH = timedelta(days=30)
PURPOSE = "asked-twice"
ASK, LET_BE = "ask", "let it be"
ASKED_BY = "asked by "
"""How the reason of a held ask begins."""


def reason_to_hold(session: Session, now: datetime, message: Message, person: Person) -> str:
    """Why a message is to be held: another partnership asked, or asks, the same person within a month.

    Empty when it may go. What follows up on a held ask is held with it.
    """
    assert message.run_id is not None
    if message.kind in FOLLOW_UPS:
        return _held(session, message.run_id, person)
    if message.kind not in ASKS:
        return ""
    run_id, purpose = message.run_id, f"{message.purpose}/{message.occurrence}"
    elsewhere = remembered(
        session, (), ("asked elsewhere", run_id, purpose, now), lambda: _asked_elsewhere(session, now, run_id)
    )
    if message.person_id not in elsewhere:
        return ""
    name, at = elsewhere[message.person_id]
    on = at.astimezone(ZoneInfo(people_of.partnership_of(session, run_id).zone)).date()
    return f"{ASKED_BY}{name} on {short_day(on)}; ask, or let it be."


def _asked_elsewhere(session: Session, now: datetime, run_id: int) -> dict[int, tuple[str, datetime]]:
    """Whom of our people another partnership has asked within a month: its name, and when it did. One query for all."""
    here = people_of.partnership_of(session, run_id)
    under_way = [MessageState.QUEUED, MessageState.LEASED, MessageState.UNCERTAIN]
    asked = session.exec(
        select(Message.person_id, Partnership.name, Message.sent_at, Message.queued_at)
        .join(PlaybookRun, col(PlaybookRun.id) == col(Message.run_id))
        .join(Partnership, col(Partnership.id) == col(PlaybookRun.partnership_id))
        .where(
            col(Message.person_id).in_(select(Role.person_id).where(Role.partnership_id == here.id)),
            col(Message.kind).in_(ASKS),
            Partnership.id != here.id,
            or_(col(Message.sent_at) > now - MONTH, col(Message.state).in_(under_way)),
        )
        .order_by(col(Message.id))
    )
    return {person_id: (name, sent_at or queued_at) for person_id, name, sent_at, queued_at in asked}


def is_held(session: Session, run_id: int, person: Person) -> bool:
    """Whether this partnership's ask of the person is held, or was let be, because another one asked."""
    return bool(_held(session, run_id, person))


def _held(session: Session, run_id: int, person: Person) -> str:
    held = select(Message.state_reason).where(
        Message.run_id == run_id,
        Message.person_id == person.id,
        col(Message.kind).in_(ASKS),
        col(Message.state).in_([MessageState.WITHHELD, MessageState.CANCELLED]),
        col(Message.state_reason).startswith(ASKED_BY),
    )
    return session.exec(held).first() or ""


def give_choice(session: Session, now: datetime, message: Message, person: Person) -> None:
    """The task for the convener that goes with a held ask; a follow-up brings none of its own."""
    if message.kind not in ASKS or message.run_id is None:
        return
    session.flush()
    partnership = people_of.partnership_of(session, message.run_id)
    assert partnership.id is not None
    todos.create(
        session,
        now,
        message.run_id,
        ToDoKind.OTHER,
        purpose=PURPOSE,
        occurrence=f"message:{message.id}",
        owner=people_of.convener(session, partnership.id),
        about=person,
        title=f"{person.name} was asked by somebody else this month: ask, or let it be"[:200],
        script=f"“{message.subject}” is held: {message.state_reason} Talk to the other convener first. "
        f"`sector-launch messages release {message.id}` sends it.",
    )


def decide(session: Session, now: datetime, todo: ToDo, ask: bool, *, by: str) -> None:
    """What the convener chose: the letter leaves, or it never does."""
    message_id = int(todo.occurrence.partition(":")[2])
    if ask:
        release(session, now, message_id, by=by)
        return
    message = session.get_one(Message, message_id)
    if message.state is MessageState.WITHHELD:
        message.state = MessageState.CANCELLED
        message.state_reason = message.state_reason.replace("ask, or let it be.", f"let be by {by}.")[:4000]
        session.add(message)
        words = f"“{message.subject}” is not sent to {message.to_name}: {message.state_reason}"
        events.record(session, now, message.run_id, by, "message let be", words)


def release(session: Session, now: datetime, message_id: int, *, by: str) -> Message:
    """Sends a message that was withheld, in the next office hours of whoever gets it.

    Raises NotFound, and NotAllowed where it is not withheld, or the person's own wish or address holds it.
    """
    message = session.get(Message, message_id)
    if message is None or message.run_id is None:
        raise NotFound(f"There is no message number {message_id}.")
    if message.state is not MessageState.WITHHELD:
        raise NotAllowed(f"This message is not withheld; it is {message.state.value}.")
    person = session.get_one(Person, message.person_id)
    _check_it_may_go(person)
    message.send_after = _next_office_hour(session, now, message.run_id, person)
    message.state, message.state_reason = MessageState.QUEUED, ""
    message.missed_after = max(message.missed_after or now, message.send_after + timedelta(days=1))
    session.add(message)
    words = f"“{message.subject}” to {message.to_name} was released."
    events.record(session, now, message.run_id, by, "message released", words, message_id=message_id)
    _settle_task(session, now, message)
    if message.kind == "champion-ask":
        from sectorlaunch.operations.people import champions

        champions.move(session, now, message.run_id, person, ChampionStage.ASKED, by=by)
    return message


def _check_it_may_go(person: Person) -> None:
    if person.anonymised_at is not None:
        raise NotAllowed("The person has been removed; nothing can be sent to them.")
    if person.do_not_contact_since is not None:
        raise NotAllowed(f"{person.name} has asked not to be contacted; only they can take that back.")
    if person.address_failed_at is not None:
        raise NotAllowed(f"The address of {person.name} was refused; mend it first.")


def _next_office_hour(session: Session, now: datetime, run_id: int, person: Person) -> datetime:
    if not delivery.leaves_the_machine(session):
        return now
    hours = playbook_shelf.of_run(session, run_id).office_hours
    partnership = people_of.partnership_of(session, run_id)
    return calendars.of(partnership).within_office_hours(now, hours, person.zone or None)


def _settle_task(session: Session, now: datetime, message: Message) -> None:
    waiting = select(ToDo).where(
        ToDo.run_id == message.run_id,
        ToDo.purpose == PURPOSE,
        ToDo.occurrence == f"message:{message.id}",
        col(ToDo.done_at).is_(None),
    )
    for todo in session.exec(waiting).all():
        todo.done_at, todo.outcome = now, "asked"
        session.add(todo)
