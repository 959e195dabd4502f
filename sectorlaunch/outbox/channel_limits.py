"""What a mail server takes: how many messages in a minute and a day, and whether return paths with a plus."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from notifications.oauth.providers import Provider
from notifications.wires.opening import LetterWire
from sectorlaunch import events
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.tables import Channel, MailGrant

MOST = 1_000_000


@dataclass(frozen=True)
class Limits:
    """`per_minute` and `per_day`: None where the server takes whatever comes."""

    per_minute: int | None = None
    per_day: int | None = None
    plus_return_paths: bool = True


NO_LIMITS = Limits()
MICROSOFT = Limits(per_minute=30, plus_return_paths=False)
"""30 messages a minute; three connections, of which our senders take two. Exchange sends from no plus address.
https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits"""
GOOGLE = Limits(per_day=2_000, plus_return_paths=False)
"""https://support.google.com/a/answer/166852: 2,000 messages a day, 500 in a trial."""
GOOGLE_RELAY = Limits(per_day=10_000, plus_return_paths=False)
"""smtp-relay.gmail.com takes 10,000 a day."""
USUAL = {
    "smtp.office365.com": MICROSOFT,
    "smtp-mail.outlook.com": MICROSOFT,
    "smtp.office365.us": MICROSOFT,
    "graph.microsoft.com": MICROSOFT,
    "graph.microsoft.us": MICROSOFT,
    "smtp.gmail.com": GOOGLE,
    "smtp-relay.gmail.com": GOOGLE_RELAY,
}
BY_PROVIDER = {Provider.MICROSOFT: MICROSOFT, Provider.GOOGLE: GOOGLE}


def usual(session: Session, wire: LetterWire) -> Limits:
    """What the server of a channel is known to take, by its name, else by whose grant it signs in."""
    grant = session.get(MailGrant, wire.grant) if wire.grant else None
    return USUAL.get(wire.host) or (BY_PROVIDER[grant.provider] if grant is not None else NO_LIMITS)


def of(channel: Channel) -> Limits:
    return Limits(channel.per_minute, channel.per_day, channel.plus_return_paths)


def put_on(channel: Channel, limits: Limits) -> None:
    channel.per_minute, channel.per_day = limits.per_minute, limits.per_day
    channel.plus_return_paths = limits.plus_return_paths


def set_limits(session: Session, now: datetime, channel: Channel, limits: Limits, by: str) -> None:
    """Raises BadInput for a number no server has."""
    for number in (limits.per_minute, limits.per_day):
        if number is not None and not 1 <= number <= MOST:
            raise BadInput(
                "A channel takes at least one message a minute and a day. Leave it empty for no limit."
            )
    if limits == of(channel):
        return
    put_on(channel, limits)
    session.add(channel)
    events.record(session, now, None, by, EventKind.CHANNEL_SET, f"The channel {channel.tag}: {said(limits)}")


def said(limits: Limits) -> str:
    """In a sentence, for whoever looks at a channel."""
    bounds = [
        f"{number:,} a {span}"
        for number, span in ((limits.per_minute, "minute"), (limits.per_day, "day"))
        if number is not None
    ]
    pace = f"At most {' and '.join(bounds)} leave by it." if bounds else "It takes whatever comes."
    return pace + ("" if limits.plus_return_paths else " Letters leave without a return path of their own.")


def how_long(session: Session, tag: str, count: int) -> str:
    """How long so many messages take by the live channel of that tag, in a sentence; "" where they leave at once."""
    live = select(Channel).where(Channel.tag == tag, col(Channel.live_since).is_not(None))
    channel = session.exec(live).first()
    if channel is None:
        return ""
    if channel.per_day is not None and count > channel.per_day:
        days = -(-count // channel.per_day)
        return f"Your mail server takes {channel.per_day:,} a day: all {count:,} are out after {days} days."
    minutes = minutes_for(count, channel.per_minute)
    return (
        f"Your mail server takes {channel.per_minute} a minute: all {count:,} are out after {minutes} minutes."
        if minutes
        else ""
    )


def minutes_for(count: int, per_minute: int | None) -> int:
    """How long so many messages take to leave, in whole minutes, begun ones counted; 0 where nothing holds them up."""
    return -(-count // per_minute) if per_minute and count > per_minute else 0
