"""Figures as words: numbers that carry what they do not know, in the reader's language."""

from collections.abc import Sequence

from languages import DEFAULT, Language, formatting
from notifications.phrases import say
from sectorlaunch.census.industries import title_in
from sectorlaunch.census.measures import Against, Industry, Ownership, Picture, Quotient
from sectorlaunch.census.ranking import MEASURES, RankedIndustry, Weights

HIDDEN = say(DEFAULT, "figures.hidden")
MOST_PLACES = 6
"""Further counties are counted, not named."""


def title(one: Industry, language: Language = DEFAULT) -> str:
    """The name of an industry: the Bureau's own, in another language ours."""
    return one.title if language is DEFAULT else title_in(language, one.code)


def jobs(one: Industry, language: Language = DEFAULT) -> str:
    """26,532, or “at least 111”, or hidden."""
    if one.jobs is None:
        return say(language, "figures.hidden")
    number = formatting.whole_number(language, one.jobs)
    return say(language, "figures.at least", number=number) if one.at_least else number


def wage(value: float | None, language: Language = DEFAULT) -> str:
    """$1,319."""
    return say(language, "figures.hidden") if value is None else formatting.dollars(language, value)


def percent(value: float | None, signed: bool = True, language: Language = DEFAULT) -> str:
    """+1.0%, with a true minus."""
    if value is None:
        return say(language, "figures.hidden")
    shown = formatting.percent(language, abs(value) / 100, 1)
    if not signed or shown == formatting.percent(language, 0, 1):
        return shown
    return f"{'+' if value > 0 else '−'}{shown}"


def growth(one: Industry, language: Language = DEFAULT) -> str:
    if one.is_cut:
        return say(language, "figures.anew")
    missing = one.change.missing if one.change and one.growth is not None else ()
    return _without(percent(one.growth, language=language), missing, language)


def quotient(found: Quotient | None, language: Language = DEFAULT) -> str:
    """1.22; with its range where two places hide more than rounding would."""
    if found is None:
        return say(language, "figures.hidden")
    value, low, high = (formatting.decimal(language, n, 2) for n in (found.value, found.low, found.high))
    if found.exact or f"{found.low:.1f}" == f"{found.high:.1f}" or found.high - found.low < 0.015:
        return value
    return f"{value} ({low}–{high})"


def concentration(one: Industry, language: Language = DEFAULT) -> str:
    """The quotient of an industry; of one whose jobs are hidden in part it is the least there can be."""
    number = quotient(one.quotient, language)
    return say(language, "figures.at least", number=number) if one.at_least and one.quotient else number


def pay(one: Industry, language: Language = DEFAULT) -> str:
    """The weekly wage, with the counties it cannot speak for."""
    return _without(wage(one.weekly_wage, language), silent_on_pay(one), language)


def silent_on_pay(one: Industry) -> tuple[str, ...]:
    """The counties a wage cannot speak for, because they hide it."""
    return one.hidden_in if one.at_least and one.weekly_wage else ()


def _without(figure: str, places: Sequence[str], language: Language) -> str:
    named = formatting.listing(language, places, MOST_PLACES)
    return say(language, "figures.without", figure=figure, places=named) if places else figure


def in_a_line(one: Industry, period: str, language: Language = DEFAULT) -> str:
    """An industry's figures for those who do not have the table before them."""
    when = short_period(period, language)
    if one.jobs is None:
        count = formatting.whole_number(language, one.establishments)
        return say(language, "figures.line hidden", period=when, count=count)
    return say(
        language,
        "figures.line",
        period=when,
        jobs=jobs(one, language),
        pay=pay(one, language),
        growth=growth(one, language),
        quotient=concentration(one, language),
    )


def hidden(one: Industry) -> str:
    """What part of its establishments stands in hidden cells."""
    if not one.hidden_in:
        return "nothing"
    share = formatting.percent(DEFAULT, one.hidden_share)
    return f"{share} of establishments, in {formatting.listing(DEFAULT, one.hidden_in, MOST_PLACES)}"


def hidden_overall(picture: Picture, language: Language = DEFAULT) -> str:
    """One sentence about everything that the table cannot show."""
    kind = jobs_of(Ownership.ALL if picture.within else picture.ownership, language)
    if picture.jobs is None or picture.hidden_jobs is None:
        return say(language, "brief.total hidden", kind=kind)
    everyone = formatting.whole_number(language, picture.jobs)
    if not picture.hidden_jobs:
        return say(language, "brief.nothing hidden", jobs=everyone, kind=kind)
    share = picture.hidden_share or 0
    return say(
        language,
        "brief.some hidden",
        hidden=formatting.whole_number(language, picture.hidden_jobs),
        jobs=everyone,
        kind=kind,
        amount=formatting.percent(language, share, 1)
        if share >= 0.001
        else say(language, "brief.less than", amount=formatting.percent(language, 0.001, 1)),
    )


def which_jobs(picture: Picture, language: Language = DEFAULT) -> str:
    """What “jobs” are in figures of a quarter, or of a whole year."""
    return say(language, "brief.which jobs.year" if picture.is_whole_year else "brief.which jobs.quarter")


def remarks(picture: Picture, language: Language = DEFAULT) -> list[str]:
    """What is to be known besides, a sentence each."""
    return [
        say(
            language,
            f"figures.remark.{one.name}",
            **{name: period(part, language) if name == "first" else part for name, part in one.parts.items()},
        )
        for one in picture.remarks
    ]


def jobs_of(ownership: Ownership, language: Language = DEFAULT) -> str:
    """Private jobs."""
    return say(language, f"brief.jobs of.{ownership.value}")


def whom(against: Against, language: Language = DEFAULT) -> str:
    """What the region is compared with: the nation."""
    return say(language, f"brief.whom.{against.value}")


def period(named: str, language: Language = DEFAULT) -> str:
    """ "2026-Q4": 4th quarter 2026; "2026": average of 2026."""
    year, _, quarter = named.partition("-Q")
    if quarter:
        return formatting.quarter(language, int(year), int(quarter))
    return say(language, "brief.year", year=year)


def short_period(named: str, language: Language = DEFAULT) -> str:
    """ "2026-Q4": Q4 2026; a whole year is its number."""
    year, _, quarter = named.partition("-Q")
    return formatting.short_quarter(language, int(year), int(quarter)) if quarter else year


def weights(given: Weights, language: Language = DEFAULT) -> str:
    """Size, growth, wage, and concentration alike; else each with its weight."""
    names = [say(language, f"brief.measure.{measure}") for measure in MEASURES]
    if len(set(given.all)) == 1:
        return say(language, "brief.weighed alike", measures=formatting.listing(language, names))
    return ", ".join(f"{name} {weight}" for name, weight in zip(names, given.all, strict=True))


def places(in_order: Sequence[RankedIndustry]) -> int:
    """How many industries have a place."""
    return sum(one.place is not None for one in in_order)
