"""Census files that are made up, and the real ones where they lie beside the project."""

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest

from bench import census
from bench.census import Cell
from sectorlaunch.census import areas, reading
from sectorlaunch.census.areas import County

REAL = Path(__file__).parents[4] / "shared" / "data" / "qcew"
LARIMER, WELD = "08069", "08123"
MIXED = (
    Cell("236115", 40, 800, 900, 1.2, 80),
    Cell("332710", 20, 600, 1100, 1.5, -60),
    Cell("332721", 3, 50, 1000, 0.9, 5, hidden="N"),
    Cell("445110", 30, 900, 500, 1.0, 0),
    Cell("611110", 5, 400, 700, 1.1, 10, ownership=3),
)
"""A small county: building, machining with a hidden corner, groceries, and public schools."""

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a file of one area unless told otherwise, and says where it is."""

    def written(
        *fips: str,
        dialect: str = "bulk",
        cells: Sequence[Cell] = MIXED,
        year: int = 2024,
        quarters: Sequence[int] = (4,),
        kind: int = 7,
        name: str = "",
    ) -> Path:
        places = fips or (LARIMER,)
        rows = [
            row
            for one in places
            for row in census.area(one, year, quarters, cells, dialect=dialect, kind=kind)
        ]
        return census.write(tmp_path / (name or f"{places[0]}.{year}.csv"), dialect, rows)

    return written


@pytest.fixture(scope="session")
def real() -> pl.DataFrame:
    """Larimer, Weld and Colorado in the four quarters of 2016, as published."""
    files = sorted(REAL.glob("*.csv"))
    if not files:
        pytest.skip("no files of the Bureau for 2016 beside the project: put them into ../shared/data/qcew")
    return pl.concat([reading.read(file).frame for file in files])


@pytest.fixture(scope="session")
def larimer_and_weld() -> tuple[County, ...]:
    return areas.region(["Larimer", "Weld"], "CO")
