"""When a quarter comes out: by the Bureau's own calendar of releases, as it was last read, else by a count of days."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

from sectorlaunch import wording
from sectorlaunch.census.libraries import httpx
from sectorlaunch.errors import BadInput

FILE = "releases.json"
"""Beside the fetched files: the calendar as the Bureau had it when it was last asked."""
_READ_AGAIN_AFTER = timedelta(days=3)
_LARGEST = 2_000_000
_SECONDS = 15.0
_OUT_AFTER = 160
"""Days from a quarter's end to its publication, a little more than it takes as a rule."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_QUARTER = re.compile(
    r"\b(?:([1-4])(?:st|nd|rd|th)|(first|second|third|fourth))[\s-]+quarter\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_DAY = re.compile(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+((?:19|20)\d\d)\b")


@dataclass(frozen=True)
class Releases:
    """The days that are known, by quarter (2026-Q2); `read_on` is when the Bureau's calendar was read, None for ours."""

    days: Mapping[str, date] = field(default_factory=dict)
    read_on: date | None = None

    def out_on(self, quarter: str) -> date:
        """The day by the calendar; where it names none, the day by which it is out as a rule."""
        return self.days.get(quarter) or _begins_after(quarter) + timedelta(days=_OUT_AFTER)

    def is_known(self, quarter: str) -> bool:
        return quarter in self.days

    def likely_published(self, today: date, count: int) -> list[str]:
        """The newest quarters that should be out by a day, the newest first."""
        found: list[str] = []
        year, quarter = today.year, 4
        while len(found) < count:
            one = f"{year}-Q{quarter}"
            if self.out_on(one) <= today:
                found.append(one)
            year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        return found

    def revised_until(self, year: int) -> date:
        """The day until which the Bureau may still revise a year's quarters: when the next year's first one is out, they
        are final (BLS, QCEW, data revisions)."""
        first = f"{year + 1}-Q1"
        return self.days.get(first) or date(year + 1, 10, 1)

    def next_words(self, today: date) -> str:
        """Which quarter comes out next and when, in a sentence that says where the day is from."""
        newest = self.likely_published(today, 1)[0]
        year, quarter = int(newest[:4]), int(newest[-1])
        coming = f"{year}-Q{quarter + 1}" if quarter < 4 else f"{year + 1}-Q1"
        day = wording.day(self.out_on(coming))
        if not self.is_known(coming):
            return (
                f"The Bureau’s calendar of releases names no day for {coming}, as far as is known here; by a count of days "
                f"it is out by {day}."
            )
        read = f", read on {wording.day(self.read_on)}" if self.read_on is not None else ""
        return f"Next comes {coming}, on {day}, by the Bureau’s calendar of releases{read}."


def _shipped() -> dict[str, date]:
    text = resources.files("sectorlaunch.census").joinpath("data/releases.csv").read_text("utf-8")
    return {row["quarter"]: date.fromisoformat(row["out_on"]) for row in csv.DictReader(text.splitlines())}


SHIPPED = Releases(_shipped())
"""The days known when this was made, each with its source in data/releases.csv."""


def of(folder: Path) -> Releases:
    """The days we ship, and those that were read of the Bureau since."""
    try:
        kept = json.loads((folder / FILE).read_text("utf-8"))
        read = {quarter: date.fromisoformat(day) for quarter, day in kept["days"].items()}
        return Releases({**SHIPPED.days, **read}, date.fromisoformat(kept["read_on"]))
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return SHIPPED


def refresh(folder: Path, address: str, today: date) -> Releases:
    """Reads the Bureau's calendar anew where ours is some days old. Where that fails, what was known before holds."""
    known = of(folder)
    if known.read_on is not None and timedelta() <= today - known.read_on < _READ_AGAIN_AFTER:
        return known
    try:
        with httpx.Client(timeout=_SECONDS, follow_redirects=True) as client:
            answer = client.get(address)
        days = read_page(answer.text[:_LARGEST]) if answer.status_code == httpx.codes.OK else {}
    except (httpx.HTTPError, httpx.InvalidURL, BadInput):
        return known
    if not days:
        return known
    folder.mkdir(parents=True, exist_ok=True)
    kept = {"read_on": today.isoformat(), "from": address, "days": {q: str(day) for q, day in days.items()}}
    draft = folder / f".{FILE}.part"
    draft.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    draft.replace(folder / FILE)
    return of(folder)


def read_page(html: str) -> dict[str, date]:
    """The days of a page with tables of releases: a row names a quarter, its year or the heading above does, and one day or
    more; the last is that of all figures (the news release comes before them). Rows that cannot be are left aside."""
    reader = _Rows()
    reader.feed(html)
    reader.close()
    found: dict[str, date] = {}
    year = ""
    for line in reader.lines:
        named = _QUARTER.search(line)
        days = [day for day in map(_date, _DAY.finditer(line)) if day is not None]
        if named is None:
            stated = _YEAR.search(line)
            year = stated[1] if stated and not days else year
            continue
        own = _YEAR.search(_DAY.sub("", line))
        quarter = f"{own[1] if own else year}-Q{named[1] or _ORDINALS[named[2].lower()]}"
        if days and quarter[0] in "12" and _can_be(quarter, max(days)):
            found[quarter] = max(days)
    return found


class _Rows(HTMLParser):
    """The text of each heading and of each row of a table, a line each."""

    _LINES = frozenset({"tr", "h1", "h2", "h3", "h4", "caption"})

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._within = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in self._LINES:
            self._within = True
            self.lines.append("")
        elif self._within:
            self.lines[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in self._LINES:
            self._within = False

    def handle_data(self, data: str) -> None:
        if self._within:
            self.lines[-1] += " ".join(data.split()) + " "


def _begins_after(quarter: str) -> date:
    """The first day after a quarter."""
    year, number = int(quarter[:4]), int(quarter[-1])
    return date(year + number // 4, number % 4 * 3 + 1, 1)


def _can_be(quarter: str, day: date) -> bool:
    return timedelta(days=60) < day - _begins_after(quarter) < timedelta(days=400)


def _date(match: re.Match[str]) -> date | None:
    month = match[1][:3].lower()
    try:
        return date(int(match[3]), _MONTHS.index(month) + 1, int(match[2]))
    except ValueError:
        return None
