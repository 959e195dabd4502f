"""The shapes in which the Bureau hands out its quarterly census, told apart by their heading."""

from collections.abc import Callable
from dataclasses import dataclass

from sectorlaunch.errors import BadInput

KEYS = (
    "area_fips",
    "own_code",
    "industry_code",
    "agglvl_code",
    "size_code",
    "year",
    "qtr",
    "disclosure_code",
)
TITLES = ("area_title", "own_title", "industry_title", "agglvl_title", "size_title")


@dataclass(frozen=True)
class Dialect:
    """One shape of file: its name for people, how many columns it has, and what our figures are called in it."""

    name: str
    width: int
    annual: bool
    titles: bool
    figures: dict[str, str]
    """Our name of each figure and the file's."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns we read; a file may not lack any of them."""
        return (*KEYS, *(TITLES[:1] + TITLES[2:3] if self.titles else ()), *self.figures.values())


def _quarterly(establishments: str) -> dict[str, str]:
    return {
        "establishments": establishments,
        "month1": "month1_emplvl",
        "month2": "month2_emplvl",
        "jobs": "month3_emplvl",
        "wages": "total_qtrly_wages",
        "quotient_code": "lq_disclosure_code",
        "quotient": "lq_month3_emplvl",
        "change_code": "oty_disclosure_code",
        "jobs_change": "oty_month3_emplvl_chg",
    }


def _annual(establishments: str) -> dict[str, str]:
    return {
        "establishments": establishments,
        "jobs": "annual_avg_emplvl",
        "wages": "total_annual_wages",
        "quotient_code": "lq_disclosure_code",
        "quotient": "lq_annual_avg_emplvl",
        "change_code": "oty_disclosure_code",
        "jobs_change": "oty_annual_avg_emplvl_chg",
    }


def _both_spellings(
    name: str, width: int, annual: bool, titles: bool, figures: Callable[[str], dict[str, str]], count: str
) -> tuple[Dialect, Dialect]:
    """The Bureau's own layouts and files differ in what the column of establishments is called: with “_count” or without."""
    return (
        Dialect(name, width, annual, titles, figures(count)),
        Dialect(name, width, annual, titles, figures(f"{count}_count")),
    )


DIALECTS = (
    *_both_spellings("quarterly slice", 42, False, False, _quarterly, "qtrly_estabs"),
    *_both_spellings("quarterly bulk file by area", 47, False, True, _quarterly, "qtrly_estabs"),
    *_both_spellings("annual slice", 38, True, False, _annual, "annual_avg_estabs"),
    *_both_spellings("annual bulk file by area", 43, True, True, _annual, "annual_avg_estabs"),
)


def recognize(heading: list[str], file: str) -> Dialect:
    """The dialect of a file by its first line. Raises BadInput that says what the file looks like and what to get."""
    names = set(heading)
    if not set(KEYS) & names:
        raise BadInput(
            f"{file}, line 1: these are not the columns of the quarterly census. Get the area's file from the "
            "Bureau of Labor Statistics (QCEW, CSV data slices or files by area) and load it unchanged."
        )
    near = max(DIALECTS, key=lambda one: len(set(one.columns) & names) - abs(one.width - len(heading)) / 100)
    missing = [name for name in near.columns if name not in names]
    if not missing and len(heading) == near.width:
        return near
    if not missing:
        raise BadInput(
            f"{file}, line 1: it has {len(heading)} columns, and the shape it is nearest to ({near.name}) has {near.width}. Columns were "
            "added or taken out; load the file as the Bureau gave it."
        )
    listed = ", ".join(missing[:3]) + (" and more" if len(missing) > 3 else "")
    raise BadInput(
        f"{file}, line 1: the shape it is nearest to ({near.name}) has {near.width} columns, this file {len(heading)}; missing: {listed}. "
        "Load the file as the Bureau gave it."
    )
