"""The region as the team sees it: sectors in order, notes beside them, scores, the decision and what came since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from sectorlaunch.errors import BadInput
from sectorlaunch.labour_market import charts, picture, saying
from sectorlaunch.labour_market.charts import Chart
from sectorlaunch.labour_market.frame import SIX_DIGITS
from sectorlaunch.labour_market.industries import LEVELS, among, level_of, sector_of, title_of
from sectorlaunch.labour_market.measures import Industry, Picture
from sectorlaunch.labour_market.ranking import Standing
from sectorlaunch.operations.sector import (
    census_files,
    data_briefs,
    labour_market,
    score_sheets,
    sector_decisions,
    sector_notes,
)
from sectorlaunch.operations.sector.labour_market import Choice
from sectorlaunch.operations.sector.score_sheets import Scored
from sectorlaunch.operations.sector.sector_decisions import Since
from sectorlaunch.portal import sector_form
from sectorlaunch.portal.sector_form import View
from sectorlaunch.portal.sights import footprint
from sectorlaunch.portal.sights.footprint import FootprintSight
from sectorlaunch.tables import (
    CensusFile,
    DataBrief,
    Partnership,
    Person,
    ScoringRound,
    SectorDecision,
    SectorNote,
)

Noted = tuple[SectorNote, Person]
WIDE_SPREAD = score_sheets.WIDE


@dataclass(frozen=True)
class SectorSight:
    partnership: Partnership
    view: View
    kept: Choice
    why_not: str
    """Why there is no picture, with what to do; empty when there is one."""
    footprint: FootprintSight
    drawn: Picture | None = None
    standings: Sequence[Standing] = ()
    chosen: Sequence[str] = ()
    sentences: Sequence[str] = ()
    periods: Sequence[str] = ()
    bubbles: Chart | None = None
    shares: Chart | None = None
    files: Sequence[CensusFile] = ()
    notes: Mapping[str, Sequence[Noted]] = field(default_factory=dict)
    """By sector."""

    @property
    def placed(self) -> list[Standing]:
        return [one for one in self.standings if one.place is not None]

    @property
    def without_place(self) -> list[Standing]:
        return [one for one in self.standings if one.place is None]

    @property
    def level_words(self) -> str:
        return LEVELS[self.drawn.level] if self.drawn else ""


@dataclass(frozen=True)
class ScoringSight:
    """Where the joint scoring stands."""

    round: ScoringRound | None
    members: Sequence[Person]
    scored: Sequence[str]
    silent: Sequence[str]
    table: Sequence[Scored]
    names: Mapping[str, str]


@dataclass(frozen=True)
class OutcomeSight:
    decision: SectorDecision | None
    since: Since | None
    then_and_now: Sequence[tuple[str, str, str]]
    """Label, the figure then, the figure now; the last is empty when nothing newer is loaded."""
    title: str
    following: str
    brief: DataBrief | None


def look(session: Session, partnership: Partnership, query: Mapping[str, str]) -> SectorSight:
    """The main page. What cannot be shown is said in `why_not`."""
    assert partnership.id is not None
    kept = labour_market.choice_of(session, partnership.id)
    files = census_files.files(session, partnership.id)
    try:
        view = sector_form.view(query, kept)
        drawn, standings = labour_market.look(
            session, partnership, view.choice, when=view.quarter, level=view.level
        )
        frame = census_files.figures(session, partnership.id)
        counties = labour_market.region(session, partnership, frame)
    except BadInput as why:
        place = footprint.look(session, partnership, None)
        return SectorSight(partnership, View(kept), kept, why.message, place, files=files)
    chosen = among(partnership.naics, {one.code for one in drawn.industries})
    spoken = [one for one in standings if one.industry.code in chosen and one.place] or list(standings[:1])
    return SectorSight(
        partnership=partnership,
        view=view,
        kept=kept,
        why_not="",
        drawn=drawn,
        standings=standings,
        chosen=chosen,
        sentences=saying.three_sentences(drawn, spoken[0], saying.places(standings)),
        periods=picture.periods(frame, counties)[::-1],
        footprint=footprint.look(session, partnership, drawn),
        bubbles=charts.bubbles(drawn, chosen),
        shares=charts.shares(drawn, chosen),
        files=files,
        notes=by_sector(sector_notes.notes(session, partnership.id)),
    )


def by_sector(noted: Sequence[Noted]) -> dict[str, list[Noted]]:
    found: dict[str, list[Noted]] = {}
    for one in noted:
        found.setdefault(sector_of(one[0].industry), []).append(one)
    return found


@dataclass(frozen=True)
class IndustrySight:
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


def industry(session: Session, partnership: Partnership, code: str) -> IndustrySight:
    """The page of one industry. Raises BadInput for a code that is none."""
    assert partnership.id is not None
    level = level_of(code)
    begins = [
        one
        for one in sector_notes.notes(session, partnership.id)
        if sector_of(one[0].industry) == sector_of(code)
    ]
    try:
        choice = labour_market.choice_of(session, partnership.id)
        drawn, standings = labour_market.look(session, partnership, choice, level=level)
    except BadInput as why:
        return IndustrySight(partnership, code, title_of(code), why.message, notes=begins)
    standing = next((one for one in standings if one.industry.code == code), None)
    if standing is None:
        return IndustrySight(
            partnership,
            code,
            title_of(code),
            f"The region has no establishment in {title_of(code)}.",
            notes=begins,
        )
    over_time = labour_market.over_time(session, partnership, code, choice.ownership)
    parts = labour_market.look(session, partnership, choice, within=code)[0] if level < SIX_DIGITS else None
    return IndustrySight(
        partnership=partnership,
        code=code,
        title=standing.industry.title,
        why_not="",
        drawn=drawn,
        industry=standing.industry,
        sentences=saying.three_sentences(drawn, standing, saying.places(standings)),
        quarters=charts.over_quarters(standing.industry.title, over_time) if len(over_time) > 1 else None,
        parts=parts if parts and parts.industries else None,
        notes=begins,
    )


def scoring(session: Session, partnership_id: int) -> ScoringSight:
    """The newest round: who has scored, and, once laid open, what."""
    newest = score_sheets.newest_round(session, partnership_id)
    members = score_sheets.scorers(session, partnership_id)
    scored = score_sheets.who_scored(session, newest) if newest else []
    return ScoringSight(
        round=newest,
        members=members,
        scored=scored,
        silent=[person.name for person in members if person.name not in scored],
        table=score_sheets.scores(session, newest) if newest else [],
        names={code: title_of(code) for code in newest.industries} if newest else {},
    )


_COMPARED = (
    ("Place", "place"),
    ("Jobs", "jobs"),
    ("Establishments", "establishments"),
    ("Weekly wage", "weekly_wage"),
    ("Change over the year", "change_percent"),
    ("Quotient", "quotient"),
)


def _shown(figures: Mapping[str, Any], key: str) -> str:
    """A figure of a snapshot as it reads."""
    value = figures.get(key)
    if value is None:
        return saying.HIDDEN
    known = {"weekly_wage": saying.wage, "change_percent": saying.percent, "quotient": "{:.2f}".format}
    return known.get(key, "{:,}".format)(value)


def outcome(session: Session, partnership: Partnership) -> OutcomeSight:
    """The decision with what was known then, what newer data says, and the newest brief."""
    assert partnership.id is not None
    decision = sector_decisions.newest_decision(session, partnership.id)
    since = sector_decisions.since(session, partnership, decision) if decision else None
    return OutcomeSight(
        decision=decision,
        since=since,
        then_and_now=[
            (label, _shown(since.known, key), _shown(since.newer, key) if since.newer is not None else "")
            for label, key in _COMPARED
        ]
        if since
        else [],
        title=title_of(decision.industry) if decision else "",
        following=title_of(decision.next_industry) if decision and decision.next_industry else "",
        brief=data_briefs.newest(session, partnership.id),
    )
