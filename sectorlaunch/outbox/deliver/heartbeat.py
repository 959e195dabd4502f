"""The dispatcher's sign of life: a small file, so that a stopped dispatcher is noticed even when nothing is due."""

import contextlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sectorlaunch.settings import Settings

EVERY_SECONDS = 10
"""How often the dispatcher writes it."""
SILENT_SECONDS = 60
"""A dispatcher that was not seen for so long is taken to have stopped."""


@dataclass(frozen=True)
class Sighting:
    """When the dispatcher was last seen, and what troubles it ("" when nothing does)."""

    at: datetime
    worker: str
    trouble: str = ""

    def is_fresh(self, now: datetime) -> bool:
        """Not where it is old, and not where it is from the future: then the clock was set back since, and who gave it
        may be gone."""
        return -EVERY_SECONDS < (now - self.at).total_seconds() < SILENT_SECONDS


def beat(settings: Settings, sighting: Sighting) -> None:
    """Writes the file, whole. A full disk must not stop the sending, so it is let pass: the old file ages."""
    file = _file(settings)
    draft = file.with_suffix(f".{os.getpid()}")
    words = {"at": sighting.at.isoformat(), "worker": sighting.worker, "trouble": sighting.trouble}
    with contextlib.suppress(OSError):
        draft.write_text(json.dumps(words), encoding="utf-8")
        draft.replace(file)


def end(settings: Settings, worker: str) -> None:
    """Takes the file away when it is `worker`'s own: who stops by plan is not missed. Who is killed leaves it to age."""
    seen = last_seen(settings)
    if seen is not None and seen.worker == worker:
        with contextlib.suppress(OSError):
            _file(settings).unlink(missing_ok=True)


def last_seen(settings: Settings) -> Sighting | None:
    """The last sign of life, or None when the dispatcher never ran with this home folder or was stopped by plan."""
    try:
        words = json.loads(_file(settings).read_text(encoding="utf-8"))
        return Sighting(datetime.fromisoformat(words["at"]), words["worker"], words["trouble"])
    except (OSError, ValueError, KeyError):
        return None


def _file(settings: Settings) -> Path:
    return settings.home_folder / "dispatcher.heartbeat"
