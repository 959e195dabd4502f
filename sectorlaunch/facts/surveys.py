"""What surveys say: who has answered, what stands low, what fell."""

from playbooks.facts import Count, Flag, SurveyFacts, Surveys
from playbooks.surveys import Survey
from sectorlaunch.facts.fact_reader import FactReader, counted, reads
from sectorlaunch.records import surveys
from sectorlaunch.tables import Person, SurveyPlace, SurveyRating, SurveyRound


@reads(SurveyRound, SurveyPlace, SurveyRating, Person)
def facts(reader: FactReader) -> Surveys:
    return Surveys(by_key={survey.key: _of(reader, survey) for survey in reader.playbook.surveys})


def _of(reader: FactReader, survey: Survey) -> SurveyFacts:
    newest = next(iter(surveys.rounds(reader.session, reader.partnership_id, survey.key)), None)
    if newest is None:
        return SurveyFacts(laid_open=Flag(because=f"“{survey.title}” has not been asked yet."))
    places = surveys.places(reader.session, newest.pk)
    silent = surveys.silent(reader.session, newest.pk)
    waiting = (f"{person.name} has not answered yet." for person in silent)
    compared = surveys.compared(reader.session, reader.partnership_id, survey.key, most=2)
    return SurveyFacts(
        answered=counted(
            (person for place, person in places if place.answered_on is not None),
            waiting,
            (person.name for person in silent),
        ),
        laid_open=Flag(
            value=compared is not None,
            because=f"The results of “{survey.title}” can be read."
            if compared is not None
            else f"“{survey.title}” is still open.",
        ),
        low=_texts([] if compared is None else [one.statement.text for one in compared.results.low]),
        fell=_texts([] if compared is None else [one.statement.text for one in compared.fell]),
    )


def _texts(texts: list[str]) -> Count:
    return Count(value=len(texts), names=tuple(texts))
