"""One figure about this industry here, for the invitation: it says why now better than words do."""

from sqlmodel import col, select

from languages import formatting
from notifications import phrases
from sectorlaunch.census.industries import level_of
from sectorlaunch.census.measures import Industry
from sectorlaunch.errors import BadInput
from sectorlaunch.letters.letter_source import LetterSource
from sectorlaunch.query_cache import cached
from sectorlaunch.records import labor_market
from sectorlaunch.tables import CensusFile, DataBrief, RankingChoice

_WORTH_SAYING = 0.5
"""Percent over the year; less is called neither more nor fewer."""


def sentence(source: LetterSource) -> str:
    """ "Manufacturing means 26,532 jobs in Fernwater Valley, 1.0% more than a year ago."; empty without a data brief.

    The figures are those of the newest brief's period, of the partnership's one industry. What the Bureau hides is not said.
    """
    found = _industry(source)
    name = phrases.industry(source.language, source.launch.partnership.industry)
    if found is None or found.jobs is None or not name:
        return ""
    said = {
        "industry": f"{name[:1].upper()}{name[1:]}",
        "jobs": formatting.whole_number(source.language, found.jobs),
        "place": source.launch.partnership.region or source.say("figure.here"),
    }
    if found.at_least:
        return source.say("figure.at least", **said)
    growth = found.growth or 0
    if abs(growth) < _WORTH_SAYING:
        return source.say("figure.jobs", **said)
    change = formatting.percent(source.language, abs(growth) / 100, 1)
    return source.say("figure.more" if growth > 0 else "figure.fewer", **said, change=change)


def _industry(source: LetterSource) -> Industry | None:
    """The partnership's industry in the period of its newest brief; read once for all who are written to."""
    session, partnership = source.launch.session, source.launch.partnership

    def read() -> Industry | None:
        period = session.exec(
            select(DataBrief.period)
            .where(DataBrief.partnership_id == partnership.pk)
            .order_by(col(DataBrief.id).desc())
        ).first()
        if period is None or len(partnership.naics) != 1:
            return None
        (code,) = partnership.naics
        try:
            drawn, _ = labor_market.look(session, partnership, when=period, level=level_of(code))
        except BadInput:  # the files of that period are no longer here
            return None
        return drawn.industry(code)

    tables = (DataBrief, CensusFile, RankingChoice)
    return cached(session, tables, ("local figure", partnership.pk, *partnership.naics), read)
