"""What a data brief says, before it is set as a page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from playbooks.wording import english_list
from sectorlaunch.census import bubble_chart, charts, county_map, sentences
from sectorlaunch.census.areas import County
from sectorlaunch.census.charts import Chart
from sectorlaunch.census.measures import Against, Industry, Ownership, Picture
from sectorlaunch.census.ranking import RankedIndustry

_ROWS, _PARTS, _NOTES = 10, 6, 5
_NOTE_LENGTH = 180
_STATEMENT_LENGTH = 260


@dataclass(frozen=True)
class Source:
    """A file the figures come from."""

    name: str
    sha256: str
    published: str
    """In words; empty when nobody said."""
    loaded: str


@dataclass(frozen=True)
class Known:
    """A note of a member."""

    sector: str
    kind: str
    text: str
    by: str
    on: str


@dataclass(frozen=True)
class Stated:
    """Why the footprint is neither too small nor too large."""

    not_too_small: str
    not_too_large: str
    commuting: str
    by: str
    on: str


@dataclass(frozen=True)
class Facts:
    """What the brief is made from, gathered by whoever has the tables."""

    partnership: str
    region: str
    made_on: str
    counties: Sequence[County]
    picture: Picture
    in_order: Sequence[RankedIndustry]
    chosen: str
    """The NAICS code the brief is about: the sector decided upon, else the first in order."""
    parts: Picture | None
    quarters: Sequence[tuple[str, Industry]]
    weights: str
    sources: Sequence[Source]
    notes: Sequence[Known] = ()
    decision: str = ""
    stated: Stated | None = None


@dataclass(frozen=True)
class Table:
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str


@dataclass(frozen=True)
class Figure:
    chart: Chart
    source: str


@dataclass(frozen=True)
class Brief:
    title: str
    subtitle: str
    made_on: str
    lead: tuple[str, ...]
    decision: str
    sectors: Table
    parts: Table | None
    bubbles: Figure
    over_time: Figure | None
    footprint: Figure
    stated: Stated | None
    notes: tuple[Known, ...]
    hidden: tuple[str, ...]
    method: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The lead as a paragraph, for a letter."""
        return " ".join(self.lead)


def write(facts: Facts) -> Brief:
    """The whole brief; `shorter` takes away where two pages are not enough."""
    picture = facts.picture
    placed = [one for one in facts.in_order if one.place is not None]
    ranked = next((one for one in facts.in_order if one.industry.code == facts.chosen), placed[0])
    one = ranked.industry
    source = _cited(_period(picture.period), facts.sources)
    first = facts.quarters[0][0] if facts.quarters else picture.period
    span = _cited(
        f"{_period(first)} to {_period(facts.quarters[-1][0] if facts.quarters else first)}", facts.sources
    )
    quarters = charts.over_quarters(one.title, facts.quarters) if len(facts.quarters) > 1 else None
    return Brief(
        title=f"{one.title} in {facts.region}",
        subtitle=f"What the labor-market data say, {_period(picture.period)} · {facts.partnership}",
        made_on=facts.made_on,
        lead=tuple(sentences.three_sentences(picture, ranked, len(placed))),
        decision=facts.decision,
        sectors=_sectors(facts, placed, source),
        parts=_parts(facts.parts, one.title, source),
        bubbles=Figure(bubble_chart.bubbles(picture, [one.code]), source),
        over_time=Figure(quarters, span) if quarters else None,
        footprint=Figure(county_map.footprint(facts.counties), _counties(facts.counties)),
        stated=_stated(facts.stated),
        notes=tuple(_shortened(note) for note in facts.notes[-_NOTES:]),
        hidden=_hidden(picture, facts.parts),
        method=_method(facts),
        sources=tuple(_source(found) for found in facts.sources),
    )


def shorter(brief: Brief, step: int) -> Brief:
    """Less of it: fewer notes, then fewer rows; the figures and what is hidden stay."""
    sectors = replace(brief.sectors, rows=brief.sectors.rows[: _ROWS - step])
    parts = replace(brief.parts, rows=brief.parts.rows[: max(3, _PARTS - step)]) if brief.parts else None
    return replace(
        brief,
        notes=brief.notes[: max(1, _NOTES - step)],
        sectors=sectors,
        parts=parts,
        sources=brief.sources
        if step < 3
        else (*brief.sources[:6], f"and {len(brief.sources) - 6} more.")
        if len(brief.sources) > 6
        else brief.sources,
    )


def _sectors(facts: Facts, placed: Sequence[RankedIndustry], source: str) -> Table:
    whose = "" if facts.picture.ownership is Ownership.ALL else f"{facts.picture.ownership.value} "
    first = [one for one in placed if one.place and one.place <= _ROWS]
    if not any(one.industry.code == facts.chosen for one in first):
        first = first[: _ROWS - 1] + [one for one in placed if one.industry.code == facts.chosen]
    return Table(
        f"The first sectors by the team’s weights ({facts.weights}); {whose}jobs",
        ("Place", "Sector", "Jobs", "Share", "A week", "Over the year", "Quotient"),
        tuple(
            (
                f"{one.place}",
                one.industry.title,
                sentences.jobs(one.industry),
                sentences.percent((one.industry.share or 0) * 100, signed=False),
                sentences.pay(one.industry),
                sentences.growth(one.industry),
                sentences.concentration(one.industry),
            )
            for one in first
        ),
        source,
    )


def _parts(parts: Picture | None, title: str, source: str) -> Table | None:
    if parts is None or not parts.industries:
        return None
    return Table(
        f"What {title.lower()} is made of here",
        ("Industry", "Jobs", "A week", "Over the year", "Quotient"),
        tuple(
            (
                one.title,
                sentences.jobs(one),
                sentences.pay(one),
                sentences.growth(one),
                sentences.concentration(one),
            )
            for one in parts.industries[:_PARTS]
        ),
        source,
    )


def _hidden(picture: Picture, parts: Picture | None) -> tuple[str, ...]:
    said = [sentences.hidden_overall(picture)]
    if parts is not None and parts.hidden_jobs:
        said.append(f"Within the sector: {sentences.hidden_overall(parts)}")
    return tuple(said)


def _method(facts: Facts) -> tuple[str, ...]:
    whom = "the nation" if facts.picture.against is Against.NATION else "the state"
    return (
        "The counties are summed first; quotients, wages and changes are derived from the sums, and every quarter is "
        "compared with the same quarter a year before.",
        f"A location quotient is the sector’s share of all covered jobs here divided by its share in {whom}: at 1 it "
        "is as common here as there.",
        *facts.picture.remarks,
        sentences.WHICH_JOBS[facts.picture.is_whole_year],
        "Covered jobs leave out the self-employed, most farm families, the railways and the military.",
    )


def _cited(when: str, sources: Sequence[Source]) -> str:
    return f"Source: BLS, Quarterly Census of Employment and Wages, {when}{_published(sources)}."


def _counties(counties: Sequence[County]) -> str:
    return f"Counties: {english_list([county.name for county in counties])}. Outlines: Census Bureau."


def _published(sources: Sequence[Source]) -> str:
    days = sorted({source.published for source in sources if source.published})
    return f", published {days[-1]}" if days else ""


def _source(found: Source) -> str:
    when = f"published {found.published}, " if found.published else ""
    return f"{found.name} ({when}loaded {found.loaded}, SHA-256 {found.sha256[:12]}…)"


def _shortened(note: Known) -> Known:
    return replace(note, text=_at_most(note.text, _NOTE_LENGTH))


def _stated(stated: Stated | None) -> Stated | None:
    if stated is None:
        return None
    return replace(
        stated,
        not_too_small=_at_most(stated.not_too_small, _STATEMENT_LENGTH),
        not_too_large=_at_most(stated.not_too_large, _STATEMENT_LENGTH),
        commuting=_at_most(stated.commuting, _STATEMENT_LENGTH),
    )


def _at_most(words: str, length: int) -> str:
    return words if len(words) <= length else f"{words[:length].rsplit(' ', 1)[0]}…"


def _period(period: str) -> str:
    """The fourth quarter of 2016."""
    year, _, quarter = period.partition("-Q")
    names = {"1": "first", "2": "second", "3": "third", "4": "fourth"}
    return f"{names[quarter]} quarter of {year}" if quarter else f"average of {year}"
