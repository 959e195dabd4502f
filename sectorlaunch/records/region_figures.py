"""A region's picture as plain values: what is kept as a snapshot, and given to machines."""

from collections.abc import Sequence
from typing import Any

from sectorlaunch.census import sentences
from sectorlaunch.census.measures import Picture
from sectorlaunch.census.ranking import RankedIndustry
from sectorlaunch.tables import CensusFile

SOURCE = "BLS QCEW"


def as_figures(
    drawn: Picture, in_order: Sequence[RankedIndustry], held: Sequence[CensusFile]
) -> dict[str, Any]:
    """Every figure with what it does not know, the industries in order."""
    return {
        "source": SOURCE,
        "period": drawn.period,
        "counties": [
            {"fips": fips, "name": name} for fips, name in zip(drawn.counties, drawn.names, strict=True)
        ],
        "ownership": drawn.ownership.value,
        "against": drawn.against.value,
        "level": drawn.level - 2,
        "within": drawn.within,
        "covered_jobs": drawn.covered_jobs,
        "jobs": drawn.jobs,
        "hidden_jobs": drawn.hidden_jobs,
        "remarks": sentences.remarks(drawn),
        "files": [{"name": file.name, "sha256": file.sha256, "source": file.source} for file in held],
        "industries": [_as_figures(one) for one in in_order],
    }


def _as_figures(ranked: RankedIndustry) -> dict[str, Any]:
    one = ranked.industry
    quotient, change = one.quotient, one.change
    return {
        "code": one.code,
        "title": one.title,
        "place": ranked.place,
        "score": _rounded(ranked.score, 1),
        "best_place": ranked.best,
        "worst_place": ranked.worst,
        "first_in": _rounded(ranked.first_in, 3),
        "establishments": one.establishments,
        "jobs": one.jobs,
        "jobs_are_at_least": one.at_least,
        "hidden_in": list(one.hidden_in),
        "hidden_establishments": one.hidden_establishments,
        "weekly_wage": _rounded(one.weekly_wage, 0),
        "quotient": _rounded(quotient.value, 3) if quotient else None,
        "quotient_low": _rounded(quotient.low, 3) if quotient else None,
        "quotient_high": _rounded(quotient.high, 3) if quotient else None,
        "quotient_how": quotient.how if quotient else "",
        "jobs_a_year_before": change.before if change else None,
        "change_percent": _rounded(one.growth, 1),
        "change_without": list(change.missing) if change else [],
        "share_of_covered_jobs": _rounded(one.share, 4),
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
