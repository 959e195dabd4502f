"""The footprint: its counties on a map, what speaks for and against its size, and what the team has stated."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from sectorlaunch.census import county_map, sentences
from sectorlaunch.census.areas import County
from sectorlaunch.census.charts import Chart
from sectorlaunch.census.measures import Picture
from sectorlaunch.errors import BadInput
from sectorlaunch.records import footprints, labor_market
from sectorlaunch.tables import FootprintStatement, Partnership

COMMUTING = (
    "Ask where those who work here live, and where those who live here work: a county from which one in four comes to "
    "work belongs to it, on whichever side of a line it lies."
)


@dataclass(frozen=True)
class FootprintView:
    counties: Sequence[str]
    why_not: str
    """Why there is no map, with what to do; empty when there is one."""
    map: Chart | None
    small: str
    """What speaks to “not too small”."""
    large: str
    statement: FootprintStatement | None
    is_current: bool
    """Whether the statement is about the counties the footprint has now."""


def look(session: Session, partnership: Partnership, drawn: Picture | None) -> FootprintView:
    """With or without a picture of the region; without one, the data says nothing about its size yet."""
    statement = footprints.newest(session, partnership.pk)
    is_current = statement is not None and footprints.holds(statement, partnership)
    try:
        counties = labor_market.region(session, partnership)
    except BadInput as why:
        return FootprintView(partnership.counties, why.message, None, "", "", statement, is_current)
    return FootprintView(
        [county.name for county in counties],
        "",
        county_map.footprint(counties),
        _small(counties, drawn),
        _large(counties),
        statement,
        is_current,
    )


def _small(counties: Sequence[County], drawn: Picture | None) -> str:
    held = "1 county" if len(counties) == 1 else f"{len(counties)} counties"
    if drawn is None:
        return f"{held}; how many jobs there are shows as soon as the data is loaded."
    said = f"{drawn.covered_jobs:,} covered jobs in {held}"
    if drawn.hidden_share:
        said += f", of which {sentences.percent(drawn.hidden_share * 100, signed=False)} cannot be shown at this level"
    return f"{said}. The more is hidden, the smaller the region is for its industries."


def _large(counties: Sequence[County]) -> str:
    states = {county.state for county in counties}
    held = "One state" if len(states) == 1 else f"{len(states)} states"
    return f"{held}. A guest should reach the meeting and be home the same morning."
