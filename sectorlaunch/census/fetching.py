"""Files of the census from the Bureau's open data addresses: one county and quarter at a time, kept, and politely."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from sectorlaunch.census import areas, reading, release_calendar
from sectorlaunch.census.libraries import httpx
from sectorlaunch.census.reading import Reading
from sectorlaunch.errors import BadInput

FIRST_YEAR = 1990
FIRST_SLICED = 2014
"""Older years the Bureau has in whole, not area by area."""
_TRIES = 4
_PAUSES = (1.0, 4.0, 10.0)
"""Seconds between tries, unless the server says how long to wait."""
_LONGEST_PAUSE = 60.0
_LARGEST = 200_000_000
_ANSWERS_WITHIN, _CONNECTS_WITHIN = 30.0, 10.0
"""Seconds."""
_WORTH_ANOTHER_TRY = frozenset({408, 425, 429, 500, 502, 503, 504})
DAY, ASKED = ".day", ".asked"
"""Beside a file: the day it was published, and the day it was asked for last."""
_WHO_ASKS = "sector-launch (labor-market data for a sector partnership)"


@dataclass(frozen=True)
class Slice:
    """One area in one quarter; quarter 0 is the year's average."""

    area: str
    year: int
    quarter: int

    @property
    def period(self) -> str:
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def address(self) -> str:
        """Below the base address, such as 2026/1/area/08069.csv."""
        return f"{self.year}/{self.quarter or 'a'}/area/{self.area}.csv"

    @property
    def file_name(self) -> str:
        return f"{self.area}.{self.period}.csv"


@dataclass(frozen=True)
class Fetched:
    """A file that is there now."""

    slice: Slice
    path: Path
    address: str
    from_cache: bool
    published_on: date | None
    """The day the server says the file was last changed."""


class NotPublished(BadInput):
    """The Bureau has no such file, or not yet."""


class Unchanged(Exception):
    """The file that is there already is the newest."""


class Offline(BadInput):
    """The Bureau cannot be reached from here."""

    why = ""
    """In a few words, such as “no connection”."""


def read_period(words: str) -> tuple[int, int]:
    """2026-Q1 or 2026; quarter 0 is the whole year. Raises BadInput for anything else."""
    parted = re.fullmatch(r"(\d{4})(?:[ -]?Q([1-4]))?", words.strip().upper())
    if parted is None or int(parted[1]) < FIRST_YEAR:
        raise BadInput(f"“{words}” is not a quarter; write it as 2026-Q1, or 2026 for a year’s average.")
    return int(parted[1]), int(parted[2] or 0)


def read_sliced(words: str) -> tuple[int, int]:
    """A period that can be had area by area. Raises BadInput for one that cannot, with the way to have it."""
    year, quarter = read_period(words)
    if year < FIRST_SLICED:
        raise BadInput(
            f"The Bureau’s files by area begin with {FIRST_SLICED}. For {year}, download that year’s file from its page "
            "of data files and load it by `sector-launch data load`, or hand it in on the census page."
        )
    return year, quarter


@contextmanager
def line(
    folder: Path,
    base: str,
    *,
    today: date | None = None,
    say: Callable[[str], None] = lambda sentence: None,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[Callable[[Slice], Fetched]]:
    """A line to the Bureau: what it gives is called with a slice, and brings it as a file in `folder`.

    One request at a time over one connection; what is there already is not asked for again, unless it may have been
    revised by `today` since it came. Trouble that may pass is tried again after a pause, longer each time or as long as
    the server asks. A file appears under its name only when it is whole. Raises NotPublished, Offline, or BadInput for
    an answer that is no data; what is there serves in their place.
    """
    folder.mkdir(parents=True, exist_ok=True)
    releases = release_calendar.of(folder)
    with httpx.Client(
        timeout=httpx.Timeout(_ANSWERS_WITHIN, connect=_CONNECTS_WITHIN),
        follow_redirects=True,
        headers={"User-Agent": _WHO_ASKS},
    ) as client:

        def get(one: Slice) -> Fetched:
            address = f"{base.rstrip('/')}/{one.address}"
            path = folder / one.file_name
            if not path.exists():
                published = _patiently(client, address, path, one, say, pause)
                _note(path, ASKED, today)
                return Fetched(one, path, address, False, published)
            is_new = may_be_revised(one, path) and revised(one, address, path)
            return Fetched(one, path, address, not is_new, _day_of(path))

        def may_be_revised(one: Slice, path: Path) -> bool:
            """Whether it was asked for last while it was preliminary; asked once more when it is final, it stays."""
            asked = _day_of(path, ASKED)
            return today is not None and (asked is None or asked < releases.revised_until(one.year))

        def revised(one: Slice, address: str, path: Path) -> bool:
            try:
                _patiently(client, address, path, one, say, pause, since=_day_of(path), tries=1)
            except Unchanged:
                _note(path, ASKED, today)
                return False
            except BadInput:
                return False
            _note(path, ASKED, today)
            return True

        yield get


def fetch(
    wanted: Iterable[Slice],
    folder: Path,
    base: str,
    *,
    today: date | None = None,
    say: Callable[[str], None] = lambda sentence: None,
    pause: Callable[[float], None] = time.sleep,
) -> list[Fetched]:
    """Every slice as a file in `folder`, one after another over one `line`, which says what may be raised."""
    slices = list(wanted)
    found = []
    with line(folder, base, today=today, say=say, pause=pause) as get:
        for number, one in enumerate(slices, 1):
            found.append(get(one))
            how = "is here already" if found[-1].from_cache else "fetched"
            say(f"{number} of {len(slices)}: {one.area}, {one.period}, {how}.")
    return found


def read(fetched: Fetched, counties: Collection[str]) -> Reading:
    """Reads a fetched file. One that cannot be used leaves the cache, so that it is asked for again."""
    try:
        return reading.read(fetched.path, counties=counties, year=fetched.slice.year)
    except BadInput:
        fetched.path.unlink(missing_ok=True)
        raise


def _patiently(
    client: httpx.Client,
    address: str,
    path: Path,
    wanted: Slice,
    say: Callable[[str], None],
    pause: Callable[[float], None],
    since: date | None = None,
    tries: int = _TRIES,
) -> date | None:
    """`since`: the day of the file that is there. Raises Unchanged where there is none newer."""
    why = ""
    for attempt in range(tries):
        wait = _PAUSES[min(attempt, len(_PAUSES) - 1)]
        try:
            return _download(client, address, path, wanted, since)
        except _Later as later:
            why, wait = later.why, later.seconds if later.seconds is not None else wait
        except httpx.ConnectError as error:
            why = f"no connection ({error})" if str(error) else "no connection"
        except httpx.TransportError as error:
            why = f"the line broke ({type(error).__name__})"
        if attempt + 1 < tries:
            say(f"{address}: {why}; trying again in {wait:.0f} s.")
            pause(min(wait, _LONGEST_PAUSE))
    offline = Offline(
        f"{address} could not be fetched after {tries} tries: {why}. Try again later; or get the files on another "
        "machine and load them by `sector-launch data load`. What is loaded already stays as it is."
    )
    offline.why = why.partition(" (")[0]
    raise offline


class _Later(Exception):
    def __init__(self, why: str, seconds: float | None = None) -> None:
        super().__init__(why)
        self.why, self.seconds = why, seconds


def _download(
    client: httpx.Client, address: str, path: Path, wanted: Slice, since: date | None
) -> date | None:
    # A name of its own: two may fetch the same file at once, and neither is to write into the other's.
    half = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        with client.stream("GET", address, headers=_unless_unchanged(since)) as answer:
            if since is not None and answer.status_code == httpx.codes.NOT_MODIFIED:
                raise Unchanged
            _check(answer, address, wanted)
            size = 0
            with half.open("wb") as out:
                for part in answer.iter_bytes():
                    size += len(part)
                    if size > _LARGEST:
                        raise BadInput(
                            f"{address} is far larger than an area’s file; the base address seems wrong."
                        )
                    out.write(part)
            promised = answer.headers.get("content-length")
            if promised and not answer.headers.get("content-encoding") and size < int(promised):
                raise _Later(f"only {size:,} of {int(promised):,} bytes came")
            published = _day(answer.headers.get("last-modified", ""))
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    _note(path, DAY, published)
    return published


def _unless_unchanged(since: date | None) -> dict[str, str]:
    if since is None:
        return {}
    end_of_day = datetime.combine(since, time_of_day(23, 59, 59), UTC)
    return {"If-Modified-Since": format_datetime(end_of_day, usegmt=True)}


def _check(answer: httpx.Response, address: str, wanted: Slice) -> None:
    if answer.status_code == 404:
        raise NotPublished(
            f"The Bureau has no file for {areas.name_of(wanted.area)} in {wanted.period} ({address}). A quarter comes out some five "
            "months after its end, and the open data reach back a few years only; choose another quarter."
        )
    if answer.status_code in _WORTH_ANOTHER_TRY:
        raise _Later(f"the server answered {answer.status_code}", _asked_to_wait(answer))
    if answer.status_code != 200:
        raise BadInput(
            f"{address}: the server answered {answer.status_code}. Check the base address, or get the file with a browser "
            "and load it by `sector-launch data load`."
        )


def _asked_to_wait(answer: httpx.Response) -> float | None:
    asked = answer.headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() else None


def _day(stamp: str) -> date | None:
    try:
        return parsedate_to_datetime(stamp).date() if stamp else None
    except ValueError:
        return None


def _day_of(path: Path, what: str = DAY) -> date | None:
    noted = path.with_suffix(what)
    return date.fromisoformat(noted.read_text(encoding="ascii")) if noted.exists() else None


def _note(path: Path, what: str, day: date | None) -> None:
    if day is not None:
        path.with_suffix(what).write_text(day.isoformat(), encoding="ascii")
