"""Gates reviewed a moment later than what happened: two hundred people who check in and place dots wait for none.

What a single check-in, dot or note means for a gate is looked at within a second, once for all that came meanwhile, in
a unit of work of its own. It is found by the events themselves, so whatever process dies, the next one sees to it.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, func, select

from sectorlaunch import database, events
from sectorlaunch.commit_watch import CommitWatch
from sectorlaunch.engine import gates
from sectorlaunch.tables import Event

LOG = logging.getLogger(__name__)

EVERY_SECONDS = 0.5
LOOKED_BACK = 2000
"""So many of the newest events are looked at: a process that starts sees to what another has left."""


class LaterReviews:
    """A thread that looks while something is committed, and asks nothing else of the database. `now` tells the time."""

    def __init__(
        self, engine: Engine, now: Callable[[], datetime], every_seconds: float = EVERY_SECONDS
    ) -> None:
        self._engine, self._now, self._every = engine, now, every_seconds
        self._commits = CommitWatch(engine)
        self._seen = set[int]()
        """By number and not by the newest of them: one that began before another may be committed after it."""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="later reviews", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, wait_seconds: float = 5.0) -> None:
        """Asks it to stop; a review in hand is finished."""
        self._stop.set()
        self._thread.join(wait_seconds)

    def look(self) -> list[int]:
        """Reviews the gates of every run that something happened to since it looked last; returns these runs."""
        with database.reading(self._engine) as session:
            newest = session.exec(select(func.max(Event.id))).one() or 0
            found = session.exec(
                select(Event.id, Event.run_id).where(
                    col(Event.id) > newest - LOOKED_BACK,
                    col(Event.kind).in_([kind.value for kind in events.REVIEWED_LATER]),
                )
            ).all()
        runs = sorted({run for number, run in found if number not in self._seen and run is not None})
        for run_id in runs:
            now = self._now()
            with database.unit_of_work(self._engine, now) as session:
                gates.review_run(session, now, run_id, whole=True)
        self._seen = {number for number, _ in found if number is not None}
        return runs

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                if self._commits.has_moved():
                    self.look()
            except SQLAlchemyError as error:
                LOG.warning("Gates could not be reviewed: %s", type(error).__name__)
            except Exception:
                LOG.exception("Gates could not be reviewed")
            self._stop.wait(self._every)
        self._commits.close()
