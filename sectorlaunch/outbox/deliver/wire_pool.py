"""From a message's channel to the open wire it takes."""

from pathlib import Path

from sqlmodel import Session, col, select

from notifications.envelope import Envelope, Outcome, Receipt
from notifications.wires.mailbox import LocalMailbox
from notifications.wires.opening import open_wire
from notifications.wires.token_source import NoTokens, TokenSource
from notifications.wires.wire import BadWireAddress, Wire
from sectorlaunch.outbox.deliver.claiming import WayOut
from sectorlaunch.query_cache import cached
from sectorlaunch.tables import Channel, Message


class CutWire:
    """Stands in for a channel whose address cannot be used any more: everything waits until it is mended."""

    carries_letters = True

    def __init__(self, masked: str, words: str) -> None:
        self.masked = masked
        self._words = words

    def send(self, envelope: Envelope) -> Receipt:
        return Receipt(Outcome.LATER, words=self._words)

    def close(self) -> None:
        """Nothing is held open."""


class WirePool:
    """Keeps the wires of one sender open, one a live channel; the local mailbox for everything else."""

    def __init__(self, mailbox: Path, tokens: TokenSource | None = None) -> None:
        """`tokens` say which hosts are allowed, too."""
        self._mailbox = WayOut(LocalMailbox(mailbox))
        self._tokens = tokens or NoTokens()
        self._open: dict[str, tuple[str, Wire]] = {}

    def choose(self, session: Session, message: Message) -> WayOut:
        """The live channel of that tag, as its row is now; the local mailbox when none is live."""

        def read() -> Channel | None:
            live = select(Channel).where(Channel.tag == message.channel, col(Channel.live_since).is_not(None))
            return session.exec(live).first()

        channel = cached(session, (Channel,), ("live channel", message.channel), read)
        if channel is None:
            return self._mailbox
        return WayOut(self._wire(channel), channel.sender_address, channel.plus_return_paths)

    def close(self) -> None:
        """Lets go of every connection; the next message opens what it needs."""
        for _, wire in self._open.values():
            wire.close()

    def _wire(self, channel: Channel) -> Wire:
        url, wire = self._open.get(channel.tag, ("", None))
        if wire is not None and url == channel.url:
            return wire
        if wire is not None:
            wire.close()
        opened = _open(channel, self._tokens)
        self._open[channel.tag] = (channel.url, opened)
        return opened


class OneWay:
    """Every message by the same wire: the rehearsal's, or a test's."""

    def __init__(self, wire: Wire, sender_address: str = "") -> None:
        self._way = WayOut(wire, sender_address)

    def choose(self, session: Session, message: Message) -> WayOut:
        return self._way

    def close(self) -> None:
        self._way.wire.close()


def _open(channel: Channel, tokens: TokenSource) -> Wire:
    try:
        return open_wire(channel.url, tokens.hosts, tokens)
    except BadWireAddress as error:
        return CutWire(channel.masked, str(error))
