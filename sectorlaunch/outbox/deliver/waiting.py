"""What waits in the outbox: when the next message may leave, who holds one."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from sectorlaunch.records import standstills
from sectorlaunch.records.delivery import OPEN
from sectorlaunch.tables import Message


def next_due(session: Session, now: datetime) -> datetime | None:
    """When the next message may leave, or the next lease runs out; None when nothing is open, or everything stands still.

    Leases are only ever taken on what is due, so looking for them in the past keeps the scan short.
    """
    if standstills.is_still(session):
        return None
    queued = session.exec(
        select(Message.send_after)
        .where(OPEN, text("message.state = 'queued'"))
        .order_by(col(Message.send_after))
        .limit(1)
    ).first()
    leased = session.exec(
        select(Message.lease_until)
        .where(OPEN, text("message.state = 'leased'"), col(Message.send_after) <= now)
        .order_by(col(Message.lease_until))
        .limit(1)
    ).first()
    return min((moment for moment in (queued, leased) if moment is not None), default=None)


def holders(session: Session, now: datetime) -> set[str]:
    """The senders that hold a message now."""
    held = select(Message.leased_by).where(
        OPEN, text("message.state = 'leased'"), col(Message.send_after) <= now
    )
    return set(session.exec(held))


def expire_leases(session: Session, now: datetime, is_dead: Callable[[str], bool]) -> int:
    """Ends the leases of senders that are known to be dead, so that nobody waits for them; says how many."""
    held = session.exec(
        select(Message)
        .where(OPEN, text("message.state = 'leased'"), col(Message.send_after) <= now)
        .with_for_update(skip_locked=True)
    ).all()
    dead = [message for message in held if is_dead(message.leased_by)]
    for message in dead:
        message.lease_until = now
        session.add(message)
    return len(dead)
