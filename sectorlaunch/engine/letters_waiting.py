"""Letters that have not left, withdrawn because their words no longer hold."""

from sqlmodel import Session, select

from sectorlaunch.outbox import message_states
from sectorlaunch.records.letter import KINDS
from sectorlaunch.tables import Message, MessageState


def withdraw_letters(session: Session, run_id: int, why: str) -> None:
    """Cancels the letters that have not left, and the copies of those who sign them."""
    for kind in KINDS:
        withdraw_unsent(session, run_id, kind, why)


def withdraw_unsent(session: Session, run_id: int, kind: str, why: str) -> int:
    """Cancels what was written and has not left, so that it can be written afresh; says how many."""
    waiting = session.exec(
        select(Message).where(
            Message.run_id == run_id, Message.kind == kind, Message.state == MessageState.QUEUED
        )
    ).all()
    for message in waiting:
        message_states.withdraw(session, message, why)
        # Its place and its Message-ID are free again for the one that is written instead.
        message.occurrence = f"{message.occurrence}#not-sent-{message.id}"[:80]
        message.message_id = f"{message.id}.{message.message_id}"[:200]
    session.flush()
    return len(waiting)
