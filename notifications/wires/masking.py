"""Keeps secrets out of sight: addresses of channels, words of servers, lines of logs."""

import logging
import re
from urllib.parse import parse_qsl, unquote

from notifications.wires.schemas import ALLOWED, REMEDIES

STARS = "****"
OPEN_HOSTS = frozenset(
    {
        "letter",
        "letters",
        "graph",
        "json",
        "jsons",
        "gotify",
        "gotifys",
        "signal",
        "signals",
        "mmost",
        "mmosts",
    }
    | {"rocket", "rockets", "nctalk", "nctalks", "workflow", "workflows"}
)
"""Schemas whose host is a machine. In the others a token stands where a host should be."""
OPEN_WORDS = frozenset({"from", "mode", "format", "verify", "auth", "grant"})
"""Words of the query that are shown; everything else is hidden, whatever it is called."""
SHORTEST_SECRET = 4
"""Shorter pieces are no secrets, and hiding them would make holes in every sentence."""
ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://\S+", re.IGNORECASE)


def mask(url: str) -> str:
    """The address of a channel for eyes: schema, host where it is one, sender; the rest as stars."""
    schema, found, rest = url.strip().partition("://")
    if not found or schema.lower() not in ALLOWED | REMEDIES.keys():
        return STARS
    if schema.lower() not in OPEN_HOSTS:
        return f"{schema}://{STARS}"
    before, _, query = rest.partition("?")
    authority, _, path = before.partition("/")
    login, at, place = authority.rpartition("@")
    if not re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?", place):
        place = STARS
    shown = f"{schema}://{STARS if login else ''}{at}{place}/{STARS if path.strip('/') else ''}"
    words = [
        f"{key}={value if key in OPEN_WORDS else STARS}" if re.fullmatch(r"[a-z]+", key) else STARS
        for key, value in parse_qsl(query, keep_blank_values=True)
    ]
    return shown + ("?" + "&".join(words) if words else "")


def secrets_of(url: str) -> frozenset[str]:
    """Every piece of an address that must not be seen, as it stands there and as it is meant."""
    schema, found, rest = url.strip().partition("://")
    if not found:
        return frozenset({url.strip()} if len(url.strip()) >= SHORTEST_SECRET else ())
    open_host = schema.lower() in OPEN_HOSTS
    before, _, query = rest.partition("?")
    authority, _, path = before.partition("/")
    login, _, place = authority.rpartition("@")
    pieces = [*login.split(":"), login, *path.split("/"), path]
    if not open_host:
        pieces += [place, place.partition(":")[0]]
    pieces += [value for key, value in parse_qsl(query) if key not in OPEN_WORDS]
    return frozenset(
        form for piece in pieces for form in (piece, unquote(piece)) if len(form) >= SHORTEST_SECRET
    )


def redact(words: str, secrets: frozenset[str]) -> str:
    """The words with every secret, and every address that could hold one, replaced by stars."""
    for secret in sorted(secrets, key=len, reverse=True):
        words = words.replace(secret, STARS)
    return ADDRESS.sub(lambda found: mask(found.group()), words)


class SecretsFilter(logging.Filter):
    """Sits on Apprise's logger: lets every line through, without the secrets of the channels opened so far."""

    def __init__(self) -> None:
        super().__init__()
        self._secrets: frozenset[str] = frozenset()

    def learn(self, secrets: frozenset[str]) -> None:
        self._secrets |= secrets

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.getMessage(), self._secrets)
        record.args = ()
        if record.exc_info:
            record.exc_info = record.exc_text = None
        return True


SECRETS_FILTER = SecretsFilter()


def guard_log(url: str) -> None:
    """From here on no line of Apprise shows a secret of this address. Safe to call again."""
    SECRETS_FILTER.learn(secrets_of(url))
    logging.getLogger("apprise").addFilter(SECRETS_FILTER)
