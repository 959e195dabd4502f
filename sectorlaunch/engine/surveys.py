"""Surveys at work: opened by a touch, closed at their day, and what fell brings its question back."""

from datetime import date, datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from playbooks.model import Touch
from playbooks.surveys import Survey
from sectorlaunch.actions import gates as gate_actions
from sectorlaunch.actions import surveys as survey_actions
from sectorlaunch.engine import set_aside
from sectorlaunch.errors import SectorLaunchError
from sectorlaunch.events import Happening
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import answers, partnerships, surveys
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, GateState, SurveyRound, ToDoKind

SWEEP = 50
FELL = "survey.fell"


def carry_out_due(session: Session, now: datetime, limit: int = SWEEP) -> list[str]:
    """Closes the rounds whose day is over, the oldest first; says in sentences what was done."""
    due = session.exec(
        select(SurveyRound)
        .where(text("surveyround.closed_at IS NULL"), SurveyRound.closes_at <= now)
        .order_by(col(SurveyRound.closes_at), col(SurveyRound.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()

    def put_aside(found: SurveyRound, why: str) -> str:
        found.closes_at = now + set_aside.LOOK_AGAIN
        session.add(found)
        run = partnerships.run_of(session, found.partnership_id)
        what = f"The survey “{surveys.survey_of(found).title}”"
        set_aside.give_task(session, now, run.pk, what, why, About(AboutKind.SURVEY, found.id))
        return what

    return set_aside.each(session, due, lambda found: [_close(session, now, found)], put_aside)


def open_by(launch: Launch, touch: Touch) -> str:
    """Opens the survey a touch names; says what came of it. One that cannot be asked just now is no mistake."""
    assert touch.opens is not None
    survey = launch.playbook.survey(touch.opens)
    if survey.every is not None and (asked_on := _asked_lately(launch, survey)):
        return f"not opened: people were asked on {asked_on.isoformat()}"
    try:
        found = survey_actions.open_round(*launch.here, touch.opens, by=survey_actions.CLOCK)
    except SectorLaunchError as error:
        return f"not opened: {error}"
    asked = len(surveys.places(launch.session, found.pk))
    return f"opened, {asked} {'person is' if asked == 1 else 'people are'} asked"


def _asked_lately(launch: Launch, survey: Survey) -> date | None:
    """When this survey was opened less than half its time ago, or another that comes round within a month."""
    assert survey.every is not None
    for found in surveys.rounds(launch.session, launch.partnership_id):
        if surveys.survey_of(found).every is None:
            continue
        own = found.key == survey.key
        rest = launch.playbook.number(survey.every) // 2 if own else launch.number("survey_rest_days", 30)
        opened_on = launch.on(found.opened_at)
        if launch.today < opened_on + timedelta(days=rest):
            return opened_on
    return None


def look_at_results(launch: Launch, closed: Happening) -> None:
    """Hands the results to the convener, and asks again what rests on a statement that fell."""
    found = launch.session.get_one(SurveyRound, closed.data["round_id"])
    title = surveys.survey_of(found).title
    compared = surveys.compared(launch.session, launch.partnership_id, found.key, upto=found, most=2)
    assert compared is not None
    if not compared.fell:
        return
    fell = "; ".join(one.statement.text for one in compared.fell)
    task = Task(
        ToDoKind.OTHER,
        purpose="survey-fell",
        occurrence=f"survey:{found.pk}",
        owner=launch.convener,
        about=None,
        title=f"Something fell in “{title}”"[:200],
        script=f"Worse than the time before: {fell} Put it on the agenda of the next meeting.",
    )
    tasks.create(launch, task)
    for _, gate in launch.playbook.gates():
        for question in gate.questions:
            rests = any((one.fact, one.of) == (FELL, found.key) for one in question.evidence)
            stands = answers.gate_run(launch.session, launch.run_id, gate.key).state is GateState.OPEN
            if rests and stands and not question.advisory:
                why = f"“{title}” shows that this fell: {fell}"
                gate_actions.reopen(
                    *launch.here, gate.key, question.key, by=survey_actions.CLOCK, why=why[:1000]
                )


def _close(session: Session, now: datetime, found: SurveyRound) -> str:
    run_id = partnerships.run_of(session, found.partnership_id).pk
    survey_actions.close(session, now, run_id, found.pk, by=survey_actions.CLOCK, because="its day was over")
    return f"{surveys.survey_of(found).title}: closed"
