"""Location quotients of a region: summed employment against the nation's or the states', never a mean of quotients.

Where the nation's file is absent, an industry's national share is recovered. A county's published quotient is its own
share divided by the national one, rounded to two places, so each county leaves a range in which the national share
lies; the ranges of all areas on hand are laid over each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sectorlaunch.census.areas import NATION
from sectorlaunch.census.frame import TOTAL
from sectorlaunch.census.libraries import pl
from sectorlaunch.census.measures import Quotient

ROUNDING = 0.005
_SLACK = 1e-9


@dataclass(frozen=True)
class Share:
    """An industry's share of all covered jobs somewhere, as a range."""

    low: float
    high: float
    how: str

    def quotient(self, regional: float) -> Quotient:
        low, high = regional / self.high, regional / self.low
        return Quotient(regional * 2 / (self.low + self.high), low, high, self.how)


def counted(here: pl.DataFrame, areas: Collection[str], how: str) -> dict[str, Share]:
    """Shares of the given areas taken together, by industry; only those with every cell published.

    `here` holds one period, and of the industries only the ownerships asked for.
    """
    totals = here.filter(pl.col("level") == TOTAL, pl.col("area").is_in(list(areas)))
    if set(totals["area"].to_list()) != set(areas) or not totals["jobs"].sum():
        return {}
    everyone = totals["jobs"].sum()
    rows = (
        here.filter(pl.col("level") > 1, pl.col("area").is_in(list(areas)))
        .group_by("industry")
        .agg(pl.col("jobs").sum(), pl.col("hidden").any())
        .filter(~pl.col("hidden"), pl.col("jobs") > 0)
    )
    return {code: Share(jobs / everyone, jobs / everyone, how) for code, jobs, _ in rows.iter_rows()}


def recovered(here: pl.DataFrame) -> dict[str, Share]:
    """National shares recovered from the published quotients of every area in the period, by industry.

    Shares of several ownerships are added. An industry with an ownership that leaves no range has none.
    """
    totals = here.filter(pl.col("level") == TOTAL, pl.col("area") != NATION).select("area", everyone="jobs")
    rows = (
        here.filter(pl.col("level") > 1, pl.col("area") != NATION, ~pl.col("hidden"))
        .join(totals, on="area")
        .filter(pl.col("quotient") > ROUNDING, pl.col("jobs") > 0)
        .with_columns(own=pl.col("jobs") / pl.col("everyone"))
        .select(
            "industry",
            "ownership",
            low=pl.col("own") / (pl.col("quotient") + ROUNDING),
            high=pl.col("own") / (pl.col("quotient") - ROUNDING),
        )
        .group_by("industry", "ownership")
        .agg(
            floor=pl.col("low").max(),
            ceiling=pl.col("high").min(),
            lowest=pl.col("low").min(),
            highest=pl.col("high").max(),
            areas=pl.len(),
        )
    )
    needed = here.filter(pl.col("level") > 1, pl.col("area") != NATION, ~pl.col("hidden"), pl.col("jobs") > 0)
    ownerships = dict(needed.group_by("industry").agg(pl.col("ownership").n_unique()).iter_rows())
    found: dict[str, list[tuple[float, float, int]]] = {}
    for code, _, floor, ceiling, lowest, highest, areas in rows.iter_rows():
        agree = floor <= ceiling + _SLACK
        found.setdefault(code, []).append((floor, ceiling, areas) if agree else (lowest, highest, areas))
    return {
        code: Share(sum(low for low, _, _ in parts), sum(high for _, high, _ in parts), _how(parts))
        for code, parts in found.items()
        if len(parts) == ownerships.get(code)
    }


def _how(parts: Iterable[tuple[float, float, int]]) -> str:
    areas = max(count for _, _, count in parts)
    return (
        f"national share recovered from the rounded quotients of {areas} {'area' if areas == 1 else 'areas'}"
    )
