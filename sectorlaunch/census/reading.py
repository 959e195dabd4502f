"""A file of the census, in any dialect, read and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sectorlaunch.census import sniffing, validation
from sectorlaunch.census.areas import NATION, kind_of, state_of
from sectorlaunch.census.dialects import Dialect
from sectorlaunch.census.frame import period, schema
from sectorlaunch.census.libraries import pl
from sectorlaunch.errors import BadInput

MANY_AREAS = 100
"""Beyond this a file is no region's any more: only the region, its states and the nation are kept."""
_KEPT_LEVELS = "^(1[0-8]|5[0-8]|7[0-8])$"
_PUBLISHED, _NOBODY = "", "-"
"""Codes of figures that are what they are, and of cells without an establishment, whose zeros are no secret."""


@dataclass(frozen=True)
class Reading:
    """What a file held, and what was noticed on the way."""

    name: str
    dialect: Dialect
    sha256: str
    size: int
    frame: pl.DataFrame
    """In the shape of `frame.schema`."""
    remarks: tuple[str, ...]
    """Sentences: what was repaired, what was left aside."""

    @property
    def areas(self) -> tuple[str, ...]:
        return tuple(sorted(self.frame["area"].unique().to_list()))

    @property
    def periods(self) -> tuple[str, ...]:
        pairs = self.frame.select("year", "quarter").unique().sort("year", "quarter").rows()
        return tuple(period(year, quarter) for year, quarter in pairs)


def read(path: Path, *, counties: Collection[str] = (), year: int | None = None, name: str = "") -> Reading:
    """Reads a CSV file of the census, recognizes its dialect, and checks that it is whole.

    `counties` are the region's codes: of a file with more than a hundred areas only they, their states and the nation
    are kept. `year` is the year asked for, if one was; a file without it is refused. `name` is what the file is
    called in sentences. Raises BadInput that names file, line, field and remedy.
    """
    called = name or path.name
    look = sniffing.look(path, called)
    kept, remarks = _rows(path, look, called, counties)
    if year is not None and year not in kept["year"].unique().to_list():
        held = ", ".join(str(one) for one in sorted(kept["year"].unique().to_list()))
        raise BadInput(f"{called} holds {held}, and {year} was asked for. Load the file of {year}.")
    kept, more = validation.checked(kept, called)
    return Reading(
        called, look.dialect, _sha256(path), path.stat().st_size, kept, (*look.remarks, *remarks, *more)
    )


def _rows(
    path: Path, look: sniffing.Look, called: str, counties: Collection[str]
) -> tuple[pl.DataFrame, list[str]]:
    dialect = look.dialect
    scan = pl.scan_csv(
        path,
        separator=look.separator,
        # Everything as text: of a great file few rows are kept, and only those need be made numbers.
        schema={column: pl.String() for column in look.heading},
        encoding="utf8-lossy",
    )
    last = look.heading[-1]
    lines = scan.select(*dialect.columns, _whole=pl.col(last).is_not_null() & (pl.col(last) != ""))
    wanted = set(counties) | {state_of(fips) for fips in counties} | {NATION}
    try:
        count, areas, whole = _survey(lines)
        if not whole:
            validation.find_broken_line(path, look, called)
        if len(areas) > MANY_AREAS and counties:
            as_written = wanted | {area[1:] for area in wanted if area.startswith("0")}
            lines = lines.filter(pl.col("area_fips").is_in(sorted(as_written)))
        found = lines.filter(pl.col("agglvl_code").str.contains(_KEPT_LEVELS), pl.col("size_code") == "0")
        frame = found.select(_ours(dialect, look.separator)).collect(engine="streaming")
    except pl.exceptions.PolarsError:
        validation.find_broken_line(path, look, called)
        raise BadInput(f"{called} could not be read; download it again from the Bureau.") from None
    return frame, _said(called, look, frame, count, areas, counties)


def _survey(lines: pl.LazyFrame) -> tuple[int, list[str], bool]:
    """How many rows there are, of which areas, and whether each reaches to the last column."""
    seen = lines.select(
        rows=pl.len(),
        areas=pl.col("area_fips").unique().implode(),
        whole=pl.col("_whole").fill_null(False).all(),
    ).collect(engine="streaming")
    rows, areas, whole = seen.row(0)
    return int(rows), [_with_zeros(area) for area in areas if area], bool(whole)


def _said(
    called: str,
    look: sniffing.Look,
    frame: pl.DataFrame,
    count: int,
    areas: list[str],
    counties: Collection[str],
) -> list[str]:
    if count == sniffing.ROWS_OF_A_SPREADSHEET:
        raise BadInput(
            f"{called} has exactly as many rows as a spreadsheet can hold, so its end is missing. Load the file as "
            "the Bureau gave it, without opening and saving it."
        )
    kinds = {
        kind: sorted(area for area in areas if kind_of(area) == kind) for kind in ("metropolitan", "unknown")
    }
    if frame.is_empty():
        if kinds["metropolitan"] and len(kinds["metropolitan"]) == len(areas):
            raise BadInput(
                f"{called} is about the metropolitan area {kinds['metropolitan'][0]}, whose counts repeat those of "
                "its counties. Load the files of the counties instead."
            )
        raise BadInput(f"{called} holds no rows of a county, a state or the nation; load an area's file.")
    said = []
    if kinds["metropolitan"]:
        said.append("Metropolitan areas repeat their counties; they were left aside.")
    if kinds["unknown"]:
        said.append(
            "Jobs of no known county (codes that end in 999) belong to no region; they count in the state only."
        )
    if len(areas) > MANY_AREAS and counties:
        said.append(
            f"Of its {len(areas):,} areas the region’s counties, their states and the nation were kept."
        )
    return said


def _with_zeros(area: str) -> str:
    bare = area.strip()
    return bare.zfill(5) if len(bare) == 4 and bare.isdigit() else bare


def _area() -> pl.Expr:
    """The area's code with the zeros a spreadsheet took away."""
    code = pl.col("area_fips").str.strip_chars()
    return pl.when(code.str.contains(r"^\d{4}$")).then(code.str.zfill(5)).otherwise(code)


def _ours(dialect: Dialect, separator: str) -> list[pl.Expr]:
    """Our columns from the file's. Raises a PolarsError where a figure is no number."""
    figures = dialect.figures

    def number(ours: str, kind: pl.DataType) -> pl.Expr:
        text = pl.col(figures[ours]).str.strip_chars()
        if separator == ";":
            text = text.str.replace(",", ".", literal=True)
        return pl.when(text != "").then(text).cast(kind)

    def is_open(column: str) -> pl.Expr:
        return pl.col(column).fill_null("").str.strip_chars() == _PUBLISHED

    is_empty = (pl.col("disclosure_code").str.strip_chars() == _NOBODY) & (
        number("establishments", pl.Int64()) == 0
    )
    published = is_open("disclosure_code") | is_empty.fill_null(False)

    def shown(ours: str, code: str = "") -> pl.Expr:
        open_ = published & is_open(code) if code else published
        return pl.when(open_).then(number(ours, schema()[ours]))

    average = (
        number("jobs", pl.Float64())
        if dialect.annual
        else pl.mean_horizontal(*(number(month, pl.Float64()) for month in ("month1", "month2", "jobs")))
    )
    quarter = pl.lit("0") if dialect.annual else pl.col("qtr").str.strip_chars()
    level = pl.col("agglvl_code").str.slice(1, 1)
    expressions = {
        "area": _area(),
        "ownership": pl.col("own_code").str.strip_chars(),
        "industry": pl.col("industry_code").str.strip_chars(),
        "level": level,
        "year": pl.col("year").str.strip_chars(),
        "quarter": quarter,
        "establishments": number("establishments", pl.Int64()),
        "jobs": shown("jobs"),
        "pay_jobs": pl.when(published).then(average),
        "wages": shown("wages"),
        "quotient": shown("quotient", figures["quotient_code"]),
        "jobs_change": shown("jobs_change", figures["change_code"]),
        "hidden": ~published,
        "area_title": pl.col("area_title") if dialect.titles else pl.lit(None),
        "title": pl.col("industry_title") if dialect.titles else pl.lit(None),
    }
    return [expressions[name].cast(kind).alias(name) for name, kind in schema().items()]


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
