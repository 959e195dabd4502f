"""The region's industries: shown, and ranked by the team's weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True)
class Asked:
    """What was typed; empty means as the team chose it."""

    within: str = ""
    digits: int | None = None
    quarter: str = ""
    ownership: str = ""
    against: str = ""
    least_jobs: int | None = None
    weights: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def level(self) -> int | None:
        return None if self.digits is None else self.digits + 2

    def over(self, usual: "Choice") -> "Choice":
        """The team's choice with what was typed in its place."""
        from sectorlaunch.census import measures
        from sectorlaunch.census.ranking import MEASURES, Weights

        typed = {name: weight for name, weight in self.weights.items() if weight is not None}
        kept = dict.fromkeys(MEASURES, 0) if typed else dict(zip(MEASURES, usual.weights.all, strict=True))
        return replace(
            usual,
            weights=Weights(**(kept | typed)),
            ownership=one_of(measures.Ownership, self.ownership, "--ownership")
            if self.ownership
            else usual.ownership,
            against=one_of(measures.Against, self.against, "--against") if self.against else usual.against,
            least_jobs=usual.least_jobs if self.least_jobs is None else self.least_jobs,
        )


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
        drawn, in_order, figures = _look(launch, Asked(within, digits, quarter, ownership, against))
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
    output.say(sentences.hidden_overall(drawn), *drawn.remarks)


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
    from sectorlaunch.actions import labor_market as labor_market_actions
    from sectorlaunch.census import sentences
    from sectorlaunch.census.industries import among
    from sectorlaunch.records import labor_market as labor_market_records

    weights = {"size": size, "growth": growth, "wage": wage, "concentration": concentration}
    asked = Asked(within, digits, quarter, ownership, against, least_jobs, weights)
    if keep:
        with recording(slug, by) as at:
            usual = labor_market_records.choice_of(at.session, at.partnership_id)
            labor_market_actions.choose(*at.here, asked.over(usual), by=at.by)
    with reading(slug) as launch:
        drawn, in_order, figures = _look(launch, asked)
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
    output.say(sentences.hidden_overall(drawn), *drawn.remarks)
    chosen = [one for one in in_order if one.industry.code in named and one.place]
    for ranked in chosen or [one for one in in_order if one.place][:1]:
        output.say("", *sentences.three_sentences(drawn, ranked, sentences.places(in_order)))


def _look(launch: "Launch", asked: Asked) -> tuple["Picture", list["RankedIndustry"], dict[str, object]]:
    """The picture, its industries in order, and both as figures for machines."""
    from sectorlaunch.records import census_files, labor_market, region_figures

    session, partnership = launch.session, launch.partnership
    choice = asked.over(labor_market.choice_of(session, partnership.pk))
    drawn, in_order = labor_market.look(
        session, partnership, choice, when=asked.quarter, level=asked.level, within=asked.within
    )
    held = census_files.files(session, partnership.pk)
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
