"""What waits in the outbox: when the next message may leave, who holds one."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, and_, col, func, or_, select

from sectorlaunch.outbox.deliver import pacing
from sectorlaunch.outbox.deliver.pacing import Limit
from sectorlaunch.records import standstills
from sectorlaunch.records.delivery import OPEN
from sectorlaunch.tables import Attempt, Message

LONGEST_LEASE_SECONDS = 600
"""No lease is taken for longer."""


def next_due(session: Session, now: datetime) -> datetime | None:
    """When the next message may leave, or the next lease runs out; None when nothing is open, or everything stands still.

    Leases are only ever taken on what is due, so looking for them in the past keeps the scan short.
    """
    if standstills.is_still(session):
        return None
    limits = pacing.limits(session, now)
    queued = session.exec(
        select(Message.send_after)
        .where(OPEN, text("message.state = 'queued'"), *pacing.by_another_way(limits))
        .order_by(col(Message.send_after))
        .limit(1)
    ).first()
    held_up = [
        moment for tag in pacing.full(limits) if (moment := _next_by(session, tag, limits[tag])) is not None
    ]
    leased = session.exec(
        select(Message.lease_until)
        .where(OPEN, text("message.state = 'leased'"), col(Message.send_after) <= now)
        .order_by(col(Message.lease_until))
        .limit(1)
    ).first()
    return min((moment for moment in (queued, leased, *held_up) if moment is not None), default=None)


def _next_by(session: Session, tag: str, limit: Limit) -> datetime | None:
    """When the next message leaves by a channel that takes none now; None where nothing waits for it, or nobody knows."""
    first = session.exec(
        select(Message.send_after)
        .where(OPEN, text("message.state = 'queued'"), Message.channel == tag)
        .order_by(col(Message.send_after))
        .limit(1)
    ).first()
    return max(first, limit.free_at) if first is not None and limit.free_at is not None else None


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


CLOCK_SLACK = timedelta(minutes=5)
"""How far the clocks of two machines may differ; what was written later than that was written by another time."""


def put_off_by_a_clock(session: Session, now: datetime) -> list[int]:
    """Open messages that were queued, tried or leased at a moment yet to come: the clock has been set back since."""
    later = now + CLOCK_SLACK
    tried_later = select(Attempt.message_id).where(col(Attempt.started_at) > later)
    found = select(Message.id).where(
        OPEN,
        or_(
            col(Message.queued_at) > later,
            col(Message.lease_until) > later + timedelta(seconds=LONGEST_LEASE_SECONDS),
            and_(
                col(Message.attempts) > 0, col(Message.send_after) > later, col(Message.id).in_(tried_later)
            ),
        ),
    )
    return [number for number in session.exec(found) if number is not None]


def bring_back(session: Session, now: datetime, message_ids: Collection[int]) -> None:
    """Puts what is due later by a wrong clock where it was meant to be; whoever leased it then has let go of it."""
    for message_id in message_ids:
        message = session.get_one(Message, message_id, with_for_update=True)
        tried = session.exec(
            select(func.max(Attempt.started_at)).where(Attempt.message_id == message_id)
        ).one()
        ahead = max(moment for moment in (message.queued_at, tried, message.lease_until, now) if moment) - now
        message.send_after = max(now, message.send_after - ahead)
        message.queued_at = min(message.queued_at, now)
        if message.lease_until is not None:
            message.lease_until = min(message.lease_until, now)
        session.add(message)
