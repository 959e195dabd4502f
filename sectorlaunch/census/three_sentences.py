"""Why an industry stands where it does, in three sentences a person can say aloud."""

from languages import DEFAULT, Language, formatting
from notifications.phrases import say
from sectorlaunch.census import sentences
from sectorlaunch.census.measures import Industry, Picture
from sectorlaunch.census.ranking import RankedIndustry

_CLEARLY_MORE, _CLEARLY_LESS = 1.1, 0.9


def about(picture: Picture, ranked: RankedIndustry, runners: int, language: Language = DEFAULT) -> list[str]:
    """Size and place, concentration and wage, change and doubt.

    Where cells are hidden each says so: a number is the least there can be, a place one among those that can be ranked.
    """
    one = ranked.industry
    return [
        _place(picture, ranked, runners, language) + _share(one, language),
        _concentration(picture, one, language) + _pay(picture, one, language),
        _movement(one, language) + _sensitivity(ranked, language),
    ]


def _place(picture: Picture, ranked: RankedIndustry, runners: int, language: Language) -> str:
    one = ranked.industry
    return say(
        language,
        "brief.placed" if ranked.place else "brief.unplaced",
        title=sentences.title(one, language),
        place=ranked.place,
        of=say(language, "brief.of rankable" if picture.hidden_jobs else "brief.of all", count=runners),
        jobs=sentences.jobs(one, language),
        establishments=formatting.whole_number(language, one.establishments),
    )


def _share(one: Industry, language: Language) -> str:
    if one.share is None:
        return "."
    key = "brief.share at least" if one.at_least else "brief.share"
    return say(language, key, share=sentences.percent(one.share * 100, signed=False, language=language))


def _concentration(picture: Picture, one: Industry, language: Language) -> str:
    if one.quotient is None:
        return say(language, "brief.quotient hidden")
    if one.at_least:
        key = "quotient at least"
    elif one.quotient.value >= _CLEARLY_MORE:
        key = "more common"
    else:
        key = "rarer" if one.quotient.value <= _CLEARLY_LESS else "as common"
    number = formatting.decimal(language, one.quotient.value, 2)
    return say(language, f"brief.{key}", quotient=number, whom=sentences.whom(picture.against, language))


def _pay(picture: Picture, one: Industry, language: Language) -> str:
    paid = [(row.weekly_wage, row.jobs) for row in picture.industries if row.weekly_wage and row.jobs]
    usual = sum(pay * count for pay, count in paid) / sum(count for _, count in paid) if paid else 0
    if one.weekly_wage is None or not usual:
        return say(language, "brief.wages hidden")
    than, silent = one.weekly_wage / usual - 1, sentences.silent_on_pay(one)
    here = say(
        language,
        "brief.a week without" if silent else "brief.a week",
        pay=sentences.wage(one.weekly_wage, language),
        places=formatting.listing(language, silent, sentences.MOST_PLACES),
    )
    if abs(than) < 0.005:
        return say(language, "brief.pays alike", pay=here)
    key = "brief.pays more" if than > 0 else "brief.pays less"
    return say(language, key, pay=here, than=formatting.percent(language, abs(than)))


def _movement(one: Industry, language: Language) -> str:
    if one.is_cut:
        return say(language, "brief.change cut")
    if one.change is None or one.growth is None:
        return say(language, "brief.change hidden")
    moved, missing = one.change.after - one.change.before, one.change.missing
    places = formatting.listing(language, missing, sentences.MOST_PLACES)
    without = say(language, "brief.left out", places=places) if missing else ""
    if not moved:
        return say(language, "brief.unchanged", without=without)
    return say(
        language,
        "brief.gained" if moved > 0 else "brief.lost",
        jobs=formatting.whole_number(language, abs(moved)),
        growth=sentences.percent(one.growth, language=language),
        without=without,
    )


def _sensitivity(ranked: RankedIndustry, language: Language) -> str:
    """How far its place rests on the weights, as the end of a sentence."""
    if ranked.best is None:
        return "."
    if ranked.best == ranked.worst:
        return say(language, "brief.stands", place=ranked.best)
    first = round(ranked.first_in * 100)
    often = say(language, "brief.often", count=first) if first else ""
    return say(language, "brief.stands between", best=ranked.best, worst=ranked.worst, often=often)
