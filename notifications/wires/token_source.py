"""Where a wire gets the token it signs in with, where that is no password."""

from typing import Protocol

from notifications.oauth.tokens import GrantEnded, NoToken

__all__ = ["GrantEnded", "NoToken", "NoTokens", "TokenSource"]


class TokenSource(Protocol):
    """The grants of an installation."""

    hosts: frozenset[str]
    """Those that may be this machine, inside a private network, or without TLS."""

    def token(self, grant_id: int, refused: str = "") -> str:
        """A token that holds, and is not the one that was `refused`. Raises NoToken, with what to do."""


class NoTokens:
    """Where there are none: an address that names a grant leads nowhere."""

    def __init__(self, hosts: frozenset[str] = frozenset()) -> None:
        self.hosts = hosts

    def token(self, grant_id: int, refused: str = "") -> str:
        raise GrantEnded("This address signs in by a grant of Sector Launch, and there is none here.")
