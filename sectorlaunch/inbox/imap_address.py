"""The address of a mailbox: `imaps://user:password@imap.example.org/INBOX`. Its secrets are never shown.

`imaps://launch%40example.org@outlook.office365.com/INBOX?grant=3` signs in by a token, and `graph://` reads by Microsoft
Graph.
"""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from notifications.wires.grant_of import grant_of
from sectorlaunch.errors import BadInput

TLS_PORT, PLAIN_PORT, HTTPS_PORT = 993, 143, 443
STARS = "****"


@dataclass(frozen=True)
class ImapAddress:
    """Where a mailbox is and how it is opened. `mode` is tls, starttls or none; `grant` 0 where a password opens it."""

    host: str
    port: int
    mode: str
    user: str = field(repr=False)
    password: str = field(repr=False)
    folder: str
    grant: int = 0
    by_graph: bool = False

    @property
    def masked(self) -> str:
        """The address for eyes."""
        schema = "graph" if self.by_graph else "imaps" if self.mode == "tls" else "imap"
        words = ["mode=none"] * (self.mode == "none") + [f"grant={self.grant}"] * bool(self.grant)
        rest = f"?{'&'.join(words)}" if words else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{schema}://{STARS}@{host}:{self.port}/{self.folder}{rest}"

    def without_secrets(self, words: str) -> str:
        """What a server said, without the user's name and password in it."""
        for secret in (self.password, self.user):
            words = words.replace(secret, STARS) if len(secret) >= 4 else words
        return words


def read_address(url: str) -> ImapAddress:
    """Takes an address apart. Raises BadInput with the remedy, and without the secret."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise BadInput(
            "The address of the mailbox cannot be read. Percent-encode what is special in user name and password."
        ) from None
    if parts.scheme not in ("imap", "imaps", "graph") or not parts.hostname:
        raise BadInput("The address of a mailbox is imaps://user:password@imap.example.org/INBOX.")
    grant, by_graph = grant_of(url), parts.scheme == "graph"
    if not parts.username or not (parts.password or grant):
        raise BadInput("The address of the mailbox lacks the user name or the password.")
    asked = parse_qs(parts.query).get("mode", ["tls" if by_graph else "starttls"])[0].lower()
    mode = "tls" if parts.scheme == "imaps" else asked
    if by_graph and not grant:
        raise BadInput(
            "graph:// signs in by a grant: graph://launch%40example.org@graph.microsoft.com/inbox?grant=3."
        )
    if mode not in ("tls", "starttls", "none"):
        raise BadInput("`mode` of imap:// is starttls or none; for TLS from the first byte use imaps://.")
    if mode == "none" and not _is_this_machine(parts.hostname):
        raise BadInput("A password must not travel in the clear. Leave out mode=none, or use imaps://.")
    return ImapAddress(
        host=parts.hostname,
        port=port or (HTTPS_PORT if by_graph else TLS_PORT if mode == "tls" else PLAIN_PORT),
        mode=mode,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or ("inbox" if by_graph else "INBOX"),
        grant=grant,
        by_graph=by_graph,
    )


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
