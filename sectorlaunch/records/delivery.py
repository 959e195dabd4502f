"""Whether messages leave the machine, since when they wait to, and whether what comes back is read."""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, and_, col, func, or_, select

from notifications.rendering import kinds_with
from sectorlaunch.query_cache import cached
from sectorlaunch.tables import Channel, Inbox, Message, MessageState

OPEN = text("message.state IN ('queued', 'leased')")
"""Written out, not bound: only then does PostgreSQL use the partial index for every plan, and SQLite at all."""

LETTER_TAG = "email"
"""The tag messages have unless their touch says otherwise: the channel that carries letters, and nothing else."""

LATE = timedelta(minutes=15)
"""A message that is due and waits for longer than this is held up by something."""


def leaves_the_machine(session: Session) -> bool:
    """Whether any channel is live. Until then everything goes to the local mailbox and disturbs nobody."""

    def read() -> bool:
        live = select(Channel.id).where(col(Channel.live_since).is_not(None)).limit(1)
        return session.exec(live).first() is not None

    return cached(session, (Channel,), "leaves the machine", read)


def letters_leave(session: Session) -> bool:
    """Whether letters go to their readers, and not to the local mailbox, where conveners read along."""

    def read() -> bool:
        live = select(Channel.id).where(Channel.tag == LETTER_TAG, col(Channel.live_since).is_not(None))
        return session.exec(live).first() is not None

    return cached(session, (Channel,), "letters leave", read)


def has(session: Session, run_id: int, trait: str) -> set[int]:
    """Who has a message of the kinds with a trait, or will have it with the next post."""

    def read() -> set[int]:
        found = select(Message.person_id).where(
            Message.run_id == run_id,
            col(Message.kind).in_(kinds_with(trait)),
            col(Message.state).in_(
                [MessageState.SENT, MessageState.QUEUED, MessageState.LEASED, MessageState.UNCERTAIN]
            ),
        )
        return {person_id for person_id in session.exec(found) if person_id is not None}

    return cached(session, (Message,), ("has", run_id, trait), read)


def heard_since(session: Session, run_id: int, moment: datetime) -> set[int]:
    """Whom a message of a run has reached since a moment, or will with the next post."""
    found = select(Message.person_id).where(
        Message.run_id == run_id,
        col(Message.copy_of_id).is_(None),
        or_(
            and_(Message.state == MessageState.SENT, col(Message.sent_at) > moment),
            col(Message.state).in_([MessageState.QUEUED, MessageState.LEASED]),
        ),
    )
    return {person_id for person_id in session.exec(found) if person_id is not None}


def oldest_waiting(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """How many messages are due and not sent, and since when the oldest waits."""
    count, oldest = session.exec(
        select(func.count(), func.min(Message.send_after)).where(OPEN, col(Message.send_after) <= now)
    ).one()
    return count, oldest


def mailboxes_in_trouble(session: Session) -> list[Inbox]:
    """The mailboxes that are to be read and could not be the last time."""
    troubled = select(Inbox).where(col(Inbox.live_since).is_not(None), col(Inbox.trouble) != "")
    return list(session.exec(troubled.order_by(col(Inbox.id))))
