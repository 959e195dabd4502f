"""What a region's picture needs of the census, and putting a file on record that was read (S2 slide 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from sectorlaunch import events, wording
from sectorlaunch.actions import sector_records
from sectorlaunch.census import packing
from sectorlaunch.census.reading import Reading
from sectorlaunch.census.release_calendar import SHIPPED, Releases
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import census_files, labor_market, partnerships, region_figures
from sectorlaunch.tables import CensusFile, LaborData, Partnership, SectorDecision


@dataclass(frozen=True)
class Loaded:
    """A file on record, whether it is new, and what there is to say about it and about the region now."""

    file: CensusFile
    is_new: bool
    remarks: tuple[str, ...]
    region: str = ""


def load(
    session: Session,
    now: datetime,
    run_id: int,
    found: Reading,
    *,
    by: str,
    source: str = "",
    published_on: date | None = None,
    releases: Releases = SHIPPED,
) -> Loaded:
    """Puts a file that was read on record, once for each content, and with it the region's picture as evidence.

    `found` comes from `reading.read`, which may take its time and needs no session. `source` is the address the file
    was fetched from; `releases` say until when figures may be revised.
    """
    partnership = partnerships.partnership_of(session, run_id)
    known = session.exec(
        select(CensusFile).where(
            CensusFile.partnership_id == partnership.pk, CensusFile.sha256 == found.sha256
        )
    ).one_or_none()
    if known is not None and set(found.areas) <= set(known.areas):
        return Loaded(known, False, ("This very file is on record already.",))
    file = known or CensusFile(
        partnership_id=partnership.pk,
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
    remarks = (*found.remarks, *_preliminary(found.periods, now.date(), releases))
    file.areas, file.periods, file.remarks = list(found.areas), list(found.periods), list(remarks)
    file.rows, file.content = found.frame.height, packing.pack(found.frame)
    session.add(file)
    said = f"{file.name}: {file.dialect}, {_span(file.periods)}, {file.rows:,} rows."
    events.record(session, now, run_id, by, EventKind.CENSUS_FILE_LOADED, " ".join([said, *remarks])[:4000])
    session.flush()
    return Loaded(file, True, remarks, _put_on_record(session, now, run_id, by))


def _preliminary(periods: Sequence[str], today: date, releases: Releases) -> list[str]:
    """That some of the figures are preliminary, with the day from which they are not."""
    early = sorted(period for period in periods if today < releases.revised_until(int(period[:4])))
    if not early:
        return []
    until = wording.day(releases.revised_until(int(early[-1][:4])))
    return [
        f"{_span(early)}: preliminary figures, which the Bureau may revise until about {until}. Fetch them again then; both "
        "stay on record, and the newer hold."
    ]


def codes(session: Session, partnership: Partnership) -> list[str]:
    """The region's county codes, or none while a name fits no county: that is said when the region is looked at."""
    try:
        return [county.fips for county in labor_market.region(session, partnership)]
    except BadInput:
        return []


def _put_on_record(session: Session, now: datetime, run_id: int, by: str) -> str:
    """Evidence for the gate, as soon as every county of the region is there; else what is still missing."""
    partnership = partnerships.partnership_of(session, run_id)
    try:
        drawn, in_order = labor_market.look(session, partnership)
    except BadInput as still:
        return still.message
    held = census_files.files(session, partnership.pk)
    newest = session.exec(
        select(LaborData)
        .where(LaborData.partnership_id == partnership.pk)
        .order_by(col(LaborData.id).desc())
        .limit(1)
    ).one_or_none()
    kept = region_figures.as_figures(drawn, in_order, held)
    if newest is not None and newest.source == region_figures.SOURCE and newest.figures == kept:
        return ""
    published = [file.published_on for file in held if drawn.period in file.periods and file.published_on]
    sector_records.load_labor_data(
        session,
        now,
        run_id,
        sector_records.LaborMarketPicture(
            source=region_figures.SOURCE,
            quarter=drawn.period,
            published_on=max(published) if published else None,
            figures=kept,
        ),
        by=by,
    )
    said = f"The region is complete for {drawn.period}; it is on record as evidence of need."
    decided = session.exec(
        select(SectorDecision)
        .where(SectorDecision.partnership_id == partnership.pk)
        .order_by(col(SectorDecision.id).desc())
        .limit(1)
    ).one_or_none()
    if decided is None or drawn.period <= decided.snapshot["picture"]["period"]:
        return said
    newer = (
        f"{drawn.period} is newer than the {decided.snapshot['picture']['period']} the team decided upon. The decision "
        "stands; what has changed is shown beside it."
    )
    events.record(session, now, run_id, by, EventKind.NEWER_LABOR_MARKET_DATA, newer)
    return f"{said} {newer}"


def _span(periods: Sequence[str]) -> str:
    return periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
