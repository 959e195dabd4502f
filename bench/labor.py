"""Labor-market data: a region of four counties and four quarters, and every county of a year."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import census
from bench.census import Cell
from bench.machine import spread

TIMES = 5
FOUR = ("08069", "08123", "08013", "08014")
COUNTIES = 3_000
INDUSTRIES = 220
"""Six-digit industries of an average county; with their broader rows some 700 rows a quarter, as in the Bureau's files."""


def run(say: Callable[[str], None]) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        few = _region(Path(folder), say)
        many = _nation(Path(folder), say)
    return {
        "four_counties_four_quarters": few,
        "aim_seconds": 1,
        "three_thousand_counties_a_year": many,
        "aim_seconds_for_all": 60,
    }


def _region(folder: Path, say: Callable[[str], None]) -> dict[str, object]:
    """Reading, checking, packing and drawing, in a process that has done it before."""
    from sectorlaunch.census import areas, packing, picture, ranking, reading

    cells = _cells(500)
    files = [
        census.write(folder / f"{fips}.csv", "bulk", census.area(fips, 2025, (1, 2, 3, 4), cells))
        for fips in FOUR
    ]
    counties = areas.region(FOUR)
    seconds = []
    rows = 0
    for _ in range(TIMES + 1):
        began = time.monotonic()
        packed = [packing.pack(reading.read(file, counties=FOUR).frame) for file in files]
        frame = packing.unpack(*packed)
        drawn = picture.draw(frame, counties)
        ranking.rank(drawn.industries, ranking.Weights())
        seconds.append(time.monotonic() - began)
        rows = frame.height
    say(f"{rows:,} rows: {seconds[-1]:.2f} s")
    return {"rows": rows, "seconds": spread(seconds[1:])}


def _nation(folder: Path, say: Callable[[str], None]) -> dict[str, object]:
    """One file of all counties, read for a region of two, in a process of its own so that its memory can be seen."""
    path = folder / "all.csv"
    began = time.monotonic()
    rows = _write_all(path)
    say(f"{rows:,} rows, {path.stat().st_size / 1e9:.2f} GB, written in {time.monotonic() - began:.0f} s")
    began = time.monotonic()
    told = subprocess.run(
        [sys.executable, "-m", "bench.labor", str(path)], capture_output=True, text=True, check=True
    )
    took = time.monotonic() - began
    kept, megabytes = told.stdout.split()
    say(f"read in {took:.1f} s with {megabytes} MB")
    return {
        "rows": rows,
        "gigabytes": round(path.stat().st_size / 1e9, 2),
        "rows_kept": int(kept),
        "seconds": round(took, 1),
        "megabytes_at_most": int(megabytes),
    }


def _write_all(path: Path) -> int:
    """A slice of every county and quarter: one county is made up by rule, the others are it under other codes."""
    one = path.with_suffix(".one")
    census.write(one, "slice", census.area("00000", 2025, (1, 2, 3, 4), _cells(INDUSTRIES), dialect="slice"))
    heading, _, rows = one.read_text(encoding="utf-8").partition("\n")
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(heading + "\n")
        for fips in _codes():
            out.write(rows.replace('"00000"', f'"{fips}"'))
    return rows.count("\n") * COUNTIES


def _codes() -> list[str]:
    codes = [f"{state:02}{county:03}" for state in range(1, 57) for county in range(1, 110, 2)][:COUNTIES]
    return [*codes[: COUNTIES - len(FOUR)], *FOUR]


def _cells(industries: int) -> list[Cell]:
    """Industries in every sector, one in three hidden."""
    starts = (
        "11",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "42",
        "44",
        "48",
        "51",
        "52",
        "53",
        "54",
        "56",
        "61",
        "62",
        "72",
        "81",
    )
    return [
        Cell(
            f"{starts[number % len(starts)]}{1000 + number // len(starts) * 37:04}",
            1 + number % 40,
            10 + number * 7 % 900,
            600 + number * 13 % 1500,
            round(0.3 + number % 30 / 10, 2),
            number % 21 - 10,
            hidden="N" if number % 3 == 0 else "",
        )
        for number in range(industries)
    ]


def _read(path: Path) -> None:
    from sectorlaunch.census import reading

    found = reading.read(path, counties=FOUR[:2])
    print(found.frame.height, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    _read(Path(sys.argv[1]))
