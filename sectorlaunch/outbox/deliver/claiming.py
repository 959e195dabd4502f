"""The outbox: which message goes next, whether it should still go, and what is put on the wire.

queued → leased → sent; or back to queued for a later try; or dead, canceled, missed, withheld, uncertain.
A try is written down before the wire is touched, so a sender that dies leaves a trace instead of a gap.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, or_, select

from notifications.envelope import Envelope
from notifications.wires.wire import Wire
from sectorlaunch.outbox.deliver import own_links, pacing, send_decisions
from sectorlaunch.outbox.deliver.message_envelope import envelope_of
from sectorlaunch.outbox.deliver.receipts import close_unfinished
from sectorlaunch.outbox.write import contact_preferences
from sectorlaunch.outbox.write.send_checks import StillNeeded
from sectorlaunch.query_cache import invalidate
from sectorlaunch.records import standstills
from sectorlaunch.records.delivery import OPEN
from sectorlaunch.tables import Message, MessageState, Person

LOG = logging.getLogger(__name__)

LEASE_SECONDS = 600
"""Longer than the slowest honest send, so that two senders never hold one message."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class WayOut:
    """The wire a message takes, and the sender's address there ("" where the wire does not mind)."""

    wire: Wire
    sender_address: str = ""
    plus_return_paths: bool = True
    """Whether a letter may leave by it with a return path of its own."""


class ChooseWay(Protocol):
    def __call__(self, session: Session, message: Message) -> WayOut: ...


@dataclass(frozen=True)
class Claim:
    """A message whose turn has come: either settled (or put aside) without sending, or leased, envelope ready."""

    message_id: int
    settled: MessageState | None = None
    envelope: Envelope | None = None
    wire: Wire | None = None
    message: Message | None = None
    claimed_at: datetime = LONG_AGO


def claim_some(
    session: Session,
    now: datetime,
    worker: str,
    lease_seconds: float,
    most: int,
    *,
    still_needed: StillNeeded,
    choose: ChooseWay,
) -> list[Claim]:
    """Takes the oldest messages that are due, or whose sender's lease has run out; at most so many, one a person.

    Asks of each first whether it should still go. What is leased has no try written down yet: that is for the
    sender to do, before the wire is touched. One a person, because what becomes of the first may keep the second
    back. On PostgreSQL rows that others hold are skipped; on SQLite the unit of work is the only writer.
    `lease_seconds` counts from `now`. Nothing is taken while the installation stands still,
    and by no channel more than its server takes now.
    """
    if standstills.is_still(session):
        return []
    limits = pacing.limits(session, now)
    due = session.exec(
        select(Message)
        .where(
            OPEN,
            col(Message.send_after) <= now,
            *pacing.by_another_way(limits),
            or_(col(Message.lease_until).is_(None), col(Message.lease_until) <= now),
        )
        .order_by(col(Message.send_after), col(Message.id))
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    one_each = {(message.person_id, message.account_id): message for message in reversed(due)}
    messages = pacing.within(limits, list(one_each.values())[::-1])
    if len(messages) > 1:
        _look_ahead(session, now, messages)
    claims, going = [], []
    for message in messages:
        settled = None
        if message.state is MessageState.LEASED:
            settled = close_unfinished(session, now, message)
        if settled is None:
            settled = send_decisions.settle_or_put_aside(session, now, message, still_needed)
        if settled is not None:
            claims.append(Claim(message.pk, settled=settled))
        else:
            going.append(message)
    return claims + _lease(session, now, going, worker, lease_seconds, choose)


def _look_ahead(session: Session, now: datetime, messages: Sequence[Message]) -> None:
    """Reads for all at once what is asked of each."""
    people = [message.person_id for message in messages if message.person_id is not None]
    session.exec(select(Person).where(col(Person.id).in_(people))).all()
    contact_preferences.look_ahead(session, now, people)


def give_back(session: Session, claims: Sequence[Claim], worker: str) -> None:
    """Puts messages that were leased and never begun back as they were."""
    session.exec(
        update(Message)
        .where(
            col(Message.id).in_([claim.message_id for claim in claims]),
            col(Message.state) == MessageState.LEASED,
            col(Message.leased_by) == worker[:80],
        )
        .values(state=MessageState.QUEUED, lease_until=None, leased_by="", attempts=col(Message.attempts) - 1)
        .execution_options(synchronize_session=False)
    )
    invalidate(session, Message)


def _lease(
    session: Session,
    now: datetime,
    messages: Sequence[Message],
    worker: str,
    lease_seconds: float,
    choose: ChooseWay,
) -> list[Claim]:
    """Leases all in one statement: writing them one by one would cost more than sending them."""
    if not messages:
        return []
    session.flush()
    session.exec(
        update(Message)
        .where(col(Message.id).in_([message.id for message in messages]))
        .values(
            state=MessageState.LEASED,
            lease_until=now + timedelta(seconds=lease_seconds),
            leased_by=worker[:80],
            attempts=col(Message.attempts) + 1,
        )
        .execution_options(synchronize_session=False)
    )
    invalidate(session, Message)
    return [_claim_or_put_aside(session, now, message, choose) for message in messages]


def _claim_or_put_aside(session: Session, now: datetime, message: Message, choose: ChooseWay) -> Claim:
    """A message that cannot be made into a letter must not hold up all that wait behind it."""
    try:
        return _claim(session, now, message, choose(session, message))
    except SQLAlchemyError:
        raise
    except Exception as error:
        LOG.exception("Message %s could not be made into a letter", message.id)
        session.refresh(message)  # it was leased by a statement of its own
        send_decisions.put_aside(session, now, message, error)
        return Claim(message.pk, settled=message.state)


def _claim(session: Session, now: datetime, message: Message, way: WayOut) -> Claim:
    set_committed_value(message, "attempts", message.attempts + 1)
    set_committed_value(message, "state", MessageState.LEASED)
    written = envelope_of(session, now, message, way.sender_address, way.plus_return_paths)
    envelope = own_links.put_in(session, now, message, written)
    return Claim(message.pk, envelope=envelope, wire=way.wire, message=message, claimed_at=now)
