"""The Prefect server: whether it answers, and who may ask it."""

import http
from typing import Any
from urllib.parse import urlsplit

import httpx

from sectorlaunch.checks.finding import LOOPBACK, Finding, Patient
from sectorlaunch.prefect_password import auth_string
from sectorlaunch.prefect_side.names import TAG
from sectorlaunch.readiness import surroundings
from sectorlaunch.settings import Settings

NAMED = 3


def answers(patient: Patient) -> Finding:
    status = surroundings.prefect_status(patient.settings)
    if status is None:
        remedy = (
            "Start it with `sector-launch up`, or set SECTOR_LAUNCH_PREFECT_API_URL to the server you use."
        )
        return Finding("problem", f"nothing answers at {patient.settings.prefect_api}", remedy)
    if status != http.HTTPStatus.OK:
        remedy = f"Look into {patient.settings.log_folder / 'prefect.log'}."
        return Finding("problem", f"it answers {status}", remedy)
    return Finding("fine", f"it answers at {patient.settings.prefect_ui}")


def door(patient: Patient) -> Finding:
    settings = patient.settings
    host = urlsplit(settings.prefect_api).hostname or ""
    if auth_string(settings) is not None:
        return Finding("fine", "its API asks for a password")
    if host in LOOPBACK:
        return Finding("fine", "its API listens on this machine only")
    remedy = "Set SECTOR_LAUNCH_PREFECT_AUTH here and PREFECT_SERVER_API_AUTH_STRING on the server."
    return Finding("warning", f"its API at {host} asks for no password", remedy)


def deployments(patient: Patient) -> Finding:
    """Our worker runs none but ours; whoever made another may still have meant harm, or have taken us for a common server."""
    found = _read_deployments(patient.settings)
    if found is None:
        return Finding("warning", "cannot be read", "Start Prefect, or mend its password, and look again.")
    foreign = [one["name"] for one in found if not _is_ours(one)]
    if not foreign:
        return Finding("fine", f"{len(found)}, all ours")
    remedy = "Our worker does not run them. If nobody here made them, delete them in the Prefect UI and change the password."
    return Finding("warning", f"{len(foreign)} not ours: {', '.join(sorted(foreign)[:NAMED])}", remedy)


def _is_ours(deployment: dict[str, Any]) -> bool:
    return TAG in deployment["tags"] and str(deployment["entrypoint"]).startswith("flows.")


def _read_deployments(settings: Settings) -> list[dict[str, Any]] | None:
    password = auth_string(settings)
    user, _, secret = (password or "").partition(":")
    try:
        answer = httpx.post(
            f"{settings.prefect_api}/deployments/filter",
            json={"limit": 200},
            auth=(user, secret) if password is not None else None,
            timeout=surroundings.PREFECT_SECONDS,
        ).raise_for_status()
        return list(answer.json())
    except (httpx.HTTPError, ValueError):
        return None
