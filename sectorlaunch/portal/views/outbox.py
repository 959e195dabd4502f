"""The messages of one partnership, as their recipients see them and as the outbox keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from sectorlaunch.engine import held as held_engine
from sectorlaunch.records import playbook_editions
from sectorlaunch.tables import Attempt, Message, MessageState, PlannedTouch, TouchState

PAGE = 50


@dataclass(frozen=True)
class MessagePage:
    messages: list[Message]
    states: dict[MessageState, int]
    """How many there are of each state, in all."""
    older_than: int | None
    """The id to go on from; None on the last page."""


def page(session: Session, run_id: int, *, before: int | None, state: MessageState | None) -> MessagePage:
    """One page of messages, newest first."""
    wanted = select(Message).where(Message.run_id == run_id).order_by(col(Message.id).desc()).limit(PAGE + 1)
    if before is not None:
        wanted = wanted.where(col(Message.id) < before)
    if state is not None:
        wanted = wanted.where(Message.state == state)
    found = list(session.exec(wanted))
    shown = found[:PAGE]
    counts = session.exec(
        select(Message.state, func.count()).where(Message.run_id == run_id).group_by(Message.state)
    ).all()
    return MessagePage(
        messages=shown,
        states={known: dict(counts).get(known, 0) for known in MessageState if dict(counts).get(known)},
        older_than=shown[-1].id if len(found) > PAGE else None,
    )


@dataclass(frozen=True)
class Stuck:
    """A touch of the plan that did not leave: held back until something is settled, or missed for good."""

    planned_id: int
    title: str
    why: str
    since: datetime


def held(session: Session, run_id: int) -> list[Stuck]:
    """What is due and waits for a signature, a date or a waiver."""
    return _stuck(session, held_engine.held(session, run_id))


def missed(session: Session, run_id: int) -> list[Stuck]:
    """Touches whose moment has passed beyond their window, newest first."""
    wanted = select(PlannedTouch).where(
        PlannedTouch.run_id == run_id, PlannedTouch.state == TouchState.MISSED
    )
    return _stuck(session, session.exec(wanted.order_by(col(PlannedTouch.due_at).desc()).limit(PAGE)))


def _stuck(session: Session, rows: Iterable[PlannedTouch]) -> list[Stuck]:
    return [
        Stuck(planned.pk, touch.title, planned.result, planned.due_at)
        for planned, touch in playbook_editions.with_touches(session, rows)
    ]


def attempts(session: Session, message_id: int) -> list[Attempt]:
    return list(
        session.exec(select(Attempt).where(Attempt.message_id == message_id).order_by(col(Attempt.id)))
    )
