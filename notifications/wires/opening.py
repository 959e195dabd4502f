"""From the address of a channel to a wire that sends."""

from apprise import AppriseAttachment
from apprise.manager_plugins import NotificationManager

from notifications.envelope import Envelope, Outcome, Receipt
from notifications.wires import letter
from notifications.wires.apprise_channel import ApprisePluginWire, instantiate
from notifications.wires.letter import NotifyLetter
from notifications.wires.masking import guard_log, mask
from notifications.wires.reach import INSIDE, SETTING, is_public, only_outside
from notifications.wires.schemas import (
    ALLOWED,
    AT_A_HOST,
    IN_THE_CLEAR,
    LETTERS,
    REMEDIES,
    schema_of,
)
from notifications.wires.token_source import NoTokens, TokenSource
from notifications.wires.wire import BadWireAddress


class LetterWire:
    """The letter plugin as a wire."""

    carries_letters = True

    def __init__(
        self, url: str, hosts: frozenset[str] = frozenset(), tokens: TokenSource | None = None
    ) -> None:
        plugin = instantiate(url)
        assert isinstance(plugin, NotifyLetter)
        plugin.use_tokens(tokens or NoTokens(hosts))
        self.plugin = plugin
        self._hosts = hosts
        self.masked = mask(url)

    @property
    def host(self) -> str:
        """The mail server's name, lower case."""
        return str(self.plugin.host or "").lower()

    @property
    def sender_address(self) -> str:
        """The `from` of the address, "" when it has none."""
        return self.plugin.sender_address

    @property
    def grant(self) -> int:
        """The number of the grant it signs in by; 0 where it signs in otherwise."""
        return self.plugin.grant

    def send(self, envelope: Envelope) -> Receipt:
        with only_outside(self._hosts) as reach:
            receipt = self.plugin.deliver(envelope)
        if reach.refused:
            return Receipt(Outcome.LATER, words=f"{self.plugin.host} {INSIDE}")
        return receipt

    def close(self) -> None:
        self.plugin.close()


def open_wire(
    url: str, hosts: frozenset[str] = frozenset(), tokens: TokenSource | None = None
) -> LetterWire | ApprisePluginWire:
    """A wire for an Apprise address whose schema is allowed. Nothing is sent or connected yet; for one thread.

    `hosts`, lower case, are those that may be this machine, inside a private network or without TLS; `tokens` those an
    address with a grant signs in by.
    Raises BadWireAddress with the remedy and without the secret.
    """
    schema = schema_of(url)
    if schema not in ALLOWED:
        remedy = REMEDIES.get(schema, "Which addresses there are: https://appriseit.com/services/.")
        raise BadWireAddress(f"{mask(url)} is no address of a channel. {remedy}")
    guard_log(url)
    admit_only_allowed()
    wire = LetterWire(url, hosts, tokens) if schema in LETTERS else ApprisePluginWire(url, hosts)
    _check(schema, wire, hosts)
    return wire


def admit_only_allowed() -> None:
    """Tells Apprise of letter://, and switches off every service a channel may not use."""
    letter.register()
    NotificationManager().enable_only(*ALLOWED)  # type: ignore[no-untyped-call]


def _check(schema: str, wire: LetterWire | ApprisePluginWire, hosts: frozenset[str]) -> None:
    if any(isinstance(part, AppriseAttachment) and part for part in vars(wire.plugin).values()):
        raise BadWireAddress("`template` would open a file of this machine. Leave it out of the address.")
    if schema not in AT_A_HOST | LETTERS:
        return
    if wire.host in hosts:
        return
    if not is_public(wire.host):
        raise BadWireAddress(f"{wire.host} {INSIDE}")
    if schema in IN_THE_CLEAR:
        raise BadWireAddress(
            f"{schema}:// sends in the clear. Write {schema}s://…, or have the keeper of the installation name the "
            f"host in {SETTING}."
        )
    if not wire.plugin.verify_certificate:
        raise BadWireAddress(
            "`verify=no` would trust any machine that answers. Leave it out, or have the keeper of the installation "
            f"name the host in {SETTING}."
        )
