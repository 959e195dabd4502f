"""What a process of ours writes to its log: lines for eyes, or JSON for a collector. Rotated while they are written."""

import contextlib
import logging
import shutil
import sys
from pathlib import Path

from pythonjsonlogger.json import JsonFormatter

from sectorlaunch.settings import Settings

LARGEST_BYTES = 10_000_000
KEPT = 5
"""Older files beside the one that is written: `portal.log.1` is the newest of them."""


def set_up(settings: Settings) -> None:
    """Called once, where a process begins. Everything goes to standard error; who starts us puts it into a file."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(settings))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # Its own level names every address that is asked, and some are secrets.
    logging.getLogger("httpx").setLevel(logging.WARNING)


def formatter(settings: Settings) -> logging.Formatter:
    if settings.log_format == "json":
        return JsonFormatter(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
            datefmt="%Y-%m-%dT%H:%M:%S%z",
        )
    return logging.Formatter("%(asctime)s %(levelname)s %(message)s")


def rotate(file: Path, largest_bytes: int = LARGEST_BYTES, kept: int = KEPT) -> bool:
    """Copies a log that has grown large, then empties it; says whether it did.

    Whoever writes it goes on: they append, so the next line stands at the top. What is written between the two steps,
    a few thousandths of a second, is lost, which is why nothing but logs is kept this way. Where the disk is full it
    is left alone.
    """
    try:
        if file.stat().st_size <= largest_bytes:
            return False
    except OSError:
        return False
    draft = file.with_name(f"{file.name}.draft")
    try:
        shutil.copyfile(file, draft)
        for number in range(kept - 1, 0, -1):
            with contextlib.suppress(FileNotFoundError):
                _older(file, number).replace(_older(file, number + 1))
        draft.replace(_older(file, 1))
        with file.open("r+b") as log:
            log.truncate(0)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        return False
    return True


def _older(file: Path, number: int) -> Path:
    return file.with_name(f"{file.name}.{number}")
