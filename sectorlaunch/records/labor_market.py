"""The picture of a region that its census files give, as the team weighs it (S2 slides 6 and 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from sectorlaunch.census import areas, fetching, picture, ranking
from sectorlaunch.census.areas import County
from sectorlaunch.census.fetching import Slice
from sectorlaunch.census.industries import level_of
from sectorlaunch.census.libraries import pl
from sectorlaunch.census.measures import Against, Industry, Ownership, Picture
from sectorlaunch.census.ranking import RankedIndustry, Weights
from sectorlaunch.errors import BadInput
from sectorlaunch.records import census_files
from sectorlaunch.tables import Partnership, RankingChoice


def slices(
    session: Session,
    partnership: Partnership,
    periods: Sequence[str],
    *,
    nation: bool = True,
    states: bool = False,
) -> list[Slice]:
    """What is to be fetched for a region: its counties, and with them the nation and the states, period by period."""
    counties = region(session, partnership)
    wanted = [county.fips for county in counties]
    wanted += sorted({county.state for county in counties}) if states else []
    wanted += [areas.NATION] if nation else []
    return [Slice(area, *fetching.read_sliced(period)) for period in periods for area in wanted]


@dataclass(frozen=True)
class Choice:
    """How the team looks at its region: weights, whose jobs, compared with what, from which size on."""

    weights: Weights = field(default_factory=Weights)
    ownership: Ownership = Ownership.PRIVATE
    against: Against = Against.NATION
    least_jobs: int = 0


def region(
    session: Session, partnership: Partnership, frame: pl.DataFrame | None = None
) -> tuple[County, ...]:
    """The counties of the partnership's footprint with their codes. Raises BadInput for a name that fits no county."""
    held = census_files.figures(session, partnership.pk) if frame is None else frame
    titles = dict(
        held.drop_nulls("area_title").group_by("area").agg(pl.col("area_title").first()).iter_rows()
    )
    return areas.region(partnership.counties, partnership.state, titles)


def look(
    session: Session,
    partnership: Partnership,
    choice: Choice | None = None,
    *,
    when: str = "",
    level: int | None = None,
    within: str = "",
) -> tuple[Picture, list[RankedIndustry]]:
    """The region in one period and its industries in order, by the team's choice unless another is given.

    Raises BadInput when nothing is loaded, or a county or period is missing; the message says which.
    """
    chosen = choice or choice_of(session, partnership.pk)
    frame = census_files.figures(session, partnership.pk)
    if frame.is_empty():
        raise BadInput("No labor-market data is loaded yet. Load the county files, or fetch them.")
    drawn = picture.draw(
        frame,
        region(session, partnership, frame),
        when=when,
        ownership=chosen.ownership,
        level=level,
        within=within,
        against=chosen.against,
    )
    return drawn, ranking.rank(drawn.industries, chosen.weights, chosen.least_jobs)


def over_time(
    session: Session, partnership: Partnership, code: str, ownership: Ownership
) -> list[tuple[str, Industry]]:
    """One industry in every period that all counties have, quarters only, the oldest first."""
    frame = census_files.figures(session, partnership.pk)
    counties = region(session, partnership, frame)
    found = []
    for period in picture.periods(frame, counties):
        if "-Q" not in period:
            continue
        drawn = picture.draw(frame, counties, when=period, ownership=ownership, level=level_of(code))
        one = drawn.industry(code)
        if one is not None:
            found.append((period, one))
    return found


def choice_of(session: Session, partnership_id: int) -> Choice:
    """How the team last said it weighs; equal weights and private jobs until it says so."""
    newest = session.exec(
        select(RankingChoice)
        .where(RankingChoice.partnership_id == partnership_id)
        .order_by(col(RankingChoice.id).desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        return Choice()
    return Choice(
        Weights(**newest.weights), Ownership(newest.ownership), Against(newest.against), newest.least_jobs
    )
