"""Who may read how the installation stands: whoever asks on this machine itself, or with the keeper's token."""

import hmac
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Request

from sectorlaunch.settings import Settings

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def may_read(request: Request, settings: Settings) -> bool:
    """A proxy on this machine makes every stranger look local, so where one is named only the token counts."""
    token = settings.monitoring_token.get_secret_value() if settings.monitoring_token is not None else ""
    if token and _has_token(request, token):
        return True
    public = urlsplit(settings.public_url).hostname if settings.public_url is not None else None
    if public is not None and not _is_loopback(public):
        return False
    if any(name in request.headers for name in _FORWARDED):
        return False
    return request.client is not None and _is_loopback(request.client.host)


def _has_token(request: Request, wanted: str) -> bool:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    return kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), wanted.encode())


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
