"""How a message leaves the queue: its last state, the event that says so, and the review that follows."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, update
from sqlmodel import Session, col, func, select

from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.query_cache import invalidate
from sectorlaunch.records.delivery import OPEN
from sectorlaunch.tables import Attempt, Event, HeldBecause, Message, MessageState, PlaybookRun

ACTOR = "outbox"

SENTENCES = {
    MessageState.SENT: "“{subject}” was sent to {name}.",
    MessageState.DEAD: "“{subject}” could not be delivered to {name}: {reason}",
    MessageState.CANCELED: "“{subject}” was not sent to {name}: {reason}",
    MessageState.MISSED: "“{subject}” to {name} missed its time: {reason}",
    MessageState.UNCERTAIN: "“{subject}” may or may not have reached {name}: {reason}",
    MessageState.WITHHELD: "“{subject}” was withheld from {name}: {reason}",
}


def settle(
    session: Session,
    now: datetime,
    message: Message,
    state: MessageState,
    reason: str,
    because: HeldBecause | None = None,
) -> None:
    """Gives the message its last state, with the event; the run's gates are reviewed when its burst is over."""
    message.state, message.state_reason, message.held_because = state, reason, because
    message.lease_until, message.leased_by = None, ""
    if state is MessageState.SENT:
        message.sent_at = now
    session.add(message)
    session.add(
        Event(
            run_id=message.run_id,
            at=now,
            actor=ACTOR,
            kind=EventKind(f"message {state.value}").value,
            summary=SENTENCES[state].format(
                subject=message.subject, name=message.to_name, reason=message.why
            )[:4000],
            data={"message_id": message.id, "kind": message.kind},
        )
    )
    if message.run_id is None or message.run_id in events.touched(session):
        return
    if not _more_is_due(session, now, message.run_id):
        events.touch(session, message.run_id)


def withdraw(session: Session, message: Message, why: str) -> None:
    """Cancels what has not left, because it would not be true any more; nobody needs to be told."""
    message.state, message.state_reason, message.held_because = MessageState.CANCELED, why, None
    session.add(message)


def withdraw_to_write_anew(session: Session, message: Message, why: str) -> None:
    """The same; its place and its Message-ID are free again for the one that is written instead."""
    withdraw(session, message, why)
    message.occurrence = f"{message.occurrence}#not-sent-{message.id}"[:80]
    message.message_id = f"{message.id}.{message.message_id}"[:200]


def settle_as_sent(session: Session, now: datetime, messages: Sequence[Message]) -> None:
    """The same for many letters that were sent, in two statements; `messages` need not belong to the session."""
    if not messages:
        return
    session.exec(
        update(Message)
        .where(col(Message.id).in_([message.id for message in messages]))
        .values(
            state=MessageState.SENT,
            state_reason="",
            held_because=None,
            lease_until=None,
            leased_by="",
            sent_at=now,
        )
        .execution_options(synchronize_session=False)
    )
    session.connection().execute(
        insert(Event),
        [
            {
                "run_id": message.run_id,
                "at": now,
                "actor": ACTOR,
                "kind": EventKind.MESSAGE_SENT.value,
                "summary": SENTENCES[MessageState.SENT].format(subject=message.subject, name=message.to_name),
                "data": {"message_id": message.id, "kind": message.kind},
            }
            for message in messages
        ],
    )
    invalidate(session, Message, Event, Attempt)
    for run_id in {message.run_id for message in messages if message.run_id is not None}:
        if run_id not in events.touched(session) and not _more_is_due(session, now, run_id):
            events.touch(session, run_id)


def _more_is_due(session: Session, now: datetime, run_id: int) -> bool:
    """Whether more messages of the run are about to leave: the last of a burst has the gates reviewed, not each.

    Two senders that finish at the same moment must not each leave the review to the other, so on PostgreSQL they
    pass one after the other (SQLite has one writer anyway).
    """
    if session.get_bind().dialect.name == "postgresql":
        session.exec(
            select(PlaybookRun.id).where(PlaybookRun.id == run_id).with_for_update(key_share=True)
        ).first()
    # The run is asked for beside the index: what is open is little, what a run has ever sent is much.
    of_run = func.coalesce(Message.run_id, 0) == run_id
    more = select(Message.id).where(OPEN, of_run, col(Message.send_after) <= now).limit(1)
    return session.exec(more).first() is not None
