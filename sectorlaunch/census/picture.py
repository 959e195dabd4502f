"""A region's picture: counties summed first, then everything derived from the sums."""

from __future__ import annotations

from collections.abc import Sequence

from sectorlaunch.census import breaks, quotients
from sectorlaunch.census.areas import NATION, County
from sectorlaunch.census.frame import OWNERSHIP_TOTAL, SECTOR, SIX_DIGITS, TOTAL, WHOLE_YEAR, period
from sectorlaunch.census.industries import UNCLASSIFIED, level_of, prefixes, title_of
from sectorlaunch.census.libraries import pl
from sectorlaunch.census.measures import Against, Change, Industry, Ownership, Part, Picture, Remark
from sectorlaunch.errors import BadInput

_WEEKS = {True: 52, False: 13}


def periods(frame: pl.DataFrame, counties: Sequence[County]) -> list[str]:
    """The periods for which every county of the region is on hand, the oldest first; quarters after whole years."""
    wanted = [county.fips for county in counties]
    whole = (
        frame.filter(pl.col("area").is_in(wanted), pl.col("level") == TOTAL)
        .group_by("year", "quarter")
        .agg(pl.col("area").n_unique())
        .filter(pl.col("area") == len(wanted))
        .sort(pl.col("quarter") != WHOLE_YEAR, "year", "quarter")
    )
    return [period(year, quarter) for year, quarter, _ in whole.iter_rows()]


def missing(frame: pl.DataFrame, counties: Sequence[County]) -> tuple[County, ...]:
    """Counties of which nothing is on hand."""
    held = set(frame["area"].unique().to_list())
    return tuple(county for county in counties if county.fips not in held)


def draw(
    frame: pl.DataFrame,
    counties: Sequence[County],
    *,
    when: str = "",
    ownership: Ownership = Ownership.PRIVATE,
    level: int | None = None,
    within: str = "",
    against: Against = Against.NATION,
) -> Picture:
    """The region in one period (the newest quarter that all counties have, unless `when` says otherwise).

    `level` is 4 for sectors to 8 for six digits; with `within` it is the next finer level unless given. Raises
    BadInput when a county or the period is not on hand.
    """
    chosen = _period(frame, counties, when)
    depth = _level(level, within)
    year, quarter = _parts(chosen)
    at = frame.filter(pl.col("year") == year, pl.col("quarter") == quarter)
    here = at.filter((pl.col("level") == TOTAL) | pl.col("ownership").is_in(ownership.codes))
    wanted = [county.fips for county in counties]
    everyone = here.filter(pl.col("area").is_in(wanted), pl.col("level") == TOTAL)
    covered = int(everyone["jobs"].sum())
    if not covered or everyone["hidden"].any():
        raise BadInput(
            f"The covered jobs of the region in {chosen} are not published, so nothing can be compared."
        )
    shares, remarks = _shares(here, counties, against)
    rows = _of_level(here.filter(pl.col("area").is_in(wanted)), depth, within)
    before = frame.filter(
        pl.col("year") == year - 1,
        pl.col("quarter") == quarter,
        pl.col("area").is_in(wanted),
        pl.col("ownership").is_in(ownership.codes),
    )
    names = {county.fips: county.short for county in counties}
    titles = dict(frame.drop_nulls("title").group_by("industry").agg(pl.col("title").first()).iter_rows())
    earlier = {
        (area, industry, own): (jobs, hidden)
        for area, industry, own, jobs, hidden in before.select(
            "area", "industry", "ownership", "jobs", "hidden"
        ).iter_rows()
    }
    held_before = set(before["area"].unique().to_list())
    is_cut = breaks.are_cut(counties, year, quarter)
    remarks += breaks.remarks(counties, is_cut)
    industries = [
        _industry(code, cells, names, titles, covered, shares.get(code), earlier, held_before, is_cut)
        for code, cells in _by_industry(rows, wanted).items()
    ]
    return Picture(
        counties=tuple(wanted),
        names=tuple(county.name for county in counties),
        period=chosen,
        ownership=ownership,
        level=depth,
        within=within,
        against=against,
        covered_jobs=covered,
        jobs=_all_jobs(here.filter(pl.col("area").is_in(wanted)), within),
        industries=tuple(
            sorted(filter(_is_there, industries), key=lambda one: (-(one.jobs or -1), one.code))
        ),
        remarks=tuple(remarks),
    )


def _period(frame: pl.DataFrame, counties: Sequence[County], when: str) -> str:
    lacking = missing(frame, counties)
    if lacking:
        names = ", ".join(f"{county.name} ({county.fips})" for county in lacking)
        raise BadInput(f"No data is loaded for {names}. Load the county’s file, or fetch it.")
    found = periods(frame, counties)
    if not found:
        raise BadInput(
            "There is no quarter of which every county’s data is loaded. Load the same quarters for each."
        )
    wanted = when.upper().replace(" ", "-").replace("/", "-")
    if wanted and wanted not in found:
        raise BadInput(f"{when} is not loaded for every county of the region; there are {', '.join(found)}.")
    return wanted or found[-1]


def _parts(chosen: str) -> tuple[int, int]:
    year, _, quarter = chosen.partition("-Q")
    return int(year), int(quarter or WHOLE_YEAR)


def _level(level: int | None, within: str) -> int:
    least = level_of(within) + 1 if within else SECTOR
    if least > SIX_DIGITS:
        raise BadInput(f"{within} has six digits; the census knows nothing finer.")
    chosen = level or least
    if not least <= chosen <= SIX_DIGITS:
        raise BadInput(f"Levels go from {least - 2} digits to six here.")
    return chosen


def _shares(
    here: pl.DataFrame, counties: Sequence[County], against: Against
) -> tuple[dict[str, quotients.Share], list[Remark]]:
    states = sorted({county.state for county in counties})
    if against is Against.STATE:
        shares = quotients.counted(here, states, "counted from the state’s file")
        return shares, [] if shares else [Remark("no state file")]
    nation = quotients.counted(here, [NATION], "counted from the nation’s file")
    if nation:
        return nation, []
    return quotients.recovered(here), [Remark("no nation file")]


def _of_level(rows: pl.DataFrame, level: int, within: str) -> pl.DataFrame:
    found = rows.filter(pl.col("level") == level)
    if not within:
        return found
    begins = pl.any_horizontal(pl.col("industry").str.starts_with(prefix) for prefix in prefixes(within))
    return found.filter(begins)


def _by_industry(rows: pl.DataFrame, order: Sequence[str]) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for row in rows.sort(
        pl.col("area").replace_strict(order, range(len(order)), return_dtype=pl.Int32)
    ).iter_rows(named=True):
        found.setdefault(row["industry"], []).append(row)
    return found


def _all_jobs(here: pl.DataFrame, within: str) -> int | None:
    """The published total that the industries shown are parts of."""
    if within:
        whole = here.filter(pl.col("industry") == within, pl.col("level") == level_of(within))
    else:
        whole = here.filter(pl.col("level") == OWNERSHIP_TOTAL)
    return None if whole["hidden"].any() else int(whole["jobs"].sum())


def _industry(
    code: str,
    cells: list[dict[str, object]],
    names: dict[str, str],
    titles: dict[str, str],
    covered: int,
    share: quotients.Share | None,
    earlier: dict[tuple[str, str, int], tuple[int | None, bool]],
    held_before: set[str],
    is_cut: bool,
) -> Industry:
    shown = [cell for cell in cells if not cell["hidden"]]
    hidden = [cell for cell in cells if cell["hidden"]]
    jobs = _sum(shown, "jobs") if shown else None
    return Industry(
        code=code,
        title=title_of(code, titles),
        level=level_of(code) if code != UNCLASSIFIED else SECTOR,
        establishments=_sum(cells, "establishments"),
        hidden_establishments=_sum(hidden, "establishments"),
        hidden_in=tuple(dict.fromkeys(names[str(cell["area"])] for cell in hidden)),
        jobs=jobs,
        weekly_wage=_wage(shown),
        quotient=share.quotient(jobs / covered) if share and jobs else None,
        change=None if is_cut else _change(shown, hidden, names, earlier, held_before),
        is_cut=is_cut,
        share=jobs / covered if jobs is not None else None,
        parts=tuple(_part(name, [c for c in cells if c["area"] == area]) for area, name in names.items()),
    )


def _is_there(one: Industry) -> bool:
    """The Bureau also lists industries that have no establishment any more."""
    return bool(one.establishments or one.hidden_in)


def _part(name: str, cells: list[dict[str, object]]) -> Part:
    shown = [cell for cell in cells if not cell["hidden"]]
    unknown = bool(cells) and len(shown) < len(cells)
    return Part(
        county=name,
        establishments=_sum(cells, "establishments"),
        jobs=None if unknown else _sum(shown, "jobs"),
        weekly_wage=None if unknown else _wage(shown),
    )


def _sum(cells: list[dict[str, object]], name: str) -> int:
    total = 0
    for cell in cells:
        value = cell[name]
        assert isinstance(value, int)
        total += value
    return total


def _wage(shown: list[dict[str, object]]) -> float | None:
    """Wages of the period over the jobs they were paid to and its weeks."""
    paid = [jobs for cell in shown if isinstance(jobs := cell["pay_jobs"], float)]
    if not sum(paid):
        return None
    return _sum(shown, "wages") / sum(paid) / _WEEKS[shown[0]["quarter"] == WHOLE_YEAR]


def _change(
    shown: list[dict[str, object]],
    hidden: list[dict[str, object]],
    names: dict[str, str],
    earlier: dict[tuple[str, str, int], tuple[int | None, bool]],
    held_before: set[str],
) -> Change | None:
    """Levels of the same quarter a year earlier: from its own file, else from the published difference."""
    before, after = 0, 0
    missing = [names[str(cell["area"])] for cell in hidden]
    for cell in shown:
        jobs, area = cell["jobs"], str(cell["area"])
        assert isinstance(jobs, int)
        change = cell["jobs_change"]
        key = (area, str(cell["industry"]), int(str(cell["ownership"])))
        if area in held_before:
            was, was_hidden = earlier.get(key, (0, False))
            level = None if was_hidden else was
        else:
            level = jobs - change if isinstance(change, int) else None
        if level is None:
            missing.append(names[area])
            continue
        before, after = before + level, after + jobs
    if not after and not before:
        return None
    return Change(before, after, tuple(dict.fromkeys(missing)))
