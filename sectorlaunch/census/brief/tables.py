"""The tables of a data brief: the sectors in order, and what the chosen one is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from languages import Language
from notifications.phrases import say
from sectorlaunch.census import sentences
from sectorlaunch.census.brief.facts import Facts
from sectorlaunch.census.measures import Picture
from sectorlaunch.census.ranking import RankedIndustry

ROWS, PARTS = 10, 6
"""How many rows each has at most."""


@dataclass(frozen=True)
class Table:
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str


def of_sectors(facts: Facts, placed: Sequence[RankedIndustry], source: str, language: Language) -> Table:
    """The first in order, and the one it is about."""
    first = [one for one in placed if one.place and one.place <= ROWS]
    if not any(one.industry.code == facts.chosen for one in first):
        first = first[: ROWS - 1] + [one for one in placed if one.industry.code == facts.chosen]
    return Table(
        say(
            language,
            "brief.sectors",
            weights=sentences.weights(facts.weights, language),
            jobs=sentences.jobs_of(facts.picture.ownership, language),
        ),
        _head(language, "place", "sector", "jobs", "share", "pay", "growth", "quotient"),
        tuple(
            (
                f"{one.place}",
                sentences.title(one.industry, language),
                sentences.jobs(one.industry, language),
                sentences.percent((one.industry.share or 0) * 100, signed=False, language=language),
                sentences.pay(one.industry, language),
                sentences.growth(one.industry, language),
                sentences.concentration(one.industry, language),
            )
            for one in first
        ),
        source,
    )


def of_parts(parts: Picture | None, title: str, source: str, language: Language) -> Table | None:
    """What the industry it is about is made of; None where nothing finer is told."""
    if parts is None or not parts.industries:
        return None
    return Table(
        say(language, "brief.parts", sector=title.lower()),
        _head(language, "industry", "jobs", "pay", "growth", "quotient"),
        tuple(
            (
                sentences.title(one, language),
                sentences.jobs(one, language),
                sentences.pay(one, language),
                sentences.growth(one, language),
                sentences.concentration(one, language),
            )
            for one in parts.industries[:PARTS]
        ),
        source,
    )


def _head(language: Language, *names: str) -> tuple[str, ...]:
    return tuple(say(language, f"brief.head.{name}") for name in names)
