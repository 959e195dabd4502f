"""How simulated people answer a survey: mostly well, each in their way."""

from sqlmodel import Session

from sectorlaunch.actions import surveys as survey_actions
from sectorlaunch.actions.surveys import Said
from sectorlaunch.records import surveys as survey_records
from sectorlaunch.rehearsal.chance import key
from sectorlaunch.rehearsal.replies import Act
from sectorlaunch.rehearsal.stage import Stage
from sectorlaunch.tables import Person, SurveyRound

CONCERNS = (
    "We lost two weeks before anybody called.",
    "The colleges still come one by one.",
    "Our north end is not at the table yet.",
)
HEARD = (
    "Nobody under thirty comes through the door, and they said it five times.",
    "They want us to stop asking them the same things in different meetings.",
    "A short course for supervisors could begin this fall.",
)


def answers(round_id: int) -> Act:
    """Rates every statement, mostly well, and says a word where it is not."""

    def act(stage: Stage, session: Session, person_id: int, number: int) -> str:
        found = session.get_one(SurveyRound, round_id)
        if found.closes_at <= stage.now or person_id not in {
            person.pk for person in survey_records.silent(session, round_id)
        }:
            return "had answered by then, or it was closed"
        person, survey = session.get_one(Person, person_id), survey_records.survey_of(found)
        dice = stage.chance.of("survey", key(person), str(round_id))
        sheet = {}
        for statement in survey.statements():
            if statement.words:
                sheet[statement.key] = Said(words=dice.choice(HEARD) if dice.random() < 0.6 else "")
                continue
            point = min(int(dice.expovariate(1.6)), len(survey.scale) - 1)
            why = dice.choice(CONCERNS) if point >= survey.good and dice.random() < 0.4 else ""
            sheet[statement.key] = Said(None if dice.random() < 0.05 else point, why)
        survey_actions.answer(session, stage.now, stage.run_id, round_id, person, sheet)
        return "answered the survey"

    return act
