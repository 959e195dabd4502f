"""Files in the shape of the Bureau's quarterly census, made up: any counties, any dialect, whole or broken."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

KEYS = [
    "area_fips",
    "own_code",
    "industry_code",
    "agglvl_code",
    "size_code",
    "year",
    "qtr",
    "disclosure_code",
]
TITLES = ["area_title", "own_title", "industry_title", "agglvl_title", "size_title"]
QUARTERLY = [
    "{establishments}",
    "month1_emplvl",
    "month2_emplvl",
    "month3_emplvl",
    "total_qtrly_wages",
    "taxable_qtrly_wages",
    "qtrly_contributions",
    "avg_wkly_wage",
]
ANNUAL = [
    "annual_avg_estabs",
    "annual_avg_emplvl",
    "total_annual_wages",
    "taxable_annual_wages",
    "annual_contributions",
    "annual_avg_wkly_wage",
    "avg_annual_pay",
]
HYPHENATED = {
    "31": "31-33",
    "32": "31-33",
    "33": "31-33",
    "44": "44-45",
    "45": "44-45",
    "48": "48-49",
    "49": "48-49",
}


@dataclass(frozen=True)
class Cell:
    """One six-digit industry of one area, or what its broader rows add up to."""

    code: str
    establishments: int
    jobs: int
    weekly_wage: int = 1000
    quotient: float = 1.0
    change: int = 0
    ownership: int = 5
    hidden: str = ""


def heading(dialect: str) -> list[str]:
    """The columns of "slice", "bulk", "annual" or "annual bulk"."""
    counted = {"slice": "qtrly_estabs", "bulk": "qtrly_estabs_count"}
    figures = (
        ["annual_avg_estabs_count", *ANNUAL[1:]]
        if dialect == "annual bulk"
        else ANNUAL
        if dialect == "annual"
        else [name.format(establishments=counted[dialect]) for name in QUARTERLY]
    )
    changes = [f"oty_{name}_{kind}" for name in figures for kind in ("chg", "pct_chg")]
    return [
        *KEYS,
        *(TITLES if dialect.endswith("bulk") else []),
        *figures[:],
        "lq_disclosure_code",
        *(f"lq_{name}" for name in figures),
        "oty_disclosure_code",
        *changes,
    ]


def write(path: Path, dialect: str, rows: Iterable[dict[str, Any]]) -> Path:
    """Writes rows of `area` as the Bureau does: texts in quotes, numbers bare."""
    columns = heading(dialect)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(columns)
        writer.writerows([row.get(column, 0) for column in columns] for row in rows)
    return path


def area(
    fips: str,
    year: int,
    quarters: Sequence[int],
    cells: Sequence[Cell],
    *,
    dialect: str = "bulk",
    kind: int = 7,
) -> Iterator[dict[str, Any]]:
    """Every row of an area: total covered, each ownership, and NAICS levels from sectors to six digits.

    `kind` is 7 for a county, 5 for a state, 1 for the nation, 4 for a metropolitan area; quarter 0 is a year's average.
    """
    for quarter in quarters:
        everything = _together("10", cells, 0)
        yield _row(fips, year, quarter, everything, f"{kind}0", dialect)
        for ownership in sorted({cell.ownership for cell in cells}):
            own = [cell for cell in cells if cell.ownership == ownership]
            yield _row(fips, year, quarter, _together("10", own, ownership), f"{kind}1", dialect)
            for level in range(4, 9):
                for cell in _broader(own, level):
                    yield _row(fips, year, quarter, cell, f"{kind}{level}", dialect)


def _broader(cells: Sequence[Cell], level: int) -> list[Cell]:
    if level == 8:
        return list(cells)
    groups: dict[str, list[Cell]] = {}
    for cell in cells:
        code = HYPHENATED.get(cell.code[:2], cell.code[:2]) if level == 4 else cell.code[: level - 2]
        groups.setdefault(code, []).append(cell)
    return [_together(code, found, found[0].ownership) for code, found in sorted(groups.items())]


def _together(code: str, cells: Sequence[Cell], ownership: int) -> Cell:
    jobs = sum(cell.jobs for cell in cells)
    paid = sum(cell.jobs * cell.weekly_wage for cell in cells)
    alone = len(cells) == 1
    return Cell(
        code,
        sum(cell.establishments for cell in cells if cell.hidden != "-"),
        jobs,
        round(paid / jobs) if jobs else 0,
        cells[0].quotient if alone else 1.0,
        sum(cell.change for cell in cells),
        ownership,
        cells[0].hidden if alone and code != "10" else "",
    )


def _row(fips: str, year: int, quarter: int, cell: Cell, level: str, dialect: str) -> dict[str, Any]:
    shown = replace(cell, jobs=0, weekly_wage=0, quotient=0, change=0) if cell.hidden else cell
    if cell.hidden == "-":
        shown = replace(shown, establishments=0)
    weeks = 13 if quarter else 52
    wages = shown.jobs * shown.weekly_wage * weeks
    code = "N" if cell.hidden else ""
    common: dict[str, Any] = {
        "area_fips": fips,
        "own_code": str(cell.ownership),
        "industry_code": cell.code,
        "agglvl_code": level,
        "size_code": "0",
        "year": str(year),
        "qtr": str(quarter or "A"),
        "disclosure_code": cell.hidden,
        "lq_disclosure_code": code,
        "oty_disclosure_code": code,
        "area_title": f"Area {fips}",
        "own_title": "Ownership",
        "industry_title": f"NAICS {cell.code} Making of {cell.code}",
        "agglvl_title": "Level",
        "size_title": "All establishment sizes",
    }
    if dialect.startswith("annual"):
        return common | {
            heading(dialect)[13 if dialect == "annual bulk" else 8]: shown.establishments,
            "annual_avg_emplvl": shown.jobs,
            "total_annual_wages": wages,
            "annual_avg_wkly_wage": shown.weekly_wage,
            "lq_annual_avg_emplvl": shown.quotient,
            "oty_annual_avg_emplvl_chg": shown.change,
        }
    counted = "qtrly_estabs_count" if dialect == "bulk" else "qtrly_estabs"
    return common | {
        counted: shown.establishments,
        "month1_emplvl": shown.jobs,
        "month2_emplvl": shown.jobs,
        "month3_emplvl": shown.jobs,
        "total_qtrly_wages": wages,
        "avg_wkly_wage": shown.weekly_wage,
        "lq_month3_emplvl": shown.quotient,
        "oty_month3_emplvl_chg": shown.change,
    }
