"""Breaks in the series: areas that were drawn anew, so that numbers before and after are about different places."""

from collections.abc import Sequence

from sectorlaunch.census import areas
from sectorlaunch.census.areas import County
from sectorlaunch.census.measures import Remark


def are_cut(counties: Sequence[County], year: int, quarter: int) -> bool:
    """Whether a break lies between this quarter and the same one a year before; `quarter` 0 is the whole year."""
    return any(_is_cut(areas.begins_with(county.fips), year, quarter) for county in counties)


def _is_cut(first: str, year: int, quarter: int) -> bool:
    if not first:
        return False
    begins = int(first[:4]), int(first[-1])
    return (year - 1, quarter or 1) < begins <= (year, quarter or 4)


def remarks(counties: Sequence[County], is_cut: bool) -> list[Remark]:
    """What is to be said of areas that have not always been there: from when on they are, and what follows."""
    states = dict.fromkeys(
        (areas.name_of(county.state), areas.begins_with(county.fips))
        for county in counties
        if areas.begins_with(county.fips)
    )
    said = [Remark("drawn anew", {"state": state, "first": first}) for state, first in states]
    return [*said, Remark("no change")] if is_cut else said
