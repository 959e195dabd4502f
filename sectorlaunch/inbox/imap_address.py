"""The address of a mailbox: `imaps://user:password@imap.example.org/INBOX`. Its secrets are never shown."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from sectorlaunch.errors import BadInput

TLS_PORT, PLAIN_PORT = 993, 143
STARS = "****"


@dataclass(frozen=True)
class ImapAddress:
    """Where a mailbox is and how it is opened. `mode` is tls, starttls or none."""

    host: str
    port: int
    mode: str
    user: str = field(repr=False)
    password: str = field(repr=False)
    folder: str

    @property
    def masked(self) -> str:
        """The address for eyes."""
        schema = "imaps" if self.mode == "tls" else "imap"
        rest = "?mode=none" if self.mode == "none" else ""
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
    if parts.scheme not in ("imap", "imaps") or not parts.hostname:
        raise BadInput("The address of a mailbox is imaps://user:password@imap.example.org/INBOX.")
    if not parts.username or not parts.password:
        raise BadInput("The address of the mailbox lacks the user name or the password.")
    asked = parse_qs(parts.query).get("mode", ["starttls"])[0].lower()
    mode = "tls" if parts.scheme == "imaps" else asked
    if mode not in ("tls", "starttls", "none"):
        raise BadInput("`mode` of imap:// is starttls or none; for TLS from the first byte use imaps://.")
    if mode == "none" and not _is_this_machine(parts.hostname):
        raise BadInput("A password must not travel in the clear. Leave out mode=none, or use imaps://.")
    return ImapAddress(
        host=parts.hostname,
        port=port or (TLS_PORT if mode == "tls" else PLAIN_PORT),
        mode=mode,
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
