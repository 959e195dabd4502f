"""Tells Prefect what happens, as events, so that a user's own automations can act on it.

Reads what was committed, in a thread of its own: Prefect that is away or slow holds up no letter and no commit. Told at
best effort and more than once rather than never: what happened while Prefect was away is told afterward, up to a bound.
No launch rests on it; the tables say where each stands.
"""

import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import httpx
from sqlalchemy import Engine

from sectorlaunch.database import reading
from sectorlaunch.outbox.deliver import heartbeat
from sectorlaunch.prefect_side import event_records, run_records
from sectorlaunch.prefect_side.event_records import Told
from sectorlaunch.records import standstills
from sectorlaunch.settings import Settings

LOG = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
AWAY_SECONDS = 15.0
"""How long Prefect is left in peace when it did not answer."""
PATIENCE_SECONDS = 3.0
AT_MOST = 100
"""Events told at one look."""
KEPT = 2000
"""So many of those that happened while Prefect was away are told afterward, the newest."""
LATE_EVERY = timedelta(minutes=1)
LATE_SLICE = 50
"""Launches looked at in one go for steps that are late."""
QUIET = timedelta(hours=1)
"""After word that sending fails, nothing more of the kind for the same launch."""


class Emit(Protocol):
    def __call__(self, told: Told) -> None: ...


@dataclass
class Progress:
    """How far history was told, and which late gate of each launch; kept in a file, so that a restart repeats little."""

    line: int = -1
    late: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, settings: Settings) -> "Progress":
        try:
            kept = json.loads(_file(settings).read_text(encoding="utf-8"))
            return cls(int(kept["line"]), {str(slug): str(told) for slug, told in kept["late"].items()})
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            return cls()

    def write(self, settings: Settings) -> None:
        """Whole or not at all; a full disk is let pass, and then a restart repeats more."""
        draft = _file(settings).with_suffix(f".{os.getpid()}")
        try:
            draft.touch(mode=0o600)
            draft.write_text(json.dumps({"line": self.line, "late": self.late}), encoding="utf-8")
            draft.replace(_file(settings))
        except OSError:
            draft.unlink(missing_ok=True)


class EventStream:
    """A thread beside the senders. `environment` is what a process needs to speak to the Prefect server."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        now: Callable[[], datetime],
        environment: Mapping[str, str],
        emit: Emit | None = None,
    ) -> None:
        self._settings, self._engine, self._now, self._environment = settings, engine, now, environment
        self._emit = emit
        self._progress = Progress.read(settings)
        self._quiet_until: dict[str, datetime] = {}
        self._late_at: datetime | None = None
        self._late_after = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="event-stream", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, wait_seconds: float = 2.0) -> None:
        self._stop.set()
        self._thread.join(wait_seconds)

    def _watch(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            pause = LOOK_SECONDS
            try:
                self._find_the_place()
                if self._anything_to_tell():
                    if self._prefect_answers():
                        self.look()
                    else:
                        pause = AWAY_SECONDS
            except Exception:
                LOG.exception("Prefect could not be told what happened")
                pause = AWAY_SECONDS

    def look(self) -> int:
        """Tells what is new, at most `AT_MOST` events; says how many. Nothing while the installation stands still."""
        self._find_the_place()
        with reading(self._engine) as session:
            if standstills.is_still(session):
                return 0
        now = self._now()
        before = Progress(self._progress.line, dict(self._progress.late))
        told = [*self._history(), *self._trouble(now), *self._late(now)]
        try:
            if told:
                emit = self._emit or self._prefect()
                for one in told:
                    emit(one)
        except BaseException:
            self._progress = before  # what was not told is told at the next look
            raise
        if before != self._progress:
            self._progress.write(self._settings)
        return len(told)

    def _find_the_place(self) -> None:
        """Begins behind the last line where nothing was told yet, or where the database is another one."""
        with reading(self._engine) as session:
            newest = run_records.last_event(session)
        if not 0 <= self._progress.line <= newest:
            self._progress.line = newest
            self._progress.write(self._settings)

    def _history(self) -> list[Told]:
        progress = self._progress
        with reading(self._engine) as session:
            newest = run_records.last_event(session)
            if newest - progress.line > KEPT:
                LOG.warning("%d events were not told: Prefect was away", newest - KEPT - progress.line)
                progress.line = newest - KEPT
            progress.line, told = event_records.history(session, progress.line, AT_MOST)
        failed = {event_records.name_of(kind) for kind in event_records.FAILURES}
        more = [
            event_records.sending_fails(one)
            for one in told
            if one.name in failed and self._may_speak(one.whose, one.occurred)
        ]
        return told + more

    def _trouble(self, now: datetime) -> list[Told]:
        """That nothing can leave at all: then no single letter says it."""
        seen = heartbeat.last_seen(self._settings)
        if seen is None or not seen.trouble or not seen.is_fresh(now):
            return []
        told = event_records.installation(now, event_records.SENDING_FAILS, seen.trouble)
        return [told] if self._may_speak(told.whose, now) else []

    def _may_speak(self, whose: str, moment: datetime) -> bool:
        if moment < self._quiet_until.get(whose, moment):
            return False
        self._quiet_until[whose] = moment + QUIET
        return True

    def _late(self, now: datetime) -> list[Told]:
        """Each launch that has become late, once for the gate it is late at; a few launches at a time."""
        if not self._late_is_due(now):
            return []
        self._late_at = now
        with reading(self._engine) as session:
            self._late_after, found = event_records.late_steps(session, now, self._late_after, LATE_SLICE)
        news = []
        for slug, told in found.items():
            if told is None:
                self._progress.late.pop(slug, None)
            elif self._progress.late.get(slug) != str(told.id):
                self._progress.late[slug] = str(told.id)
                news.append(told)
        return news

    def _late_is_due(self, now: datetime) -> bool:
        return self._late_at is None or now - self._late_at >= LATE_EVERY

    def _anything_to_tell(self) -> bool:
        """Whether Prefect is needed now. Asked first, so that at rest nobody is disturbed."""
        if self._late_is_due(self._now()):
            return True
        seen = heartbeat.last_seen(self._settings)
        with reading(self._engine) as session:
            return run_records.last_event(session) != self._progress.line or bool(seen and seen.trouble)

    def _prefect_answers(self) -> bool:
        try:
            answer = httpx.get(f"{self._settings.prefect_api}/health", timeout=PATIENCE_SECONDS)
        except httpx.HTTPError:
            return False
        return answer.is_success

    def _prefect(self) -> Emit:
        """Prefect is loaded at the first event: it costs seconds, and its settings are read from the environment then."""
        os.environ.update(self._environment)
        from prefect.events import emit_event

        def emit(told: Told) -> None:
            emit_event(
                event=told.name,
                resource=told.resource,
                occurred=told.occurred,
                related=told.related,
                payload=told.payload,
                id=told.id,
            )

        self._emit = emit
        return emit


def _file(settings: Settings) -> Path:
    return settings.home_folder / "prefect-events.json"
