"""The portal: whether it answers, and what the links to it begin with."""

import socket
from urllib.parse import urlsplit

from sectorlaunch.checks.finding import LOOPBACK, Finding, Patient


def port(patient: Patient) -> Finding:
    settings = patient.settings
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(2)
        answers = probe.connect_ex((host, settings.port)) == 0
    if answers:
        return Finding("fine", f"something answers on port {settings.port}")
    return Finding("problem", f"nothing answers on port {settings.port}", "Start it with `sector-launch up`.")


def address(patient: Patient) -> Finding:
    """Links in messages must begin with an address that those who get them can open."""
    settings = patient.settings
    if settings.public_url is None:
        if settings.host in LOOPBACK:
            return Finding("fine", f"{settings.portal_url}, for this machine only")
        remedy = "Set SECTOR_LAUNCH_PUBLIC_URL to the address people outside use, such as https://launch.example.org."
        return Finding("warning", f"links in messages begin with {settings.portal_url}", remedy)
    url = urlsplit(settings.public_url)
    if url.scheme not in ("http", "https") or not url.hostname:
        remedy = "Write SECTOR_LAUNCH_PUBLIC_URL as https://launch.example.org."
        return Finding("problem", f"{settings.public_url} is no address", remedy)
    if url.scheme == "http" and url.hostname not in LOOPBACK:
        remedy = "Put the portal behind HTTPS: personal links are keys and must not travel in the open."
        return Finding("warning", f"{settings.public_url} is not encrypted", remedy)
    return Finding("fine", settings.public_url)
