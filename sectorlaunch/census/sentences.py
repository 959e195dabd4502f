"""Figures as words: numbers that carry what they do not know, and three sentences a person can say aloud."""

from collections.abc import Sequence

from languages import DEFAULT, Language, formatting
from notifications.phrases import say
from playbooks.wording import english_list
from sectorlaunch.census.measures import Against, Industry, Picture, Quotient
from sectorlaunch.census.ranking import RankedIndustry

HIDDEN = "hidden"
WHICH_JOBS = {
    False: "“Jobs” are those of the quarter’s last month; wages are those of the whole quarter, over its average jobs.",
    True: "“Jobs” are the average of the year’s twelve months.",
}
"""By whether the figures are of a whole year."""
_CLEARLY_MORE, _CLEARLY_LESS = 1.1, 0.9


def jobs(one: Industry, language: Language = DEFAULT) -> str:
    """26,532, or “at least 111”, or hidden."""
    if one.jobs is None:
        return say(language, "figures.hidden")
    number = formatting.whole_number(language, one.jobs)
    return say(language, "figures.at least", number=number) if one.at_least else number


def wage(value: float | None, language: Language = DEFAULT) -> str:
    """$1,319."""
    return say(language, "figures.hidden") if value is None else f"${value:,.0f}"


def percent(value: float | None, signed: bool = True, language: Language = DEFAULT) -> str:
    """+1.0 %, with a true minus."""
    if value is None:
        return say(language, "figures.hidden")
    shown = f"{abs(value):.1f} %"
    if not signed or shown == "0.0 %":
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
    if found.exact or f"{found.low:.1f}" == f"{found.high:.1f}" or found.high - found.low < 0.015:
        return f"{found.value:.2f}"
    return f"{found.value:.2f} ({found.low:.2f}–{found.high:.2f})"


def concentration(one: Industry, language: Language = DEFAULT) -> str:
    """The quotient of an industry; of one whose jobs are hidden in part it is the least there can be."""
    number = quotient(one.quotient, language)
    return say(language, "figures.at least", number=number) if one.at_least and one.quotient else number


def pay(one: Industry, language: Language = DEFAULT) -> str:
    """The weekly wage, with the counties it cannot speak for."""
    hidden_in = one.hidden_in if one.at_least and one.weekly_wage else ()
    return _without(wage(one.weekly_wage, language), hidden_in, language)


def _without(figure: str, places: Sequence[str], language: Language) -> str:
    named = formatting.listing(language, places, most=6)
    return say(language, "figures.without", figure=figure, places=named) if places else figure


def in_a_line(one: Industry, period: str, language: Language = DEFAULT) -> str:
    """An industry's figures for those who do not have the table before them."""
    if one.jobs is None:
        count = formatting.whole_number(language, one.establishments)
        return say(language, "figures.line hidden", period=period, count=count)
    return say(
        language,
        "figures.line",
        period=period,
        jobs=jobs(one, language),
        pay=pay(one, language),
        growth=growth(one, language),
        quotient=concentration(one, language),
    )


def hidden(one: Industry) -> str:
    """What part of its establishments stands in hidden cells."""
    if not one.hidden_in:
        return "nothing"
    return f"{one.hidden_share * 100:.0f} % of establishments, in {english_list(one.hidden_in)}"


def hidden_overall(picture: Picture) -> str:
    """One sentence about everything that the table cannot show."""
    kind = "jobs" if picture.within else f"{picture.ownership.value} jobs".replace("all jobs", "jobs")
    if picture.hidden_jobs is None:
        return f"The total of these {kind} is itself hidden, so nobody can say how much the table leaves out."
    if not picture.hidden_jobs:
        return f"Nothing is hidden at this level: the rows add up to all {picture.jobs:,} {kind}."
    share = (picture.hidden_share or 0) * 100
    amount = "less than 0.1 %" if share < 0.1 else f"{share:.1f} %"
    return (
        f"{picture.hidden_jobs:,} of {picture.jobs:,} {kind} ({amount}) are in cells the Bureau hides to protect "
        "single employers; they are in no row."
    )


def three_sentences(picture: Picture, ranked: RankedIndustry, runners: int) -> list[str]:
    """Why an industry stands where it does: size and place, concentration and wage, change and doubt.

    Where cells are hidden each says so: a number is the least there can be, a place one among those that can be ranked.
    """
    one = ranked.industry
    of_all = f"of the {runners} that can be ranked" if picture.hidden_jobs else f"of {runners}"
    place = f"number {ranked.place} {of_all}" if ranked.place else "without a place in the ranking"
    first = f"{one.title} is {place}: {jobs(one)} jobs at {one.establishments:,} establishments"
    first += (
        f", {'at least ' if one.at_least else ''}{percent(one.share * 100, signed=False)} of the region’s covered jobs."
        if one.share is not None
        else "."
    )
    second = _concentration(picture, one) + _pay(picture, one)
    return [first, second, _movement(one) + _sensitivity(ranked)]


def _concentration(picture: Picture, one: Industry) -> str:
    whom = "nation" if picture.against is Against.NATION else "state"
    if one.quotient is None:
        return "How concentrated it is cannot be said"
    if one.at_least:
        said = f"is at least {one.quotient.value:.2f} times as common here as in the {whom}"
    elif one.quotient.value >= _CLEARLY_MORE:
        said = f"is {one.quotient.value:.2f} times as common here as in the {whom}"
    elif one.quotient.value <= _CLEARLY_LESS:
        said = f"is rarer here than in the {whom} (quotient {one.quotient.value:.2f})"
    else:
        said = f"is about as common here as in the {whom} (quotient {one.quotient.value:.2f})"
    return f"It {said}"


def _pay(picture: Picture, one: Industry) -> str:
    paid = [(row.weekly_wage, row.jobs) for row in picture.industries if row.weekly_wage and row.jobs]
    usual = sum(pay * count for pay, count in paid) / sum(count for _, count in paid) if paid else 0
    if one.weekly_wage is None or not usual:
        return ", and its wages are hidden."
    than = (one.weekly_wage / usual - 1) * 100
    paid_here = pay(one).replace(" (", " a week (") if one.at_least else f"{wage(one.weekly_wage)} a week"
    if abs(than) < 0.5:
        return f", and it pays {paid_here}, as much as the industries shown together."
    more = "more" if than > 0 else "less"
    return f", and it pays {paid_here}, {abs(than):.0f} % {more} than the industries shown together."


def _movement(one: Industry) -> str:
    if one.is_cut:
        return "How its jobs changed over the year cannot be told, since the areas were drawn anew"
    if one.change is None or one.growth is None:
        return "How its jobs changed over the year is hidden"
    moved = one.change.after - one.change.before
    without = f", {english_list(one.change.missing)} left out" if one.change.missing else ""
    if not moved:
        return f"It has as many jobs as a year before{without}"
    verb = "gained" if moved > 0 else "lost"
    return f"Over the year it {verb} {abs(moved):,} jobs ({percent(one.growth)}{without})"


def _sensitivity(ranked: RankedIndustry) -> str:
    """How far its place rests on the weights, as the end of a sentence."""
    if ranked.best is None:
        return "."
    weighed = "however the four measures are weighed, it stands"
    if ranked.best == ranked.worst:
        return f"; {weighed} at place {ranked.best}."
    first = round(ranked.first_in * 100)
    often = f", first in {first} of 100 ways" if first else ""
    return f"; {weighed} between place {ranked.best} and {ranked.worst}{often}."


def places(in_order: Sequence[RankedIndustry]) -> int:
    """How many industries have a place."""
    return sum(one.place is not None for one in in_order)
