"""Letters that have not left, withdrawn because their words no longer hold."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from notifications.rendering import kinds_with
from sectorlaunch.tables import Message, MessageState


def withdraw_letters(session: Session, run_id: int, why: str) -> None:
    """Cancels the letters that have not left, and the copies of those who sign them."""
    withdraw_unsent(session, run_id, kinds_with("is_joint_letter"), why)


def withdraw_unsent(session: Session, run_id: int, kinds: Sequence[str], why: str) -> int:
    """Cancels what was written and has not left, so that it can be written afresh; says how many."""
    waiting = session.exec(
        select(Message).where(
            Message.run_id == run_id, col(Message.kind).in_(kinds), Message.state == MessageState.QUEUED
        )
    ).all()
    for message in waiting:
        message.state, message.state_reason = MessageState.CANCELLED, why
        # Its place and its Message-ID are free again for the one that is written instead.
        message.occurrence = f"{message.occurrence}#not-sent-{message.id}"[:80]
        message.message_id = f"{message.id}.{message.message_id}"[:200]
        session.add(message)
    session.flush()
    return len(waiting)
