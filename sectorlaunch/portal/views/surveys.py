"""Surveys as their conveners see them: what can be opened, who is still silent, and what came of each."""

from dataclasses import dataclass

from playbooks.surveys import Survey
from sectorlaunch import wording
from sectorlaunch.portal.charts import Figure, Series
from sectorlaunch.records import audiences, surveys
from sectorlaunch.records.about import THE_RUN
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.surveys import Compared
from sectorlaunch.tables import Person, SurveyRound

IN_A_CHART = 3


@dataclass(frozen=True)
class Round:
    round: SurveyRound
    survey: Survey
    asked: int
    silent: list[Person]

    @property
    def is_open(self) -> bool:
        return self.round.closed_at is None

    @property
    def answered(self) -> int:
        return self.asked - len(self.silent)


@dataclass(frozen=True)
class Offered:
    """A survey of the playbook that may be opened now."""

    survey: Survey
    raters: int

    @property
    def only_named(self) -> bool:
        """Whether too few would be asked to promise that nobody can tell who said what."""
        return self.raters < self.survey.least


def rounds(launch: Launch) -> list[Round]:
    return [one_round(launch, found) for found in surveys.rounds(launch.session, launch.partnership_id)]


def one_round(launch: Launch, found: SurveyRound) -> Round:
    places = surveys.places(launch.session, found.pk)
    silent = [person for place, person in places if place.answered_on is None]
    return Round(found, surveys.survey_of(found), len(places), silent)


def offered(launch: Launch) -> list[Offered]:
    session, partnership_id = launch.session, launch.partnership_id
    return [
        Offered(survey, len(audiences.resolve(session, partnership_id, survey.raters, THE_RUN)))
        for survey in launch.playbook.surveys
        if surveys.open_round(session, partnership_id, survey.key) is None
    ]


def trend(launch: Launch, compared: Compared) -> Figure:
    """The good share of each theme, in this round and those before it."""
    shown = [(compared.newest, compared.results), *compared.earlier][:IN_A_CHART][::-1]
    themes = [
        theme for theme in compared.results.survey.themes if any(not one.words for one in theme.statements)
    ]
    themes.reverse()  # bars are drawn from the bottom
    last = launch.on(compared.newest.opened_at)
    return Figure(
        key="trend",
        title="How it went over the rounds",
        says=f"Share of good answers by theme, in percent, up to the round of {wording.day(last)}.",
        shape="bars",
        labels=tuple(theme.title or compared.results.survey.title for theme in themes),
        series=tuple(
            Series(
                wording.short_day(launch.on(found.opened_at), launch.today),
                tuple(results.theme_percent(theme) for theme in themes),
            )
            for found, results in shown
        ),
    )
