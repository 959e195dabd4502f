"""The addresses of our pages, as they are written into messages and shown in the Prefect UI."""

import re
from collections.abc import Callable
from functools import lru_cache

from sectorlaunch.settings import Settings

_PRIVATE = re.compile(r"/(p|u|sign-in|account/address|account/letters|mail-consent)/[A-Za-z0-9_-]{16,}")
"""The part of an address that opens somebody's own page."""
UNTIL_IT_LEAVES = "put-in-when-it-leaves"
"""Stands for a token in a letter that is stored: it opens nothing, and the reader's own is put in on the way out."""
_STORED = re.compile(rf"/(p|u|sign-in|account/address|account/letters)/{UNTIL_IT_LEAVES}")
PLACEHOLDER = "…"
"""Stands where a token would, in words that are only looked at."""


@lru_cache(maxsize=1)
def portal_url() -> str:
    """What every link begins with, as set for this process."""
    return Settings().portal_url


@lru_cache(maxsize=1)
def prefect_url() -> str:
    """Where Prefect's own pages are, as set for this process."""
    return Settings().prefect_ui


def prefect_run(flow_run_id: str) -> str:
    return f"{prefect_url()}/runs/flow-run/{flow_run_id}"


def personal(token: str) -> str:
    return f"{portal_url()}/p/{token}"


def unsubscribe(token: str) -> str:
    return f"{portal_url()}/u/{token}"


def sign_in(token: str) -> str:
    return f"{portal_url()}/sign-in/{token}"


def to_sign_in() -> str:
    """Where a link to sign in is asked for: no secret in it."""
    return f"{portal_url()}/sign-in"


def account_address(token: str) -> str:
    """Where another address of an account is agreed to or confirmed."""
    return f"{portal_url()}/account/address/{token}"


def mail_consent(state: str) -> str:
    """Where the owner of a mailbox reads what they are asked to agree to."""
    return f"{portal_url()}/mail-consent/{state}"


def mail_consented() -> str:
    """Where Microsoft or Google sends them back to; to be entered with the app there."""
    return f"{portal_url()}/mail-consent"


def letters_way(token: str) -> str:
    """Where a keeper agrees that letters leave another way."""
    return f"{portal_url()}/account/letters/{token}"


def settings() -> str:
    return f"{portal_url()}/settings"


def partnership(slug: str) -> str:
    return f"{portal_url()}/partnerships/{slug}"


def second_yes(slug: str) -> str:
    """Where a convener agrees to what another one asked for, or says no."""
    return f"{partnership(slug)}/second-yes"


def part(slug: str) -> str:
    """Where stands what is somebody's to do who does not convene, once they have signed in."""
    return f"{partnership(slug)}/part"


def page(slug: str, where: str) -> str:
    """A page of a partnership, for whoever signs in there: `where` begins with a slash."""
    return f"{partnership(slug)}{where}"


def messages(slug: str) -> str:
    return f"{partnership(slug)}/messages"


def gate(slug: str, gate_key: str) -> str:
    return f"{partnership(slug)}#gate-{gate_key}"


def without_private(words: str) -> str:
    """The words with every personal address cut short: whoever reads along must not be able to answer for others."""
    return _PRIVATE.sub(rf"/\1/{PLACEHOLDER}", words)


def filled(words: str, token: Callable[[str], str]) -> str:
    """The words of a stored letter with a token in each of its links; `token` is asked by what the link is for, such as "p"."""
    return _STORED.sub(lambda found: f"/{found[1]}/{token(found[1])}", words)


def stored(words: str) -> str:
    """The words with every token taken out, so that they can be kept."""
    return _PRIVATE.sub(rf"/\1/{UNTIL_IT_LEAVES}", words)
