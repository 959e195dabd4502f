"""How much a channel takes now: by the limits of its server, a pause the server asked for, and what lets us in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, col, func, or_, select

from notifications.wires.grant_of import grant_of
from sectorlaunch.query_cache import cached
from sectorlaunch.records.delivery import OPEN
from sectorlaunch.tables import Attempt, Channel, MailGrant, Message

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ASK_AGAIN = timedelta(seconds=1)
"""Where what is under way takes the last place: how it goes is known soon."""


@dataclass(frozen=True)
class Limit:
    """So many messages may leave by a channel now. `free_at` is when the next may where none may; None: nobody knows."""

    left: int
    free_at: datetime | None = None


def limits(session: Session, now: datetime) -> dict[str, Limit]:
    """By tag, of the live channels that do not take whatever there is."""
    return {channel.tag: _limit(session, now, channel) for channel in _bounded(session)}


def full(limits: Mapping[str, Limit]) -> list[str]:
    """The tags of the channels that take nothing now."""
    return [tag for tag, limit in limits.items() if limit.left < 1]


def by_another_way(limits: Mapping[str, Limit]) -> list[ColumnElement[bool]]:
    """What a query for messages asks besides, so that those wait whose channel takes nothing now."""
    waits = full(limits)
    return [col(Message.channel).not_in(waits)] if waits else []


def within(limits: Mapping[str, Limit], messages: Sequence[Message]) -> list[Message]:
    """Of messages in the order of their turn those that may leave now."""
    taken: Counter[str] = Counter()
    going = []
    for message in messages:
        taken[message.channel] += 1
        limit = limits.get(message.channel)
        if limit is None or taken[message.channel] <= limit.left:
            going.append(message)
    return going


def pause(session: Session, tag: str, until: datetime) -> None:
    """Nothing leaves by this channel before."""
    channel = session.exec(select(Channel).where(Channel.tag == tag)).first()
    if channel is not None and (channel.paused_until is None or channel.paused_until < until):
        channel.paused_until = until
        session.add(channel)


def _bounded(session: Session) -> list[Channel]:
    def read() -> list[Channel]:
        bounded = or_(
            col(Channel.per_minute).is_not(None),
            col(Channel.per_day).is_not(None),
            col(Channel.paused_until).is_not(None),
            col(Channel.masked).contains("grant="),
        )
        return list(session.exec(select(Channel).where(col(Channel.live_since).is_not(None), bounded)))

    return cached(session, (Channel,), "bounded channels", read)


def _limit(session: Session, now: datetime, channel: Channel) -> Limit:
    number = grant_of(channel.masked)
    grant = session.get(MailGrant, number) if number else None
    if number and (grant is None or grant.ended_at is not None):
        return Limit(0)
    if channel.paused_until is not None and now < channel.paused_until:
        return Limit(0, channel.paused_until)
    spans = ((MINUTE, channel.per_minute), (DAY, channel.per_day))
    found = [_in_a(session, now, channel.tag, span, most) for span, most in spans if most is not None]
    return min(found, key=lambda limit: limit.left, default=Limit(1_000_000))


def _in_a(session: Session, now: datetime, tag: str, span: timedelta, most: int) -> Limit:
    """What is under way counts as having left: two senders claim at once."""
    under_way = session.exec(
        select(func.count())
        .select_from(Message)
        .where(OPEN, text("message.state = 'leased'"), Message.channel == tag)
    ).one()
    newest = (
        select(Attempt.started_at)
        .join(Message, col(Message.id) == col(Attempt.message_id))
        .where(Message.channel == tag, text("message.state <> 'leased'"))
        .order_by(col(Attempt.id).desc())
        .limit(most)
    )
    tried = [at for at in session.exec(newest) if now - span < at <= now]
    left = most - under_way - len(tried)
    if left > 0:
        return Limit(left)
    return Limit(0, tried[-1] + span if len(tried) >= most else now + ASK_AGAIN)
