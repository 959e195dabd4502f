"""The one shape every dialect is read into."""

from __future__ import annotations

from functools import cache

from sectorlaunch.census.libraries import pl


@cache
def schema() -> dict[str, pl.DataType]:
    """`jobs` are those of the quarter's last month, or the year's average; `pay_jobs` the average the wages were paid to.

    What the Bureau does not publish is null in every figure and `hidden` is true: no sum can take it for a zero.
    `quarter` is 0 in a year's average. `level` is 0 for total covered, 1 for an ownership's total, 4 for NAICS sectors
    and 5 to 8 for industries of three to six digits.
    """
    return {
        "area": pl.String(),
        "ownership": pl.Int8(),
        "industry": pl.String(),
        "level": pl.Int8(),
        "year": pl.Int16(),
        "quarter": pl.Int8(),
        "establishments": pl.Int64(),
        "jobs": pl.Int64(),
        "pay_jobs": pl.Float64(),
        "wages": pl.Int64(),
        "quotient": pl.Float64(),
        "jobs_change": pl.Int64(),
        "hidden": pl.Boolean(),
        "area_title": pl.String(),
        "title": pl.String(),
    }


TOTAL, OWNERSHIP_TOTAL, SECTOR, SIX_DIGITS = 0, 1, 4, 8
WHOLE_YEAR = 0


def period(year: int, quarter: int) -> str:
    """2016-Q4, or 2016 for a year's average."""
    return f"{year}-Q{quarter}" if quarter else str(year)


def empty() -> pl.DataFrame:
    return pl.DataFrame(schema=schema())
