"""The way letters leave is not changed by one person alone: a change is asked for, and stands still until it is agreed to."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from notifications.wires.masking import mask
from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.outbox import channels
from sectorlaunch.records.delivery import LETTER_TAG
from sectorlaunch.tables import Account, Channel, ChannelChange

LAPSES_AFTER = timedelta(days=7)
"""So long a change may be agreed to. Whoever has kept the installation for less says no second yes: a keeper could
otherwise name somebody and have them agree a minute later."""


def would_redirect(session: Session, tag: str, url: str, sender: str) -> bool:
    """Whether letters that leave now, or have left before, would leave another way; `tag` and the rest as kept."""
    channel = channels.with_tag(session, tag)
    if tag != LETTER_TAG or channel is None or channel.first_live_at is None:
        return False
    return (channel.url, channel.sender_address) != (url, sender)


def ask(session: Session, now: datetime, url: str, sender: str, by: Account) -> ChannelChange:
    """Notes that letters are to leave by another address; what was asked for before is overtaken."""
    end_all(session, now)
    change = ChannelChange(
        tag=LETTER_TAG,
        url=url,
        masked=mask(url),
        sender_address=sender,
        asked_by_id=by.pk,
        asked_at=now,
        lapses_at=now + LAPSES_AFTER,
    )
    session.add(change)
    session.flush()
    said = f"{by.name} asked that letters leave by {change.masked}, from {sender}."
    events.record(session, now, None, by.name, EventKind.CHANNEL_CHANGE_ASKED, said)
    return change


def asked(session: Session, now: datetime) -> ChannelChange | None:
    """The change that waits to be agreed to; None where there is none, or it has lapsed."""
    waiting = select(ChannelChange).where(
        col(ChannelChange.ended_at).is_(None), ChannelChange.lapses_at > now
    )
    return session.exec(waiting.order_by(col(ChannelChange.id).desc()).limit(1)).first()


def may_agree(change: ChannelChange, account: Account) -> bool:
    """Whether a keeper is the second one a change needs. Who was never named is a lead, named on the machine."""
    if account.id == change.asked_by_id:
        return False
    return account.keeper_since is None or account.keeper_since <= change.asked_at - LAPSES_AFTER


def goes_the_old_way(session: Session, change: ChannelChange) -> bool:
    """Whether a letter about the change has left by the channel it is to replace: it was live all the while."""
    channel = channels.with_tag(session, change.tag)
    return channel is not None and channel.live_since is not None and channel.live_since < change.asked_at


def carry_out(
    session: Session, now: datetime, change: ChannelChange, hosts: frozenset[str], *, by: str
) -> Channel:
    """Gives the channel its new address: to be tested and set live anew. Raises BadInput for one of no use any more."""
    channel = channels.add(session, now, change.tag, change.url, change.sender_address, by=by, hosts=hosts)
    end_all(session, now)
    return channel


def withdraw(session: Session, now: datetime, change: ChannelChange, *, by: str) -> None:
    said = f"Letters leave as before, and not by {change.masked}."
    end_all(session, now)
    events.record(session, now, None, by, EventKind.CHANNEL_CHANGE_WITHDRAWN, said)


def end_all(session: Session, now: datetime) -> None:
    """Ends what was asked for, lapsed or not, and keeps no secret of it."""
    for change in session.exec(select(ChannelChange).where(col(ChannelChange.ended_at).is_(None))):
        change.ended_at, change.url = now, ""
        session.add(change)
    session.flush()
