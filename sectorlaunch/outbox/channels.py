"""Channels: the ways out of the machine. None is used before a test message went through it."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from languages import DEFAULT, formatting
from notifications.context import PartnershipBrief, PersonBrief, Recipient
from notifications.envelope import Envelope, Outcome, Receipt
from notifications.kinds.test_send.context import Context
from notifications.rendering import render
from notifications.wires.configuration import address_of
from notifications.wires.grant_of import grant_of
from notifications.wires.masking import mask
from notifications.wires.mime import plain_address
from notifications.wires.opening import LetterWire, open_wire
from notifications.wires.reach import INSIDE, leads_inside
from notifications.wires.schemas import LETTERS, REMEDIES, schema_of
from notifications.wires.token_source import TokenSource
from notifications.wires.wire import BadWireAddress
from sectorlaunch import events
from sectorlaunch.database import reading, unit_of_work
from sectorlaunch.errors import BadInput, ChannelNotReady, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.outbox import channel_limits
from sectorlaunch.outbox.channel_limits import NO_LIMITS, Limits
from sectorlaunch.records import accounts
from sectorlaunch.records.delivery import LETTER_TAG
from sectorlaunch.tables import Channel, MailGrant, Partnership

PRODUCT = "Sector Launch"
TEST_SEND = "test-send"
"""The kind of every test, whatever it shows."""


@dataclass(frozen=True)
class ChannelLine:
    """A channel for eyes: its address is masked."""

    tag: str
    masked: str
    sender_address: str
    tested_at: datetime | None
    live_since: datetime | None
    limits: Limits = NO_LIMITS
    waits_because: str = ""
    """Why nothing leaves by it now, where somebody has to let us in again."""

    @property
    def state(self) -> str:
        if self.live_since is not None:
            return "live"
        return "tested, not live" if self.tested_at is not None else "not tested"


def add(
    session: Session,
    now: datetime,
    tag: str,
    url: str,
    sender_address: str = "",
    by: str = "convener",
    *,
    hosts: frozenset[str] = frozenset(),
) -> Channel:
    """Adds a channel, or gives an existing one another address; it is then neither tested nor live.

    Raises BadInput with the remedy, and without the secret, when the address cannot be used. For letters the sender
    may stand in the address instead (`?from=`). `hosts` are those the installation allows besides public ones.
    """
    tag, url, sender = checked(tag, url, sender_address, hosts)
    channel = with_tag(session, tag)
    if channel is not None and (channel.url, channel.sender_address) == (url, sender):
        return channel
    channel = channel or Channel(tag=tag, url=url, masked="")
    channel.url, channel.masked, channel.sender_address = url, mask(url), sender
    channel.tested_at = channel.live_since = channel.paused_until = None
    wire = open_wire(url, hosts)
    channel_limits.put_on(
        channel, channel_limits.usual(session, wire) if isinstance(wire, LetterWire) else NO_LIMITS
    )
    session.add(channel)
    session.flush()
    events.record(
        session, now, None, by, EventKind.CHANNEL_SET, f"The channel {tag} leads to {channel.masked}."
    )
    return channel


def checked(
    tag: str, url: str, sender_address: str, hosts: frozenset[str] = frozenset()
) -> tuple[str, str, str]:
    """Tag, address and sender as they are kept. Raises BadInput with the remedy, and without the secret."""
    tag, url = _checked_tag(tag), url.strip()
    return tag, url, _checked_address(tag, url, sender_address, hosts)


def with_tag(session: Session, tag: str) -> Channel | None:
    return session.exec(select(Channel).where(Channel.tag == tag)).first()


def address_in(configuration: Path, tag: str) -> str:
    """The address with that tag in an Apprise configuration file. Raises BadInput with what to do, without a secret."""
    try:
        return address_of(configuration.read_text("utf-8"), tag.strip())
    except (OSError, UnicodeError):
        raise BadInput(f"{configuration} cannot be read as text. Name the file Apprise reads.") from None
    except BadWireAddress as error:
        raise BadInput(str(error)) from None


def send_test(
    engine: Engine,
    now: datetime,
    tag: str,
    to: str,
    hosts: frozenset[str] = frozenset(),
    tokens: TokenSource | None = None,
) -> Receipt:
    """Sends a real message to `to` through the channel, live or not, and notes whether it went.

    Takes an engine because a mail server may take a minute to answer and no transaction must wait for it.
    Raises NotFound, and BadInput when the address of the channel cannot be used any more.
    """

    with reading(engine) as session:
        channel = _find(session, tag)
        url, envelope = (
            channel.url,
            written_test(now, seen(channel), to.strip(), _name_of(session, to), _of_whom(session)),
        )
    receipt = send_once(url, envelope, hosts, tokens)
    with unit_of_work(engine, now) as session:
        note_test(session, now, tag, url, receipt)
    return receipt


def send_once(url: str, envelope: Envelope, hosts: frozenset[str], tokens: TokenSource | None) -> Receipt:
    """Sends one message by a wire of its own. Raises BadInput where the address of a channel cannot be used any more."""
    try:
        wire = open_wire(url, hosts, tokens)
    except ValueError as error:
        raise BadInput(str(error)) from None
    try:
        return wire.send(envelope)
    finally:
        wire.close()


def written_test(now: datetime, channel: ChannelLine, to: str, to_name: str, of_whom: str) -> Envelope:
    """The test message to one person: it says by which channel it came, and that a reply reaches that person."""

    words = render(
        TEST_SEND,
        Context(
            recipient=Recipient(name=to_name or to),
            partnership=PartnershipBrief(name=of_whom),
            sender=PersonBrief(name=PRODUCT),
            why="You get this because somebody asked for a test of this channel.",
            today=now.date(),
            channel=channel.tag,
            sent_at_words=formatting.moment(DEFAULT, now, ZoneInfo("UTC")) + " UTC",
        ),
    )
    seed = f"test/{channel.tag}/{to}/{now.isoformat()}"
    domain = channel.sender_address.rpartition("@")[2] or "sector-launch.invalid"
    return Envelope(
        message_id=f"{sha256(seed.encode()).hexdigest()[:32]}@{domain}",
        sender_name=PRODUCT,
        sender_address=channel.sender_address,
        to_name=to_name,
        to_address=to,
        subject=words.subject,
        text=words.text,
        html=words.html,
        short_text=words.short_text,
        date=now,
        reply_to=to if "@" in to else "",
    )


def note_test(session: Session, now: datetime, tag: str, url: str, receipt: Receipt) -> Channel:
    """Notes how a test send through `url` went; it counts only while the channel still has that address."""
    channel = _find(session, tag)
    went = receipt.outcome is Outcome.SENT
    if went and channel.url == url:
        channel.tested_at = now
        session.add(channel)
    words = "went through" if went else f"did not go through: {receipt.code or ''} {receipt.words}"
    events.record(
        session, now, None, "outbox", EventKind.CHANNEL_TESTED, f"A test message by {tag} {words}."[:4000]
    )
    return channel


def go_live(session: Session, now: datetime, tag: str, by: str = "convener") -> Channel:
    """From here on messages of this tag leave the machine.

    Raises NotFound; ChannelNotReady unless a test message went through since the address last changed.
    """
    channel = _find(session, tag)
    if channel.tested_at is None:
        raise ChannelNotReady(
            f"The channel {tag} has not been tested since its address was set. Send a test message first: "
            f"sector-launch channel test {tag} --to you@example.org"
        )
    if channel.live_since is None:
        channel.live_since = now
        channel.first_live_at = channel.first_live_at or now
        session.add(channel)
        events.record(
            session, now, None, by, EventKind.CHANNEL_LIVE, f"Messages of {tag} leave by {channel.masked}."
        )
    return channel


def stand_down(session: Session, now: datetime, tag: str, by: str = "convener") -> Channel:
    """From here on messages of this tag go to the local mailbox again. Raises NotFound."""
    channel = _find(session, tag)
    if channel.live_since is not None:
        channel.live_since = None
        session.add(channel)
        events.record(
            session,
            now,
            None,
            by,
            EventKind.CHANNEL_STOOD_DOWN,
            f"Messages of {tag} go to the local mailbox.",
        )
    return channel


def list_channels(session: Session) -> list[ChannelLine]:
    """Every channel by tag, addresses masked."""
    rows = session.exec(select(Channel).order_by(col(Channel.tag))).all()
    return [replace(seen(row), waits_because=_ended(session, row)) for row in rows]


def limit(session: Session, now: datetime, tag: str, limits: Limits, by: str = "convener") -> Channel:
    """Sets how much a channel takes. Raises NotFound and BadInput."""
    channel = _find(session, tag)
    channel_limits.set_limits(session, now, channel, limits, by)
    return channel


def cut_off(session: Session, hosts: frozenset[str]) -> dict[str, str]:
    """The live channels by which nothing can leave, such as those that lead inside since they were set; tag → why.

    Asks the name server where a host stands; sends and connects nothing.
    """
    found = {}
    for row in session.exec(select(Channel).where(col(Channel.live_since).is_not(None))):
        try:
            wire = open_wire(row.url, hosts)
        except ValueError as error:
            found[row.tag] = str(error)
            continue
        if ended := _ended(session, row):
            found[row.tag] = ended
            continue
        host = wire.host
        if host and leads_inside(host, hosts):
            found[row.tag] = f"{host} {INSIDE}"
    return found


def seen(row: Channel) -> ChannelLine:
    """A channel as it may be shown."""
    return ChannelLine(
        row.tag, row.masked, row.sender_address, row.tested_at, row.live_since, channel_limits.of(row)
    )


def _ended(session: Session, row: Channel) -> str:
    """Why the provider lets us in no more; "" where it does, or there is none."""
    number = grant_of(row.masked)
    grant = session.get(MailGrant, number) if number else None
    return grant.trouble if grant is not None and grant.ended_at is not None else ""


def _name_of(session: Session, address: str) -> str:
    """As their account calls them; what a list says of somebody stays on that list."""
    account = accounts.with_address(session, address)
    return account.name if account is not None else ""


def _of_whom(session: Session) -> str:
    """Whose messages take the channel: the partnership by name where there is only one."""
    names = session.exec(select(Partnership.name).limit(2)).all()
    return names[0] if len(names) == 1 else "your partnerships"


def _find(session: Session, tag: str) -> Channel:
    channel = with_tag(session, tag.strip().lower())
    if channel is None:
        known = ", ".join(session.exec(select(Channel.tag).order_by(col(Channel.tag)))) or "none so far"
        raise NotFound(f"There is no channel {tag}. There are: {known}.")
    return channel


def _checked_tag(tag: str) -> str:
    plain = tag.strip().lower()
    if not plain.isascii() or not plain.replace("-", "").isalnum() or len(plain) > 40:
        raise BadInput("The tag of a channel is one short word such as email or team-chat.")
    return plain


def _checked_address(tag: str, url: str, sender_address: str, hosts: frozenset[str]) -> str:

    if tag == LETTER_TAG and schema_of(url) not in LETTERS and schema_of(url) not in REMEDIES:
        raise BadInput(
            f"{mask(url)} cannot carry letters. The tag {LETTER_TAG} is for letter:// and letters://; "
            "give a chat room or a phone service another tag."
        )
    try:
        wire = open_wire(url, hosts)
        if not isinstance(wire, LetterWire):
            return sender_address.strip()
        sender = sender_address.strip() or wire.sender_address
        if not sender:
            raise BadInput("Letters need a sender. Add ?from=launch@your-domain.example to the address.")
        return plain_address(sender)
    except ValueError as error:
        raise BadInput(str(error)) from None
