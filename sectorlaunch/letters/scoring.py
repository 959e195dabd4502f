"""Letters about scoring the sectors: the request, the reminder, and the scores once they are laid open."""

from sectorlaunch.census import sentences
from sectorlaunch.census.industries import title_of
from sectorlaunch.errors import BadInput
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import labor_market, scores
from sectorlaunch.records.scores import Scored
from sectorlaunch.tables import ScoringRound

_DAYS_TO_SCORE = 4


def scoring_request(source: LetterSource) -> Fields:
    scoring = _round(source)
    try:
        drawn, _ = labor_market.look(source.launch.session, source.launch.partnership)
        figures = {one.code: sentences.in_a_line(one, drawn.period) for one in drawn.industries}
    except BadInput:  # no data yet: the team scores what it knows
        figures = {}
    return {
        "sectors": tuple(
            f"{title_of(code)} ({figures[code]})" if code in figures else title_of(code)
            for code in scoring.industries
        ),
        "score_by": source.due_words,
    }


def scoring_reminder(source: LetterSource) -> Fields:
    scoring = _round(source)
    return {
        "sectors": tuple(title_of(code) for code in scoring.industries),
        "scored": len(scores.who_scored(source.launch.session, scoring)),
    }


def scores_open(source: LetterSource) -> Fields:
    scoring = _round(source)
    found = scores.scores(source.launch.session, scoring)
    return {
        "results": tuple(_result(one) for one in sorted(found, key=lambda one: -(one.mean or 0))),
        "to_talk_about": tuple(
            title_of(one.industry) for one in found if one.spread is not None and one.spread >= scores.WIDE
        ),
        "scored": len(scores.who_scored(source.launch.session, scoring)),
    }


def _round(source: LetterSource) -> ScoringRound:
    return source.launch.session.get_one(ScoringRound, source.about.id_of("scoring"))


def _result(one: Scored) -> str:
    title = title_of(one.industry)
    if one.mean is None:
        return f"{title}: nobody scored it"
    if not one.spread:
        return f"{title}: {one.mean:.1f}, all alike"
    return f"{title}: {one.mean:.1f} on average, from {one.points[0]} to {one.points[-1]}"
