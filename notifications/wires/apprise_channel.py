"""Chat rooms and phones: an Apprise plugin of others, held to our rules.

They answer yes or no. From what Apprise writes to its log while it tries only the code is taken: the rest may hold
what the other end said, and that is nobody's to read who may set an address.
"""

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat

from notifications.envelope import Envelope, Outcome, Receipt
from notifications.wires.masking import mask
from notifications.wires.reach import INSIDE, only_outside
from notifications.wires.schemas import AT_A_HOST, PHONES, schema_of
from notifications.wires.wire import BadWireAddress

EXAMPLE_NUMBER = "+15555550100"
"""Completes the address of a phone channel while it is checked; nothing is sent to it."""
HTTP_CODE = re.compile(r"\berror=(\d{3})\b")


class ApprisePluginWire:
    """A room or a phone service behind one Apprise address."""

    carries_letters = False

    def __init__(self, url: str, hosts: frozenset[str] = frozenset()) -> None:
        self._url = url
        self._hosts = hosts
        self._to_phones = schema_of(url) in PHONES
        self.plugin = self._plugin(EXAMPLE_NUMBER if self._to_phones else "")
        """Apprise's own; of a phone channel one that is never sent by."""

    @property
    def masked(self) -> str:
        return mask(self._url)

    @property
    def host(self) -> str:
        """The machine its address names, lower case; "" where a service has a host of its own."""
        return str(self.plugin.host or "").lower() if schema_of(self._url) in AT_A_HOST else ""

    def send(self, envelope: Envelope) -> Receipt:
        """One short message. No is `later`; on a phone a no without a code is `ambiguous`: it may have rung."""
        try:
            plugin = self._plugin(envelope.to_address) if self._to_phones else self.plugin
        except BadWireAddress:
            return Receipt(Outcome.NEVER, words="This is not a phone number the channel can reach. Mend it.")
        with _listening() as said, only_outside(self._hosts) as reach:
            went = plugin.notify(
                body=envelope.short_text or envelope.text,
                title=envelope.subject,
                body_format=NotifyFormat.TEXT,
            )
        if reach.refused:
            return Receipt(Outcome.LATER, words=f"Where this channel leads {INSIDE}")
        if went and not reach.connected:
            return Receipt(
                Outcome.LATER, words="The service was not asked: its address tells it to do nothing."
            )
        if went:
            return Receipt(Outcome.SENT)
        found = HTTP_CODE.search(" ".join(said))
        if found is None:
            outcome = Outcome.AMBIGUOUS if self._to_phones else Outcome.LATER
            return Receipt(outcome, words="The service was not reached, or did not say yes.")
        return Receipt(Outcome.LATER, int(found.group(1)), words=_phrase(int(found.group(1))))

    def close(self) -> None:
        """Nothing is held open."""

    def _plugin(self, number: str) -> NotifyBase:
        plugin = instantiate(self._url + (_to(self._url, number) if number else ""))
        if number and _recipients(plugin) != 1:
            raise BadWireAddress(
                "The address of a phone channel names no recipients: each message brings its own. Leave them out."
            )
        return plugin


def instantiate(url: str) -> NotifyBase:
    """The plugin for an address that has passed the list of allowed schemas; redirects are off whatever it says.

    Raises BadWireAddress; Apprise's own reason is left out, it may quote a secret.
    """
    asset = AppriseAsset(
        app_id="Sector Launch",
        app_desc="Sector Launch",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        http_redirects=False,
        secure_logging=True,
    )
    try:
        plugin = Apprise.instantiate(url, asset=asset, suppress_exceptions=False)
    except BadWireAddress:
        raise
    except Exception:
        plugin = None
    if plugin is None:
        raise BadWireAddress(
            f"{mask(url)} is not a complete address. Compare it with the example for {schema_of(url)}:// at "
            "https://appriseit.com/services/."
        )
    plugin.redirects = False
    return plugin


def _recipients(plugin: NotifyBase) -> int:
    """How many numbers an address names; two services keep them under another name than the rest."""
    return len(getattr(plugin, "targets", None) or getattr(plugin, "phone", None) or ())


def _phrase(code: int) -> str:
    """What the code means, in the words of its standard."""
    try:
        return f"{HTTPStatus(code).phrase}."
    except ValueError:
        return "The service said no."


def _to(url: str, number: str) -> str:
    return f"{'&' if '?' in url else '?'}to={number.replace('+', '%2B').replace(' ', '')}"


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collects what Apprise complains of in this thread."""
    said: list[str] = []
    here = threading.get_ident()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == here:
                said.append(record.getMessage())

    ear = Ear(logging.WARNING)
    log = logging.getLogger("apprise")
    log.addHandler(ear)
    try:
        yield said
    finally:
        log.removeHandler(ear)
