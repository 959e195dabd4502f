"""What can be wrong with a file, each with a sentence that says what happened and what to do."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from sectorlaunch.census.areas import name_of
from sectorlaunch.census.frame import OWNERSHIP_TOTAL, SECTOR, SIX_DIGITS, TOTAL, period
from sectorlaunch.census.libraries import pl
from sectorlaunch.census.sniffing import Look
from sectorlaunch.errors import BadInput

_KEY = ("area", "ownership", "industry", "level", "year", "quarter")
_OWNERSHIPS = {1: "federal government", 2: "state government", 3: "local government", 5: "private"}
_TOLERATED = 0.01
_WHOLE = re.compile(r"-?\d+")
_DECIMAL = re.compile(r"-?\d+([.,]\d+)?")


def find_broken_line(path: Path, look: Look, called: str) -> None:
    """Raises BadInput for the first line that is not whole or holds no number where one belongs. Silent if none is."""
    numbers = [name for ours, name in look.dialect.figures.items() if not ours.endswith("_code")]
    at = {name: look.heading.index(name) for name in numbers}
    decimal = look.dialect.figures["quotient"]
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        rows = csv.reader(lines, delimiter=look.separator)
        next(rows)
        for row in rows:
            if not row:
                continue
            if len(row) != len(look.heading) or row[-1] == "":
                raise BadInput(
                    f"{called}, line {rows.line_num}: the row stops after {len([c for c in row if c])} of "
                    f"{len(look.heading)} fields, so the download was cut off. Get the file again."
                )
            for name, place in at.items():
                _number(called, rows.line_num, name, row[place], _DECIMAL if name == decimal else _WHOLE)


def _number(called: str, line: int, field: str, text: str, shape: re.Pattern[str]) -> None:
    if shape.fullmatch(text.strip()):
        return
    if re.fullmatch(r"-?\d([.,]\d+)?[eE]\+?\d+", text.strip()):
        raise BadInput(
            f"{called}, line {line}, {field}: “{text}” was shortened by a spreadsheet and its digits are lost. Load "
            "the file as the Bureau gave it, without saving it from a spreadsheet."
        )
    raise BadInput(
        f"{called}, line {line}, {field}: “{text[:40]}” is not a number. Load the file as the Bureau gave it."
    )


def checked(frame: pl.DataFrame, called: str) -> tuple[pl.DataFrame, list[str]]:
    """The rows without repeats, with what was noticed. Raises BadInput when rows contradict each other or are missing."""
    frame, said = _each_once(frame, called)
    _totals_are_there(frame, called)
    return frame, said + _adds_up(frame, called)


def _each_once(frame: pl.DataFrame, called: str) -> tuple[pl.DataFrame, list[str]]:
    single = frame.unique(subset=_KEY, keep="first", maintain_order=True)
    repeats = frame.height - single.height
    if not repeats:
        return frame, []
    if frame.unique().height != single.height:
        keys = frame.unique().filter(pl.struct(_KEY).is_duplicated())
        row = keys.row(0, named=True)
        raise BadInput(
            f"{called} has two different rows for industry {row['industry']} of {row['area']} in "
            f"{period(row['year'], row['quarter'])}: files were joined. Load them one by one, unchanged."
        )
    return single, [f"{repeats:,} rows stood in it twice and were taken once."]


def _totals_are_there(frame: pl.DataFrame, called: str) -> None:
    areas = frame["area"].n_unique()
    if frame.filter(pl.col("level") >= SECTOR)["industry"].n_unique() <= 1 and areas > 1:
        raise BadInput(f"{called} is a slice by industry, of many areas. Load the slices or files by area.")
    held = frame.select("area", "year", "quarter").unique()
    for level, ownership, words in ((TOTAL, 0, "total covered"), (OWNERSHIP_TOTAL, 5, "private total")):
        totals = frame.filter(pl.col("level") == level, pl.col("ownership") == ownership)
        lacking = held.join(totals, on=["area", "year", "quarter"], how="anti").sort(
            "area", "year", "quarter"
        )
        if lacking.height:
            area, year, quarter = lacking.row(0)
            raise BadInput(
                f"{called} has no row of {words} for {name_of(area)} in {period(year, quarter)}: rows are missing, "
                "so the download was cut off or the file was filtered. Get it again and load it unchanged."
            )


def _adds_up(frame: pl.DataFrame, called: str) -> list[str]:
    """Establishments are published even where jobs are not, so the rows of each level must add up to the total."""
    place = ["area", "year", "quarter", "ownership"]
    totals = frame.filter(level=OWNERSHIP_TOTAL).select(*place, total="establishments")
    rows = frame.filter(pl.col("level").is_between(SECTOR, SIX_DIGITS))
    levels = pl.DataFrame({"level": sorted({SECTOR, *rows["level"].unique()})}, schema={"level": pl.Int8})
    counted = rows.group_by(*place, "level").agg(counted=pl.col("establishments").sum(), rows=pl.len())
    short = (
        totals.join(levels, how="cross")
        .join(counted, on=[*place, "level"], how="left")
        .with_columns(pl.col("counted", "rows").fill_null(0))
        .with_columns(gap=(pl.col("total") - pl.col("counted")).abs())
        # A year's averages are rounded row by row, so each row may be half an establishment off.
        .filter(pl.col("gap") > pl.max_horizontal(pl.col("rows") / 2, pl.col("total") * _TOLERATED, 2))
        .sort("gap", descending=True)
    )
    if short.height:
        row = short.row(0, named=True)
        raise BadInput(
            f"{called}: the {_OWNERSHIPS.get(row['ownership'], 'other')} rows of {name_of(row['area'])} in "
            f"{period(row['year'], row['quarter'])} add up to {row['counted']:,} of {row['total']:,} "
            "establishments. Rows are missing: the download was cut off, or the file was filtered. Get it again."
        )
    if levels["level"].max() == SIX_DIGITS:
        return []
    return ["It stops at a broader level than six digits, so finer industries cannot be shown."]
