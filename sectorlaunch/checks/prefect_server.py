"""The Prefect server: whether it answers, and who may ask it."""

import http
from urllib.parse import urlsplit

from sectorlaunch.checks.finding import LOOPBACK, Finding, Patient
from sectorlaunch.readiness import surroundings


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
    if settings.prefect_auth is not None:
        return Finding("fine", "its API asks for a password")
    if settings.prefect_api_url is None or host in LOOPBACK:
        return Finding("fine", "its API listens on this machine only")
    remedy = "Set SECTOR_LAUNCH_PREFECT_AUTH here and PREFECT_SERVER_API_AUTH_STRING on the server."
    return Finding("warning", f"its API at {host} asks for no password", remedy)
