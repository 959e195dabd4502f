"""Letters about scoring the sectors: the request, the reminder, and the scores once they are laid open."""

from functools import partial

from sectorlaunch.census import sentences
from sectorlaunch.census.industries import title_in
from sectorlaunch.errors import BadInput
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import labor_market, scores
from sectorlaunch.records.scores import Scored
from sectorlaunch.tables import ScoringRound


def scoring_request(source: LetterSource) -> Fields:
    scoring, name = _round(source), partial(title_in, source.language)
    try:
        drawn, _ = labor_market.look(source.launch.session, source.launch.partnership)
        figures = {
            one.code: sentences.in_a_line(one, drawn.period, source.language) for one in drawn.industries
        }
    except BadInput:  # no data yet: the team scores what it knows
        figures = {}
    return {
        "sectors": tuple(
            f"{name(code)} ({figures[code]})" if code in figures else name(code)
            for code in scoring.industries
        ),
        "score_by": source.due_words,
    }


def scoring_reminder(source: LetterSource) -> Fields:
    scoring = _round(source)
    return {
        "sectors": tuple(title_in(source.language, code) for code in scoring.industries),
        "scored": len(scores.who_scored(source.launch.session, scoring)),
    }


def scores_open(source: LetterSource) -> Fields:
    scoring = _round(source)
    found = scores.scores(source.launch.session, scoring)
    return {
        "results": tuple(_result(source, one) for one in sorted(found, key=lambda one: -(one.mean or 0))),
        "to_talk_about": tuple(
            title_in(source.language, one.industry)
            for one in found
            if one.spread is not None and one.spread >= scores.WIDE
        ),
        "scored": len(scores.who_scored(source.launch.session, scoring)),
    }


def _round(source: LetterSource) -> ScoringRound:
    return source.launch.session.get_one(ScoringRound, source.about.id_of("scoring"))


def _result(source: LetterSource, one: Scored) -> str:
    sector = title_in(source.language, one.industry)
    if one.mean is None:
        return source.say("scores.nobody", sector=sector)
    mean = f"{one.mean:.1f}"
    if not one.spread:
        return source.say("scores.alike", sector=sector, mean=mean)
    return source.say("scores.spread", sector=sector, mean=mean, low=one.points[0], high=one.points[-1])
