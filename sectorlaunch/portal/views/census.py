"""The census files of a region: which are on record, what is missing, and how far a fetch is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sectorlaunch.census import release_calendar
from sectorlaunch.errors import BadInput
from sectorlaunch.records import census_fetches, census_files, labor_market
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import CensusFetch, CensusFile, FetchState

QUARTERS = 5
"""How many are offered: the newest, and back to the same quarter a year before."""


@dataclass(frozen=True)
class CensusPage:
    files: Sequence[CensusFile]
    counties: Sequence[str]
    """By name with their state."""
    why_no_counties: str
    """Why nothing can be fetched, with what to do; empty when it can."""
    quarters: Sequence[str]
    """Those likely to be out, the newest first."""
    next_release: str
    """Which comes next and when, in a sentence."""
    fetch: CensusFetch | None

    @property
    def is_under_way(self) -> bool:
        return self.fetch is not None and self.fetch.state is FetchState.UNDER_WAY

    def is_left(self, now: datetime) -> bool:
        """Whether it is under way and nobody is at it any more."""
        held_until = self.fetch.held_until if self.fetch is not None and self.is_under_way else None
        return held_until is not None and held_until <= now

    @property
    def was_stopped(self) -> bool:
        return self.fetch is not None and self.fetch.state is FetchState.STOPPED


def look(launch: Launch, folder: Path) -> CensusPage:
    """`folder` holds what was fetched, the Bureau's calendar of releases among it."""
    releases = release_calendar.of(folder)
    counties, why = [], ""
    try:
        counties = [county.name for county in labor_market.region(launch.session, launch.partnership)]
    except BadInput as error:
        why = error.message
    return CensusPage(
        files=census_files.files(launch.session, launch.partnership_id),
        counties=counties,
        why_no_counties=why,
        quarters=releases.likely_published(launch.today, QUARTERS),
        next_release=releases.next_words(launch.today),
        fetch=census_fetches.newest(launch.session, launch.partnership_id),
    )
