"""The census files of a region: which are on record, what is missing, and how far a fetch is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from sectorlaunch.census import fetching
from sectorlaunch.errors import BadInput
from sectorlaunch.records import census_fetches, census_files, labor_market
from sectorlaunch.tables import CensusFetch, CensusFile, FetchState, Partnership

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


def look(session: Session, now: datetime, partnership: Partnership) -> CensusPage:
    counties, why = [], ""
    try:
        counties = [county.name for county in labor_market.region(session, partnership)]
    except BadInput as error:
        why = error.message
    today = now.astimezone(ZoneInfo(partnership.zone)).date()
    return CensusPage(
        files=census_files.files(session, partnership.pk),
        counties=counties,
        why_no_counties=why,
        quarters=fetching.likely_published(today, QUARTERS),
        fetch=census_fetches.newest(session, partnership.pk),
    )
