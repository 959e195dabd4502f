"""The leads of action teams are asked to set the first call, once their teams stand."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from sectorlaunch import database
from sectorlaunch.actions import outcomes, team_endings, teams
from sectorlaunch.engine import activities
from sectorlaunch.errors import BadInput
from sectorlaunch.outbox.write import enqueue
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.records import teams as team_records
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.records.stop_rules import still_needed
from sectorlaunch.status import rounds
from sectorlaunch.tables import (
    AboutKind,
    ActionTeam,
    Commitment,
    Meeting,
    Message,
    MessageState,
    Person,
    StepRun,
    StepState,
    TeamState,
)
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


def after_the_launch(launch: Launch) -> None:
    """Calls keep their own time from the launch on."""
    number = launch.step("launch").pk

    def begin(session: Session, now: datetime) -> None:
        step = session.get_one(StepRun, number)
        step.state, step.opened_at = StepState.OPEN, now
        session.add(step)
        activities.begin(session, now, number, "welcome-the-room")

    launch.do(begin)


def test_it_asks_for_the_next_call_after_three_days_and_the_convener_after_ten(teams_stand: Launch) -> None:
    """A team whose last call is over and that has no other was nobody's to think of."""
    after_the_launch(teams_stand)
    schedule(teams_stand, "Welders")

    def end_the_others(session: Session, now: datetime) -> None:
        for one in session.exec(select(ActionTeam).where(ActionTeam.name != "Welders")).all():
            team_endings.end(session, now, teams_stand.run_id, one.pk, {}, by=CONVENER, why="Enough for one.")

    teams_stand.do(end_the_others)
    teams_stand.wait(24)
    assert [one.to_name for one in teams_stand.messages("call-record-request")] == ["Biz Alder"]
    assert [one.to_name for one in teams_stand.messages("next-call-request")] == ["Biz Alder"]
    teams_stand.wait(8)
    title = "Phone the team lead about the next call"
    assert [todo.title for todo in teams_stand.todos() if todo.done_at is None and todo.title == title] == [
        title
    ]
    schedule(teams_stand, "Welders")
    assert [todo.title for todo in teams_stand.todos() if todo.done_at is None and todo.title == title] == []


def test_it_makes_a_team_part_of_another_with_all_it_holds(teams_stand: Launch) -> None:
    def merge(session: Session, now: datetime) -> None:
        by_name = {one.name: one for one in session.exec(select(ActionTeam)).all()}
        gone, stays = by_name["Drivers"], by_name["Welders"]
        outcomes.commit_to(
            *(session, now, teams_stand.run_id, "Ask the drivers", None, None), by=CONVENER, team_id=gone.pk
        )
        team_endings.merge(session, now, teams_stand.run_id, gone.pk, stays.pk, by=CONVENER)
        assert "Biz Cedar" in {one.name for one in team_records.members(session, stays)}
        (promise,) = session.exec(select(Commitment)).all()
        assert promise.team_id == stays.pk
        (call,) = session.exec(select(Meeting).where(Meeting.team_id == gone.pk)).all()
        assert call.canceled_at is not None
        with pytest.raises(BadInput, match="another team"):
            team_endings.merge(session, now, teams_stand.run_id, stays.pk, stays.pk, by=CONVENER)

    teams_stand.do(merge)
    assert [one.to_name for one in teams_stand.messages("team-changed")] == ["Biz Cedar"]


def test_it_ends_the_team_of_a_priority_that_is_taken_back(teams_stand: Launch) -> None:
    def take_back(session: Session, now: datetime) -> None:
        team = session.exec(select(ActionTeam).where(ActionTeam.name == "Machinists")).one()
        assert team.priority_id is not None
        why = "Two companies solved it."
        team_endings.take_back(session, now, teams_stand.run_id, team.priority_id, {}, by=CONVENER, why=why)
        assert team.state is TeamState.ENDED
        assert teams.form_for_chosen(session, now, teams_stand.run_id) == []

    teams_stand.do(take_back)


def test_it_asks_once_on_the_day_to_which_a_team_rests(teams_stand: Launch) -> None:
    def rest(session: Session, now: datetime) -> None:
        team = session.exec(select(ActionTeam).where(ActionTeam.name == "Welders")).one()
        until = (now + timedelta(days=30)).date()
        team_endings.rest(session, now, teams_stand.run_id, team.pk, until, by=CONVENER, why="Busy season.")

    after_the_launch(teams_stand)
    teams_stand.do(rest)
    teams_stand.wait(31)
    assert [one.to_name for one in teams_stand.messages("team-rested")] == ["Biz Alder"]


def test_it_takes_a_call_out_of_the_calendar_of_whoever_leaves_the_team(teams_stand: Launch) -> None:
    """Of a team whose call they had not heard of yet they are only told that they are off it, and who has what they held."""
    after_the_launch(teams_stand)

    def tell(session: Session, now: datetime) -> None:
        """The drivers have the notice of their call, two weeks before it."""
        place = session.exec(
            select(Meeting, Person)
            .join(ActionTeam, col(ActionTeam.id) == col(Meeting.team_id))
            .join(Person, col(Person.id) == col(ActionTeam.lead_id))
            .where(ActionTeam.name == "Drivers")
        ).one()
        call, person = place
        about = About(AboutKind.MEETING, call.pk)
        notice = Draft(
            "team-call-notice", person, purpose="launch/team-call-notice", reason="A call", about=about
        )
        enqueue.write(LaunchAtHand.of(session, now, teams_stand.run_id), notice)
        written = session.exec(select(Message).where(Message.kind == "team-call-notice")).one()
        written.state, written.sent_at = MessageState.SENT, now
        session.add(written)

    teams_stand.do(tell)

    def leave(session: Session, now: datetime) -> None:
        for team, name in (("Drivers", "Biz Cedar"), ("Welders", "Biz Alder")):
            found = session.exec(select(ActionTeam).where(ActionTeam.name == team)).one()
            person, to = (
                session.get_one(Person, teams_stand.person(session, one)) for one in (name, "Champ One")
            )
            team_endings.leave(session, now, teams_stand.run_id, found.pk, person, by=CONVENER, to=to)

    teams_stand.do(leave)
    letters = {one.to_name: one for one in teams_stand.messages("team-goodbye")}
    assert "What you had taken on there is now with Champ One." in letters["Biz Cedar"].text
    assert "goes without you" in letters["Biz Cedar"].text
    assert "METHOD:CANCEL" in letters["Biz Cedar"].calendar_text
    assert "goes without you" not in letters["Biz Alder"].text
    assert not letters["Biz Alder"].calendar_text
