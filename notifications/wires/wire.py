"""What every wire can do, whatever is at its other end."""

from typing import Protocol

from notifications.envelope import Envelope, Receipt


class Wire(Protocol):
    """One open way out. A wire belongs to one thread; open another for another thread."""

    @property
    def masked(self) -> str:
        """Its address for eyes and logs: no secret in it."""

    @property
    def carries_letters(self) -> bool:
        """True where a repeat carries the same Message-ID, so that a doubtful send may be repeated."""

    def send(self, envelope: Envelope) -> Receipt:
        """Tries once and says how it went. Raises nothing that a mail server or a network can cause."""

    def close(self) -> None:
        """Lets go of the connection. Sending again opens a new one."""


class BadWireAddress(ValueError):
    """The address of a channel cannot be used. The message says what to change and carries no secret."""


class LetterRefused(ValueError):
    """This envelope must not become a letter: it would leak, mislead or break. Trying again is useless."""
