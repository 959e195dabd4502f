"""Letters about surveys: the request, and what reminds of it."""

from languages import formatting
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import surveys
from sectorlaunch.tables import SurveyRound


def survey_request(source: LetterSource) -> Fields:
    found = source.launch.session.get_one(SurveyRound, source.about.id_of("survey"))
    survey = surveys.survey_of(found, source.language)
    planned = source.planned
    return {
        "survey": survey.title,
        "intro": survey.intro,
        "statements": len(list(survey.statements())),
        "minutes": survey.minutes,
        "closes": formatting.short_moment(source.language, found.closes_at, source.zone),
        "is_grouped": survey.is_grouped,
        "is_reminder": planned is not None and planned.due_at.date() > found.opened_at.date(),
    }
