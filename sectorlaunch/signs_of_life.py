"""Signs of life: a file of each process in the home folder, touched every few seconds for as long as it works.

A process that hangs is alive to the operating system and silent here. Touching an existing file needs no room on the
disk, and the age of a file survives whoever wrote it.
"""

import contextlib
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

EVERY_SECONDS = 5.0
SILENT_SECONDS = 60.0
"""Whoever was not heard of for so long is taken to stand still."""
FORGOTTEN_AFTER = timedelta(hours=1)
"""What a process that was killed left behind is swept away by the next one of its part."""

DISPATCHER, WORKER, MAILBOX_READING = "dispatcher", "worker", "mailbox-reading"


def sign_file(home: Path, part: str, pid: int) -> Path:
    """The file this process gives its sign in."""
    return home / "signs" / f"{part}.{pid}"


def last_sign(home: Path, part: str) -> datetime | None:
    """When any process of this part was last heard of, in UTC; None where none ever was or all stopped by plan."""
    return max(
        (moment for file in _files(home, part) if (moment := _touched(file)) is not None), default=None
    )


class Sign:
    """The sign of this process for one part. A full disk or a folder that is gone is let pass: the sign ages."""

    def __init__(self, home: Path, part: str) -> None:
        self._home, self._part = home, part
        self._file = sign_file(home, part, os.getpid())
        self._given: float | None = None

    def give(self) -> None:
        """May be called as often as one likes; touches the file every few seconds."""
        moment = time.monotonic()
        if self._given is not None and moment - self._given < EVERY_SECONDS:
            return
        with contextlib.suppress(OSError):
            if self._given is None:
                self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._sweep()
            self._file.touch(mode=0o600)
        self._given = moment

    def end(self) -> None:
        """Takes the file away: who stops by plan is not missed."""
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _sweep(self) -> None:
        oldest = time.time() - FORGOTTEN_AFTER.total_seconds()
        for file in _files(self._home, self._part):
            with contextlib.suppress(OSError):
                if file.stat().st_mtime < oldest:
                    file.unlink(missing_ok=True)


def _files(home: Path, part: str) -> list[Path]:
    return list((home / "signs").glob(f"{part}.*"))


def _touched(file: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except OSError:
        return None
