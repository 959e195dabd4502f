"""The leads of action teams are asked to set the first call, once their teams stand."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import outcomes, teams
from sectorlaunch.records.stop_rules import still_needed
from sectorlaunch.status import rounds
from sectorlaunch.tables import ActionTeam, Person, StepRun, StepState
from tests.cast import CONVENER, Launch

LEADS = {"Welders": "Biz Alder", "Machinists": "Biz Birch", "Drivers": "Biz Cedar"}


def lead(session: Session, now: datetime, launch: Launch, team: str, name: str) -> None:
    found = session.exec(select(ActionTeam).where(ActionTeam.name == team)).one()
    person = session.get_one(Person, launch.person(session, name))
    teams.join(session, now, launch.run_id, found.pk, person, by=CONVENER, lead=True)


def schedule(launch: Launch, team: str) -> None:
    def deed(session: Session, now: datetime) -> None:
        found = session.exec(select(ActionTeam).where(ActionTeam.name == team)).one()
        at = now + timedelta(days=20)
        teams.schedule_call(session, now, launch.run_id, found.pk, at, by=CONVENER)

    launch.do(deed)


def asked(launch: Launch) -> list[str]:
    return sorted(message.to_name for message in launch.messages("first-call-request"))


@pytest.fixture
def teams_stand(launch: Launch) -> Launch:
    """Three teams with their leads, one of them with its first call; the gate “Action teams” opens by itself."""

    def form(session: Session, now: datetime) -> None:
        chosen = [outcomes.record_priority(session, now, launch.run_id, one, by=CONVENER) for one in LEADS]
        outcomes.choose(session, now, launch.run_id, [one.pk for one in chosen], by=CONVENER)
        teams.form_for_chosen(session, now, launch.run_id)
        for team, name in LEADS.items():
            lead(session, now, launch, team, name)

    def begin(session: Session, now: datetime) -> None:
        step = session.get_one(StepRun, launch.step("move-to-action").pk)
        step.state, step.opened_at = StepState.OPEN, now
        session.add(step)

    launch.do(form)
    schedule(launch, "Drivers")
    launch.do(begin)
    return launch


def test_it_asks_the_leads_whose_team_has_no_call_yet(teams_stand: Launch) -> None:
    assert asked(teams_stand) == ["Biz Alder", "Biz Birch"]
    letter = teams_stand.messages("first-call-request")[0]
    assert letter.subject == "When does “Welders” first talk?"
    assert "has no day yet" in letter.text
    with database.reading(teams_stand.engine) as session:
        came = rounds.carried_out(session, teams_stand.run_id, teams_stand.now)
        step_five = [planned for planned in came if planned.step_key == "move-to-action"]
        assert rounds.of(session, step_five).words == "2 leads asked"


def test_it_leaves_those_alone_who_have_set_it_and_asks_the_others_again_on_their_day(
    teams_stand: Launch,
) -> None:
    schedule(teams_stand, "Welders")
    waiting = {message.to_name: message for message in teams_stand.messages("first-call-request")}
    with database.reading(teams_stand.engine) as session:
        needed = {name for name, message in waiting.items() if still_needed(session, message)}
    assert needed == {"Biz Birch"}
    teams_stand.wait(4)
    assert asked(teams_stand) == ["Biz Alder", "Biz Birch", "Biz Birch"]


def test_it_asks_a_lead_who_takes_over_later(teams_stand: Launch) -> None:
    teams_stand.do(lambda session, now: lead(session, now, teams_stand, "Machinists", "Champ One"))
    assert asked(teams_stand) == ["Biz Alder", "Biz Birch", "Champ One"]
