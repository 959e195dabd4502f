"""The region's industries: shown, and ranked by the team's weights."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import reading, recording
from sectorlaunch.cli.options import By, Json, Slug, one_of

if TYPE_CHECKING:
    from sectorlaunch.census.measures import Picture
    from sectorlaunch.census.ranking import RankedIndustry
    from sectorlaunch.records.labor_market import Choice
    from sectorlaunch.records.launch import Launch
    from sectorlaunch.tables import Partnership

Within = Annotated[
    str, typer.Option("--within", metavar="NAICS", help="The parts of one industry, such as 31-33 or 332.")
]
Digits = Annotated[
    int | None, typer.Option("--digits", min=2, max=6, help="2 for sectors, to 6 for the finest industries.")
]
Quarter = Annotated[
    str,
    typer.Option(
        "--quarter", metavar="QUARTER", help="Such as 2026-Q1; the newest of all counties when left out."
    ),
]
Ownership = Annotated[
    str, typer.Option("--ownership", help="private, all, federal, state or local; as the team chose it.")
]
Against = Annotated[str, typer.Option("--against", help="Compared with the nation or the state.")]
LeastJobs = Annotated[
    int | None, typer.Option("--least-jobs", min=0, help="Smaller industries get no place.")
]


def show(
    slug: Slug,
    within: Within = "",
    digits: Digits = None,
    quarter: Quarter = "",
    ownership: Ownership = "",
    against: Against = "",
    json: Json = False,
) -> None:
    """The region’s industries: jobs, establishments, wages, change, quotient, and what is hidden."""
    from sectorlaunch.census import sentences

    with reading(slug) as launch:
        choice = _choice(launch, ownership, against)
        drawn, in_order, figures = _look(launch, choice, quarter, digits, within)
        heading = _heading(launch.partnership, drawn)
    if json:
        output.as_json(figures)
        return
    output.say(heading)
    rows: list[tuple[str, ...]] = [
        ("NAICS", "Industry", "Jobs", "Establishments", "A week", "A year", "Quotient", "Hidden")
    ]
    rows += [
        (
            one.code,
            one.title,
            sentences.jobs(one),
            f"{one.establishments:,}",
            sentences.pay(one),
            sentences.growth(one),
            sentences.concentration(one),
            sentences.hidden(one),
        )
        for one in sorted((one.industry for one in in_order), key=lambda one: (-(one.jobs or -1), one.code))
    ]
    output.columns(rows)
    output.say(sentences.which_jobs(drawn), sentences.hidden_overall(drawn), *sentences.remarks(drawn))


def rank(
    slug: Slug,
    size: Annotated[int | None, typer.Option("--size", help="The weight of jobs.")] = None,
    growth: Annotated[int | None, typer.Option("--growth", help="The weight of the year’s change.")] = None,
    wage: Annotated[int | None, typer.Option("--wage", help="The weight of the weekly wage.")] = None,
    concentration: Annotated[
        int | None, typer.Option("--concentration", help="The weight of the location quotient.")
    ] = None,
    within: Within = "",
    digits: Digits = None,
    quarter: Quarter = "",
    ownership: Ownership = "",
    against: Against = "",
    least_jobs: LeastJobs = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep these weights as the team’s.")] = False,
    by: By = "",
    json: Json = False,
) -> None:
    """The industries in order by the team’s weights, with the range of places other weights would give."""
    from sectorlaunch.actions import labor_market
    from sectorlaunch.census import sentences, three_sentences
    from sectorlaunch.census.industries import among

    weights = {"size": size, "growth": growth, "wage": wage, "concentration": concentration}
    typed = ownership, against, least_jobs, weights
    if keep:
        with recording(slug, by) as at:
            labor_market.choose(*at.here, _choice(at, *typed), by=at.by)
    with reading(slug) as launch:
        drawn, in_order, figures = _look(launch, _choice(launch, *typed), quarter, digits, within)
        heading = _heading(launch.partnership, drawn)
        named = among(launch.partnership.naics, {one.industry.code for one in in_order})
    if json:
        output.as_json(figures)
        return
    output.say(heading, f"Weights: {figures['weights']}.")
    rows: list[tuple[str, ...]] = [
        ("Place", "NAICS", "Industry", "Score", "Range", "First in", "Jobs", "A week", "A year", "Quotient")
    ]
    rows += [_ranked(one) for one in in_order if one.place is not None]
    output.columns(rows)
    without = [one.industry.title for one in in_order if one.place is None]
    if without:
        output.say(f"Without a place: {', '.join(without)}.")
    output.say(sentences.hidden_overall(drawn), *sentences.remarks(drawn))
    chosen = [one for one in in_order if one.industry.code in named and one.place]
    for ranked in chosen or [one for one in in_order if one.place][:1]:
        output.say("", *three_sentences.about(drawn, ranked, sentences.places(in_order)))


def _choice(
    launch: "Launch",
    ownership: str,
    against: str,
    least_jobs: int | None = None,
    weights: Mapping[str, int | None] | None = None,
) -> "Choice":
    """The team's choice with what was typed in its place; empty means as the team chose it."""
    from dataclasses import replace

    from sectorlaunch.census import measures
    from sectorlaunch.census.ranking import MEASURES, Weights
    from sectorlaunch.records import labor_market

    usual = labor_market.choice_of(launch.session, launch.partnership_id)
    typed = {name: weight for name, weight in (weights or {}).items() if weight is not None}
    kept = dict.fromkeys(MEASURES, 0) if typed else dict(zip(MEASURES, usual.weights.all, strict=True))
    return replace(
        usual,
        weights=Weights(**(kept | typed)),
        ownership=one_of(measures.Ownership, ownership, "--ownership") if ownership else usual.ownership,
        against=one_of(measures.Against, against, "--against") if against else usual.against,
        least_jobs=usual.least_jobs if least_jobs is None else least_jobs,
    )


def _look(
    launch: "Launch", choice: "Choice", quarter: str, digits: int | None, within: str
) -> tuple["Picture", list["RankedIndustry"], dict[str, object]]:
    """The picture, its industries in order, and both as figures for machines."""
    from sectorlaunch.records import census_files, labor_market, region_figures

    level = None if digits is None else digits + 2
    drawn, in_order = labor_market.look(
        launch.session, launch.partnership, choice, when=quarter, level=level, within=within
    )
    held = census_files.files(launch.session, launch.partnership_id)
    figures = region_figures.as_figures(drawn, in_order, held) | {"weights": choice.weights.words}
    return drawn, in_order, figures


def _ranked(ranked: "RankedIndustry") -> tuple[str, ...]:
    from sectorlaunch.census import sentences

    one = ranked.industry
    return (
        f"{ranked.place}",
        one.code,
        one.title,
        f"{ranked.score:.0f}",
        f"{ranked.best}–{ranked.worst}",
        f"{ranked.first_in * 100:.0f} %",
        sentences.jobs(one),
        sentences.pay(one),
        sentences.growth(one),
        sentences.concentration(one),
    )


def _heading(partnership: "Partnership", drawn: "Picture") -> str:
    from sectorlaunch.census.industries import LEVELS, title_of
    from sectorlaunch.census.measures import Ownership

    what = f"the parts of {title_of(drawn.within)}" if drawn.within else LEVELS[drawn.level]
    jobs = "" if drawn.ownership is Ownership.ALL else f"{drawn.ownership.value} jobs, "
    return f"{partnership.region}, {drawn.period}: {what}, {jobs}{drawn.covered_jobs:,} covered jobs in all."
