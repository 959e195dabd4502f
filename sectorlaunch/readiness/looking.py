"""A look at every part. Whoever asks again at once gets the same answer, so that nobody can keep us busy by asking."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from sectorlaunch.database import reading
from sectorlaunch.readiness import surroundings, work
from sectorlaunch.readiness.part import Part
from sectorlaunch.settings import Settings

KEPT_SECONDS = 5.0

OF_TABLES: tuple[tuple[str, Callable[[Session, Settings, datetime], Part]], ...] = (
    ("dispatcher", work.dispatcher),
    ("sweeps", lambda session, _settings, now: work.sweeps(session, now)),
    ("mailboxes", work.mailboxes),
)


class Readiness:
    """How this installation stands. One look at a time; it is kept for a few seconds."""

    def __init__(self, settings: Settings, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._settings, self._engine, self._clock = settings, engine, clock
        self._turn = threading.Lock()
        self._found: tuple[Part, ...] = ()
        self._looked_at: float | None = None

    def look(self) -> tuple[Part, ...]:
        """Every part, in one order. Raises nothing: what cannot be looked at stands."""
        with self._turn:
            if self._looked_at is None or time.monotonic() - self._looked_at > KEPT_SECONDS:
                self._found = tuple(self._parts())
                self._looked_at = time.monotonic()
            return self._found

    def forget(self) -> None:
        """The next who asks has everything looked at anew."""
        self._looked_at = None

    def _parts(self) -> Iterator[Part]:
        now = self._clock()
        records = surroundings.database(self._engine)
        yield records
        yield from self._in_tables(now, records)
        yield work.worker(self._settings, now)
        yield surroundings.prefect(self._settings)
        yield surroundings.disk(self._settings)

    def _in_tables(self, now: datetime, records: Part) -> Iterator[Part]:
        unknown = [
            Part(name, True, "cannot be told: the database cannot be read", None) for name, _ in OF_TABLES
        ]
        if records.stands:
            yield from unknown
            return
        try:
            with reading(self._engine) as session:
                yield from [look(session, self._settings, now) for _, look in OF_TABLES]
        except SQLAlchemyError:
            yield from unknown


def for_conveners(session: Session, settings: Settings, now: datetime) -> list[str]:
    """What stands still and touches those who launch, in sentences. Asks the tables, the home folder and nobody else."""
    parts = [
        *(look(session, settings, now) for _, look in OF_TABLES),
        work.worker(settings, now),
        surroundings.disk(settings),
    ]
    return [part.for_conveners for part in parts if part.stands and part.for_conveners]
