"""The machine: its Python, the home folder, its disk and its clock."""

import os
import sys
from datetime import datetime, timedelta

from sectorlaunch import key_files
from sectorlaunch.checks.finding import Finding, Patient
from sectorlaunch.readiness import surroundings

OLDEST_PYTHON = (3, 11)
EARLIEST_YEAR = 2026
"""No clock that runs right can show an earlier one."""


def python(patient: Patient) -> Finding:
    here = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Finding("problem", here, "Install Python 3.11 or newer and run `make run` again.")
    return Finding("fine", here)


def home(patient: Patient) -> Finding:
    home = patient.settings.home_folder
    if not home.exists():
        return Finding("warning", f"{home} does not exist yet", "`sector-launch up` makes it.")
    if not os.access(home, os.W_OK | os.X_OK):
        return Finding("problem", f"{home} cannot be written", f"chown the folder to yourself: {home}")
    if key_files.open_to_others(home):
        return Finding("warning", f"others may look into {home}", f"chmod 700 {home}")
    if seen := sum(key_files.open_to_others(path) for path in home.rglob("*") if not path.is_symlink()):
        return Finding("warning", f"{seen} files in {home} are not yours alone", f"chmod -R go= {home}")
    return Finding("fine", f"{home}, yours alone")


def disk(patient: Patient) -> Finding:
    free = surroundings.free_bytes(patient.settings.home_folder) // 1_000_000
    if free < surroundings.LEAST_FREE_MB:
        return Finding(
            "problem",
            f"{free} MB free",
            f"Make room: below {surroundings.LEAST_FREE_MB} MB databases may stop.",
        )
    return Finding("fine", f"{free // 1000} GB free" if free >= 10_000 else f"{free} MB free")


def clock(patient: Patient) -> Finding:
    """Wrong zone data or a clock in the wrong year would put every date off."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        denver = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("America/Denver"))
    except ZoneInfoNotFoundError:
        return Finding("problem", "there is no time-zone data", "Install the package tzdata.")
    if denver.utcoffset() != timedelta(hours=-6):
        return Finding("problem", "the time-zone data is wrong", "Install the newest package tzdata.")
    if patient.now.year < EARLIEST_YEAR:
        return Finding("problem", f"this machine says {patient.now:%Y-%m-%d}", "Set its clock.")
    return Finding("fine", f"{patient.now:%Y-%m-%d %H:%M} UTC")
