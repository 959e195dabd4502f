"""The addresses of our pages, as they are written into messages and shown in the Prefect UI."""

from functools import lru_cache

from sectorlaunch.settings import Settings


@lru_cache(maxsize=1)
def portal_url() -> str:
    """What every link begins with, as set for this process."""
    return Settings().portal_url


def personal(token: str) -> str:
    return f"{portal_url()}/p/{token}"


def unsubscribe(token: str) -> str:
    return f"{portal_url()}/u/{token}"


def sign_in(token: str) -> str:
    return f"{portal_url()}/sign-in/{token}"


def partnership(slug: str) -> str:
    return f"{portal_url()}/partnerships/{slug}"


def gate(slug: str, gate_key: str) -> str:
    return f"{partnership(slug)}#gate-{gate_key}"
