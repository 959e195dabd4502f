"""What a data brief says, before it is set as a page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from languages import DEFAULT, Language, formatting
from languages.catalogs import Sentence
from notifications.phrases import say
from sectorlaunch.census import bubble_chart, charts, county_map, sentences, three_sentences
from sectorlaunch.census.brief import tables
from sectorlaunch.census.brief.facts import Facts, Known, Source, Stated
from sectorlaunch.census.brief.tables import Table
from sectorlaunch.census.charts import Chart
from sectorlaunch.census.industries import title_in
from sectorlaunch.census.measures import Picture

_NOTES, _SOURCES = 5, 6
_NOTE_LENGTH = 180
_STATEMENT_LENGTH = 260


@dataclass(frozen=True)
class Figure:
    chart: Chart
    source: str


@dataclass(frozen=True)
class Note:
    """What a member knows, or why the region is as it is, with who wrote it and when."""

    heading: str
    text: str
    signed: str


@dataclass(frozen=True)
class Brief:
    language: Language
    title: str
    chosen: str
    """The industry it is about, as the tables name it."""
    subtitle: str
    foot: str
    lead: tuple[str, ...]
    decision: str
    sectors: Table
    parts: Table | None
    bubbles: Figure
    over_time: Figure | None
    footprint: Figure
    stated: tuple[Note, ...]
    notes: tuple[Note, ...]
    hidden: tuple[str, ...]
    method: tuple[str, ...]
    sources: tuple[str, ...]
    made_on: str

    @property
    def summary(self) -> str:
        """The lead as a paragraph, for a letter."""
        return " ".join(self.lead)

    def say(self, key: str, **fields: object) -> str:
        """What stands on its pages besides, such as a heading."""
        return say(self.language, f"brief.{key}", **fields)

    @property
    def files(self) -> str:
        """The line that names the files."""
        return self.say("files", names="; ".join(self.sources))


def write(facts: Facts, language: Language = DEFAULT) -> Brief:
    """The whole brief; `shorter` takes away where two pages are not enough."""
    picture, words = facts.picture, partial(say, language)
    placed = [one for one in facts.in_order if one.place is not None]
    ranked = next((one for one in facts.in_order if one.industry.code == facts.chosen), placed[0])
    title = sentences.title(ranked.industry, language)
    period = partial(sentences.period, language=language)
    source = _cited(period(picture.period), facts.sources, language)
    quarters = [name for name, _ in facts.quarters] or [picture.period]
    span = words("brief.period to", first=period(quarters[0]), last=period(quarters[-1]))
    made_on = formatting.plain_day(language, facts.made_on)
    counties = formatting.listing(language, [county.name for county in facts.counties])
    region = facts.region or formatting.listing(language, [county.short for county in facts.counties])
    return Brief(
        language=language,
        title=words("brief.title", sector=title, region=region),
        chosen=title,
        subtitle=words("brief.subtitle", period=period(picture.period), partnership=facts.partnership),
        foot=words("brief.foot", partnership=facts.partnership, day=made_on),
        lead=tuple(three_sentences.about(picture, ranked, len(placed), language)),
        decision=_decided(facts, language),
        sectors=tables.of_sectors(facts, placed, source, language),
        parts=tables.of_parts(facts.parts, title, source, language),
        bubbles=Figure(bubble_chart.bubbles(picture, [ranked.industry.code], language), source),
        over_time=Figure(
            charts.over_quarters(title, facts.quarters, language), _cited(span, facts.sources, language)
        )
        if len(facts.quarters) > 1
        else None,
        footprint=Figure(
            county_map.footprint(facts.counties, language), words("brief.counties", names=counties)
        ),
        stated=_stated(facts.stated, language),
        notes=tuple(_note(note, language) for note in facts.notes[-_NOTES:]),
        hidden=_hidden(picture, facts.parts, language),
        method=_method(picture, language),
        sources=tuple(_source(found, language) for found in facts.sources),
        made_on=words("brief.drawn up", day=made_on),
    )


def shorter(brief: Brief, step: int) -> Brief:
    """Less of it: fewer notes, then fewer rows; the figures and what is hidden stay."""
    left = len(brief.sources) - _SOURCES
    return replace(
        brief,
        notes=brief.notes[: max(1, _NOTES - step)],
        sectors=replace(brief.sectors, rows=brief.sectors.rows[: tables.ROWS - step]),
        parts=replace(brief.parts, rows=brief.parts.rows[: max(3, tables.PARTS - step)])
        if brief.parts
        else None,
        sources=(*brief.sources[:_SOURCES], brief.say("and more", count=left))
        if step >= 3 and left > 0
        else brief.sources,
    )


def _hidden(picture: Picture, parts: Picture | None, language: Language) -> tuple[str, ...]:
    said = [sentences.hidden_overall(picture, language)]
    if parts is not None and parts.hidden_jobs:
        within = sentences.hidden_overall(parts, language)
        said.append(say(language, "brief.within", hidden=within))
    return tuple(said)


def _method(picture: Picture, language: Language) -> tuple[str, ...]:
    whom = sentences.whom(picture.against, language)
    return (
        say(language, "brief.summed"),
        say(language, "brief.what quotient", whom=whom),
        *sentences.remarks(picture, language),
        sentences.which_jobs(picture, language),
        say(language, "brief.covered"),
    )


def _cited(when: str, sources: Sequence[Source], language: Language) -> str:
    newest = max((source.published for source in sources if source.published), default=None)
    day = formatting.plain_day(language, newest) if newest else ""
    published = say(language, "brief.published", day=day) if day else ""
    return say(language, "brief.cited", when=when, published=published)


def _source(found: Source, language: Language) -> str:
    return say(
        language,
        "brief.source published" if found.published else "brief.source",
        name=found.name,
        published=formatting.plain_day(language, found.published) if found.published else "",
        loaded=formatting.plain_day(language, found.loaded),
        sign=found.sha256[:12],
    )


def _decided(facts: Facts, language: Language) -> str:
    found = facts.decision
    if found is None:
        return ""
    titles = {one.industry.code: sentences.title(one.industry, language) for one in facts.in_order}

    def named(code: str) -> str:
        return (titles.get(code) or title_in(language, code)).lower()

    return say(
        language,
        "brief.decided next" if found.following else "brief.decided",
        sector=named(found.industry),
        next=named(found.following) if found.following else "",
        on=formatting.plain_day(language, found.on),
        agreed=formatting.listing(language, found.agreed),
        why=f" {found.reasons}" if found.reasons else "",
    )


def _note(note: Known, language: Language) -> Note:
    kind = Sentence(note.kind).in_language(language)
    return Note(
        f"{title_in(language, note.industry)}, {kind}:",
        _at_most(note.text, _NOTE_LENGTH),
        f"{note.by}, {formatting.plain_day(language, note.on)}",
    )


def _stated(stated: Stated | None, language: Language) -> tuple[Note, ...]:
    if stated is None:
        return ()
    said = {
        "not too small": stated.not_too_small,
        "not too large": stated.not_too_large,
        "commuting": stated.commuting,
    }
    signed = f"{stated.by}, {formatting.plain_day(language, stated.on)}"
    return tuple(
        Note(say(language, f"brief.{key}"), _at_most(words, _STATEMENT_LENGTH), signed)
        for key, words in said.items()
        if words
    )


def _at_most(words: str, length: int) -> str:
    return words if len(words) <= length else f"{words[:length].rsplit(' ', 1)[0]}…"
