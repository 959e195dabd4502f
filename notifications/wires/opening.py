"""From the address of a channel to a wire that sends."""

from apprise.manager_plugins import NotificationManager

from notifications.envelope import Envelope, Receipt
from notifications.wires import letter
from notifications.wires.apprise_channel import ApprisePluginWire, instantiate
from notifications.wires.letter import NotifyLetter
from notifications.wires.masking import guard_log, mask
from notifications.wires.schemas import ALLOWED, LETTERS, REMEDIES, schema_of
from notifications.wires.wire import BadWireAddress, Wire


class LetterWire:
    """The letter plugin as a wire."""

    carries_letters = True

    def __init__(self, plugin: NotifyLetter, url: str) -> None:
        self._plugin = plugin
        self.masked = mask(url)

    @property
    def sender_address(self) -> str:
        """The `from` of the address, "" when it has none."""
        return self._plugin.sender_address

    def send(self, envelope: Envelope) -> Receipt:
        return self._plugin.deliver(envelope)

    def close(self) -> None:
        self._plugin.close()


def open_wire(url: str) -> Wire:
    """A wire for an Apprise address whose schema is allowed. Nothing is sent or connected yet; for one thread.

    Raises BadWireAddress with the remedy and without the secret.
    """
    schema = schema_of(url)
    if schema not in ALLOWED:
        remedy = REMEDIES.get(schema, f"Allowed are {', '.join(sorted(ALLOWED))}.")
        raise BadWireAddress(f"{mask(url)} is no address of a channel. {remedy}")
    guard_log(url)
    letter.register()
    NotificationManager().enable_only(*ALLOWED)  # type: ignore[no-untyped-call]
    if schema in LETTERS:
        plugin = instantiate(url)
        assert isinstance(plugin, NotifyLetter)
        return LetterWire(plugin, url)
    return ApprisePluginWire(url)
