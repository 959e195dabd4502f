"""The region as the team sees it: sectors in order with notes beside them, and one industry by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from sectorlaunch.census import bubble_chart, charts, picture, three_sentences
from sectorlaunch.census.charts import Chart
from sectorlaunch.census.frame import SIX_DIGITS
from sectorlaunch.census.industries import LEVELS, among, level_of, sector_of, title_of
from sectorlaunch.census.measures import Industry, Picture
from sectorlaunch.census.ranking import RankedIndustry
from sectorlaunch.census.sentences import places
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import sector_form
from sectorlaunch.portal.sector_form import RegionView
from sectorlaunch.portal.views import footprint as footprint_views
from sectorlaunch.portal.views.footprint import FootprintView
from sectorlaunch.records import census_files, labor_market, sector_notes
from sectorlaunch.records.labor_market import Choice
from sectorlaunch.tables import CensusFile, Partnership, Person, SectorNote

Noted = tuple[SectorNote, Person]


@dataclass(frozen=True)
class SectorPage:
    partnership: Partnership
    view: RegionView
    kept: Choice
    why_not: str
    """Why there is no picture, with what to do; empty when there is one."""
    footprint: FootprintView
    drawn: Picture | None = None
    in_order: Sequence[RankedIndustry] = ()
    chosen: Sequence[str] = ()
    sentences: Sequence[str] = ()
    periods: Sequence[str] = ()
    bubbles: Chart | None = None
    shares: Chart | None = None
    files: Sequence[CensusFile] = ()
    notes: Mapping[str, Sequence[Noted]] = field(default_factory=dict)
    """By sector."""

    @property
    def placed(self) -> list[RankedIndustry]:
        return [one for one in self.in_order if one.place is not None]

    @property
    def without_place(self) -> list[RankedIndustry]:
        return [one for one in self.in_order if one.place is None]

    @property
    def level_words(self) -> str:
        return LEVELS[self.drawn.level] if self.drawn else ""


def look(session: Session, partnership: Partnership, query: Mapping[str, str]) -> SectorPage:
    """The main page. What cannot be shown is said in `why_not`."""
    kept = labor_market.choice_of(session, partnership.pk)
    files = census_files.files(session, partnership.pk)
    try:
        view = sector_form.view(query, kept)
        drawn, in_order = labor_market.look(
            session, partnership, view.choice, when=view.quarter, level=view.level
        )
        frame = census_files.figures(session, partnership.pk)
        counties = labor_market.region(session, partnership, frame)
    except BadInput as why:
        place = footprint_views.look(session, partnership, None)
        return SectorPage(partnership, RegionView(kept), kept, why.message, place, files=files)
    chosen = among(partnership.naics, {one.code for one in drawn.industries})
    spoken = [one for one in in_order if one.industry.code in chosen and one.place] or list(in_order[:1])
    return SectorPage(
        partnership=partnership,
        view=view,
        kept=kept,
        why_not="",
        drawn=drawn,
        in_order=in_order,
        chosen=chosen,
        sentences=three_sentences.about(drawn, spoken[0], places(in_order)),
        periods=picture.periods(frame, counties)[::-1],
        footprint=footprint_views.look(session, partnership, drawn),
        bubbles=bubble_chart.bubbles(drawn, chosen),
        shares=charts.shares(drawn, chosen),
        files=files,
        notes=by_sector(sector_notes.notes(session, partnership.pk)),
    )


def by_sector(noted: Sequence[Noted]) -> dict[str, list[Noted]]:
    found: dict[str, list[Noted]] = {}
    for one in noted:
        found.setdefault(sector_of(one[0].industry), []).append(one)
    return found


@dataclass(frozen=True)
class IndustryPage:
    """One industry: what it is made of, where, over time, and what people know."""

    partnership: Partnership
    code: str
    title: str
    why_not: str
    drawn: Picture | None = None
    industry: Industry | None = None
    sentences: Sequence[str] = ()
    quarters: Chart | None = None
    parts: Picture | None = None
    notes: Sequence[Noted] = ()


def industry(session: Session, partnership: Partnership, code: str) -> IndustryPage:
    """The page of one industry. Raises BadInput for a code that is none."""
    level = level_of(code)
    begins = [
        one
        for one in sector_notes.notes(session, partnership.pk)
        if sector_of(one[0].industry) == sector_of(code)
    ]
    try:
        choice = labor_market.choice_of(session, partnership.pk)
        drawn, in_order = labor_market.look(session, partnership, choice, level=level)
    except BadInput as why:
        return IndustryPage(partnership, code, title_of(code), why.message, notes=begins)
    ranked = next((one for one in in_order if one.industry.code == code), None)
    if ranked is None:
        return IndustryPage(
            partnership,
            code,
            title_of(code),
            f"The region has no establishment in {title_of(code)}.",
            notes=begins,
        )
    over_time = labor_market.over_time(session, partnership, code, choice.ownership)
    parts = labor_market.look(session, partnership, choice, within=code)[0] if level < SIX_DIGITS else None
    return IndustryPage(
        partnership=partnership,
        code=code,
        title=ranked.industry.title,
        why_not="",
        drawn=drawn,
        industry=ranked.industry,
        sentences=three_sentences.about(drawn, ranked, places(in_order)),
        quarters=charts.over_quarters(ranked.industry.title, over_time) if len(over_time) > 1 else None,
        parts=parts if parts and parts.industries else None,
        notes=begins,
    )
