"""One executive asked by two partnerships within a month: the second letter is held until the convener has decided."""

from datetime import datetime, timedelta

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from notifications.rendering import kinds_with, traits
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.query_cache import cached
from sectorlaunch.records import partnerships
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    AboutKind,
    HeldBecause,
    Message,
    MessageState,
    Person,
    ToDoKind,
    ToDoPurpose,
)

MONTH = timedelta(days=30)
ASKED = "asked by another partnership this month"
PURPOSE = "asked-twice"


def reason_to_hold(session: Session, now: datetime, message: Message, person: Person) -> str:
    """That another partnership has asked at the same address within a month, or asks: why a message is to be held.

    Empty when it may go. By whom is not said: what another partnership does stays with it. What follows up on a held
    ask is held with it.
    """
    if message.run_id is None:
        return ""
    if traits(message.kind).follows_an_ask:
        return _held(session, message.run_id, person)
    if not traits(message.kind).asks:
        return ""
    run_id, purpose = message.run_id, f"{message.purpose}/{message.occurrence}"
    elsewhere = cached(
        session, (), ("asked elsewhere", run_id, purpose, now), lambda: _asked_elsewhere(session, now, run_id)
    )
    return ASKED if message.person_id in elsewhere else ""


def _asked_elsewhere(session: Session, now: datetime, run_id: int) -> set[int]:
    """Whom of our people another partnership has asked within a month, at the address they have here. One query for all."""
    here = partnerships.partnership_of(session, run_id)
    under_way = [MessageState.QUEUED, MessageState.LEASED, MessageState.UNCERTAIN]
    ours, theirs = aliased(Person), aliased(Person)
    asked = session.exec(
        select(ours.id)
        .join(theirs, col(theirs.email) == col(ours.email))
        .join(Message, col(Message.person_id) == col(theirs.id))
        .where(
            ours.partnership_id == here.id,
            theirs.partnership_id != here.id,
            col(Message.kind).in_(kinds_with("asks")),
            or_(col(Message.sent_at) > now - MONTH, col(Message.state).in_(under_way)),
        )
    )
    return {person_id for person_id in asked if person_id is not None}


def is_held(session: Session, run_id: int, person: Person) -> bool:
    """Whether this partnership's ask of the person is held, or was let be, because another one asked."""
    return bool(_held(session, run_id, person))


def _held(session: Session, run_id: int, person: Person) -> str:
    held = select(Message.state_reason).where(
        Message.run_id == run_id,
        Message.person_id == person.id,
        col(Message.kind).in_(kinds_with("asks")),
        col(Message.state).in_([MessageState.WITHHELD, MessageState.CANCELED]),
        Message.held_because == HeldBecause.ASKED_ELSEWHERE,
    )
    return session.exec(held).first() or ""


def give_choice(launch: Launch, message: Message, person: Person) -> None:
    """The task for the convener that goes with a held ask; a follow-up brings none of its own."""
    if not traits(message.kind).asks:
        return
    launch.session.flush()
    tasks.create(
        launch,
        Task(
            ToDoKind.OTHER,
            purpose=PURPOSE,
            purpose_kind=ToDoPurpose.DECIDE_ASK,
            occurrence=f"message:{message.id}",
            matter=About(AboutKind.MESSAGE, message.id),
            owner=launch.convener,
            about=person,
            title=f"{person.name} was asked by another partnership this month: ask, or let it be",
            script=f"“{message.subject}” is held: {message.why} Two asks in one month tire anybody. "
            f"`sector-launch messages release {message.id}` sends it.",
        ),
    )
