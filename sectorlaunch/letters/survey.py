"""Letters about surveys: the request, and what reminds of it."""

from languages import formatting
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import surveys
from sectorlaunch.tables import SurveyRound

FIRST_REMINDER, SECOND_REMINDER = 3, 6


def survey_request(source: LetterSource) -> Fields:
    found = source.launch.session.get_one(SurveyRound, source.about.id_of("survey"))
    survey = surveys.survey_of(found, source.language)
    return {
        "survey": survey.title,
        "intro": survey.intro,
        "statements": len(list(survey.statements())),
        "minutes": survey.minutes,
        "closes": formatting.short_moment(source.language, found.closes_at, source.zone),
        "is_grouped": survey.is_grouped,
        "reminders": _reminders(source, found),
    }


def _reminders(source: LetterSource, found: SurveyRound) -> int:
    """This one and those before it, by how long the survey has been open: nobody is reminded on the day they are asked."""
    days = (source.launch.today - source.launch.on(found.opened_at)).days
    return 0 if days < FIRST_REMINDER else 1 if days < SECOND_REMINDER else 2
