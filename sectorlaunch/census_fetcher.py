"""Carries out the fetches of census files asked for on a page, in a thread beside it, so that no request waits."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from sectorlaunch import database
from sectorlaunch.actions import census_fetches, census_loading
from sectorlaunch.census import areas, fetching, release_calendar
from sectorlaunch.census.fetching import Offline, Slice
from sectorlaunch.census.reading import Reading
from sectorlaunch.errors import BadInput
from sectorlaunch.records import labor_market, partnerships
from sectorlaunch.settings import Settings
from sectorlaunch.tables import CensusFetch, Partnership

log = logging.getLogger(__name__)

AGAIN_AFTER = (0.2, 1.0, 5.0, 15.0)
"""Seconds between tries while the database cannot be asked."""


class CensusFetcher:
    """One for each portal. Takes up what was asked for, and what somebody who is gone has left half done."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        clock: Callable[[], datetime],
    ) -> None:
        self.base, self.folder = settings.census_url, settings.census_folder
        self.calendar = settings.census_calendar_url
        self.pause: Callable[[float], None] = time.sleep
        self._engine, self._clock = engine, clock
        self._bell = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self) -> None:
        """Says that there may be something to do. Returns at once."""
        with self._lock:
            self._bell.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="census fetcher", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        again = iter(AGAIN_AFTER)
        try:
            while self._is_needed():
                try:
                    self._look()
                    again = iter(AGAIN_AFTER)
                except SQLAlchemyError as error:
                    # No table yet, or a moment in which the database has no time for us.
                    log.warning("Fetches of census files could not be looked for: %s", type(error).__name__)
                    pause = next(again, None)
                    if pause is None:
                        return  # whoever rings next has it looked at again
                    self._bell.wait(pause)
                    self._bell.set()
        finally:
            with self._lock:
                if self._thread is threading.current_thread():
                    self._thread = None

    def _look(self) -> None:
        """Carries out the next fetch; where another fetcher holds it, waits as long as it may."""
        with database.unit_of_work(self._engine, self._clock()) as session:
            fetch_id, wait = census_fetches.take_up(session, self._clock())
        if fetch_id is not None:
            self._bell.set()
            self._carry_out(fetch_id)
        elif wait is not None:
            self._bell.wait(wait.total_seconds())
            self._bell.set()

    def _is_needed(self) -> bool:
        """Whether the bell has rung since the last look; who rings it later finds no thread and starts one."""
        with self._lock:
            rung = self._bell.is_set()
            self._bell.clear()
            if not rung:
                self._thread = None
            return rung

    def _carry_out(self, fetch_id: int) -> None:
        try:
            self._fetch(fetch_id)
        except Offline as offline:
            why = f"The Bureau cannot be reached from here ({offline.why}). Try it again later, or get the files on another"
            self._end(fetch_id, f"{why} machine and hand them in below.")
        except BadInput as error:  # the region has changed meanwhile
            self._end(fetch_id, error.message)
        except Exception:
            log.exception("A fetch of census files broke off.")
            self._end(
                fetch_id, "Something went wrong here that should not have; the log says what. Try it again."
            )

    def _fetch(self, fetch_id: int) -> None:
        """File by file, each on record before the next is asked for."""
        with database.reading(self._engine) as session:
            asked = session.get_one(CensusFetch, fetch_id)
            partnership = session.get_one(Partnership, asked.partnership_id)
            run_id = partnerships.run_of(session, asked.partnership_id).pk
            counties = census_loading.codes(session, partnership)
            wanted = labor_market.slices(
                session, partnership, asked.periods, nation=asked.nation, states=asked.states
            )

        def say(sentence: str) -> None:
            self._go_on(fetch_id, sentence)

        release_calendar.refresh(self.folder, self.calendar, self._clock().date())
        with fetching.line(
            self.folder, self.base, today=self._clock().date(), say=say, pause=self.pause
        ) as get:
            for one in wanted:
                try:
                    come = get(one)
                    found = fetching.read(come, counties)
                except Offline:
                    raise
                except BadInput as error:
                    self._go_on(fetch_id, error.message, trouble=error.message)
                else:
                    self._put_on_record(
                        fetch_id, run_id, asked.asked_by, one, found, come.address, come.published_on
                    )
        self._end(fetch_id)

    def _put_on_record(
        self,
        fetch_id: int,
        run_id: int,
        by: str,
        one: Slice,
        found: Reading,
        source: str,
        published: date | None,
    ) -> None:
        now = self._clock()
        with database.unit_of_work(self._engine, now) as session:
            census_loading.load(
                session,
                now,
                run_id,
                found,
                by=by,
                source=source,
                published_on=published,
                releases=release_calendar.of(self.folder),
            )
            name = areas.name_of(one.area)
            said = f"{name[0].upper()}{name[1:]}, {one.period}: on record."
            census_fetches.go_on(session, now, fetch_id, said, is_done=True)

    def _go_on(self, fetch_id: int, said: str, trouble: str = "") -> None:
        now = self._clock()
        with database.unit_of_work(self._engine, now) as session:
            census_fetches.go_on(session, now, fetch_id, said, is_done=bool(trouble), trouble=trouble)

    def _end(self, fetch_id: int, why_stopped: str = "") -> None:
        now = self._clock()
        with database.unit_of_work(self._engine, now) as session:
            census_fetches.end(session, now, fetch_id, why_stopped=why_stopped)
