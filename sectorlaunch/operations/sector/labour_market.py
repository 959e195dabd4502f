"""The census files of a partnership, and the picture of its region they give (S2 slides 6 and 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from sectorlaunch.errors import BadInput
from sectorlaunch.labour_market import areas, fetching, packing, picture, ranking
from sectorlaunch.labour_market.areas import County
from sectorlaunch.labour_market.fetching import Slice
from sectorlaunch.labour_market.industries import level_of
from sectorlaunch.labour_market.libraries import pl
from sectorlaunch.labour_market.measures import Against, Industry, Ownership, Picture
from sectorlaunch.labour_market.ranking import Standing, Weights
from sectorlaunch.labour_market.reading import Reading
from sectorlaunch.operations import events
from sectorlaunch.operations.launch import records
from sectorlaunch.operations.people import people_of
from sectorlaunch.operations.sector import region_figures
from sectorlaunch.remembering import remembered
from sectorlaunch.tables import CensusFile, LabourData, Partnership, RankingChoice, SectorDecision


@dataclass(frozen=True)
class Loaded:
    """A file on record, whether it is new, and what there is to say about it and about the region now."""

    file: CensusFile
    is_new: bool
    remarks: tuple[str, ...]
    region: str = ""


@dataclass(frozen=True)
class Choice:
    """How the team looks at its region: weights, whose jobs, compared with what, from which size on."""

    weights: Weights = field(default_factory=Weights)
    ownership: Ownership = Ownership.PRIVATE
    against: Against = Against.NATION
    least_jobs: int = 0


def load(
    session: Session,
    now: datetime,
    run_id: int,
    found: Reading,
    *,
    by: str,
    source: str = "",
    published_on: date | None = None,
) -> Loaded:
    """Puts a file that was read on record, once for each content, and with it the region's picture as evidence.

    `found` comes from `reading.read`, which may take its time and needs no session. `source` is the address the file
    was fetched from.
    """
    partnership = people_of.partnership_of(session, run_id)
    assert partnership.id is not None
    known = session.exec(
        select(CensusFile).where(
            CensusFile.partnership_id == partnership.id, CensusFile.sha256 == found.sha256
        )
    ).one_or_none()
    if known is not None and set(found.areas) <= set(known.areas):
        return Loaded(known, False, ("This very file is on record already.",))
    file = known or CensusFile(
        partnership_id=partnership.id,
        name=found.name[:200],
        sha256=found.sha256,
        size=found.size,
        dialect=found.dialect.name,
        source=source[:200],
        rows=0,
        content=b"",
        published_on=published_on,
        loaded_at=now,
        loaded_by=by,
    )
    file.areas, file.periods, file.remarks = list(found.areas), list(found.periods), list(found.remarks)
    file.rows, file.content = found.frame.height, packing.pack(found.frame)
    session.add(file)
    said = f"{file.name}: {file.dialect}, {_span(file.periods)}, {file.rows:,} rows."
    events.record(session, now, run_id, by, "census file loaded", " ".join([said, *found.remarks])[:4000])
    session.flush()
    return Loaded(file, True, found.remarks, _put_on_record(session, now, run_id, by))


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
    return [Slice(area, *fetching.read_period(period)) for period in periods for area in wanted]


def codes(session: Session, partnership: Partnership) -> list[str]:
    """The region's county codes, or none while a name fits no county: that is said when the region is looked at."""
    try:
        return [county.fips for county in region(session, partnership)]
    except BadInput:
        return []


def files(session: Session, partnership_id: int) -> list[CensusFile]:
    """The files on record, the earliest first."""

    def read() -> list[CensusFile]:
        return list(
            session.exec(
                select(CensusFile)
                .where(CensusFile.partnership_id == partnership_id)
                .order_by(col(CensusFile.id))
            )
        )

    return remembered(session, (CensusFile,), ("census files", partnership_id), read)


def has_files(session: Session, partnership_id: int) -> bool:
    """Whether anything is loaded; asked without reading it."""
    found = select(CensusFile.id).where(CensusFile.partnership_id == partnership_id)
    return session.exec(found.limit(1)).first() is not None


def figures(session: Session, partnership_id: int) -> pl.DataFrame:
    """Every row on record, of all files; where two files have the same row, the one loaded last holds."""
    return packing.unpack(*(file.content for file in files(session, partnership_id)))


def region(
    session: Session, partnership: Partnership, frame: pl.DataFrame | None = None
) -> tuple[County, ...]:
    """The counties of the partnership's footprint with their codes. Raises BadInput for a name that fits no county."""
    assert partnership.id is not None
    held = figures(session, partnership.id) if frame is None else frame
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
) -> tuple[Picture, list[Standing]]:
    """The region in one period and its industries in order, by the team's choice unless another is given.

    Raises BadInput when nothing is loaded, or a county or period is missing; the message says which.
    """
    assert partnership.id is not None
    chosen = choice or choice_of(session, partnership.id)
    frame = figures(session, partnership.id)
    if frame.is_empty():
        raise BadInput("No labour-market data is loaded yet. Load the county files, or fetch them.")
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
    assert partnership.id is not None
    frame = figures(session, partnership.id)
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


def choose(session: Session, now: datetime, run_id: int, choice: Choice, *, by: str) -> None:
    """Keeps the team's weights for everyone who looks after it."""
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    if choice == choice_of(session, partnership_id):
        return
    session.add(
        RankingChoice(
            partnership_id=partnership_id,
            weights=dict(zip(ranking.MEASURES, choice.weights.all, strict=True)),
            ownership=choice.ownership.value,
            against=choice.against.value,
            least_jobs=choice.least_jobs,
            set_at=now,
            set_by=by,
        )
    )
    events.record(
        session, now, run_id, by, "weights set", f"{choice.weights.words}; {choice.ownership.value} jobs."
    )


def _put_on_record(session: Session, now: datetime, run_id: int, by: str) -> str:
    """Evidence for the gate, as soon as every county of the region is there; else what is still missing."""
    partnership = people_of.partnership_of(session, run_id)
    assert partnership.id is not None
    try:
        drawn, standings = look(session, partnership)
    except BadInput as still:
        return still.message
    held = files(session, partnership.id)
    newest = session.exec(
        select(LabourData)
        .where(LabourData.partnership_id == partnership.id)
        .order_by(col(LabourData.id).desc())
        .limit(1)
    ).one_or_none()
    kept = region_figures.as_figures(drawn, standings, held)
    if newest is not None and newest.source == region_figures.SOURCE and newest.figures == kept:
        return ""
    published = [file.published_on for file in held if drawn.period in file.periods and file.published_on]
    records.load_labour_data(
        session,
        now,
        run_id,
        source=region_figures.SOURCE,
        quarter=drawn.period,
        by=by,
        published_on=max(published) if published else None,
        figures=kept,
    )
    said = f"The region is complete for {drawn.period}; it is on record as evidence of need."
    decided = session.exec(
        select(SectorDecision)
        .where(SectorDecision.partnership_id == partnership.id)
        .order_by(col(SectorDecision.id).desc())
        .limit(1)
    ).one_or_none()
    if decided is None or drawn.period <= decided.snapshot["picture"]["period"]:
        return said
    newer = (
        f"{drawn.period} is newer than the {decided.snapshot['picture']['period']} the team decided upon. The decision "
        "stands; what has changed is shown beside it."
    )
    events.record(session, now, run_id, by, "newer labour-market data", newer)
    return f"{said} {newer}"


def _span(periods: Sequence[str]) -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
