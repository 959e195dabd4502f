"""What stands around a person on their own page: who comes, their team, what others said, who keeps their calendar."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from sectorlaunch import access_links, database
from sectorlaunch.actions import champions, invitations, outcomes, teams
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.records import invitations as invitation_records
from sectorlaunch.records import meetings
from sectorlaunch.tables import (
    ActionTeam,
    ChampionStage,
    Commitment,
    CommitmentState,
    InvitationState,
    LinkPurpose,
    MeetingKind,
    Person,
)
from tests.cast import MONDAY
from tests.sectorlaunch.portal.conftest import MEMBER, House

CHAMPION = "Champ One"


def page(house: House, name: str) -> str:
    return str(house.visitor().get(f"/p/{house.link(name)}").text)


def accept(house: House, *names: str) -> None:
    now, run_id = house.launch.now, house.launch.run_id
    with database.unit_of_work(house.engine, now) as session:
        launch = meetings.launch_meeting(session, 1)
        assert launch is not None
        for name in names:
            person = session.get_one(Person, house.launch.person(session, name))
            invitations.invite(session, now, launch.pk, [person])
            invitations.reply(
                session, now, run_id, launch.pk, person, invitations.Reply(InvitationState.ACCEPTED)
            )


def agree(house: House) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        person = session.get_one(Person, house.launch.person(session, CHAMPION))
        champions.move(session, MONDAY, house.launch.run_id, person, ChampionStage.AGREED, by="Cora")


def test_it_shows_a_champion_who_comes_by_name_and_company_only(house: House) -> None:
    agree(house)
    assert "Nobody has said yes yet" in page(house, CHAMPION)
    accept(house, "Biz Alder", "Biz Birch")
    shown = page(house, CHAMPION)
    assert ("Two people have said yes" in shown, "Alder Tools" in shown) == (True, True)
    assert ("alder@example.com" in shown, "970-555-0112" in shown) == (False, False)


def test_it_shows_nobody_else_who_comes(house: House) -> None:
    accept(house, "Biz Alder")
    for name in (MEMBER, "Biz Birch", CHAMPION):
        assert "Who is coming" not in page(house, name)


def test_it_shows_what_others_said_only_once_one_has_answered(house: House) -> None:
    house.launch.answer("Edda Teach", "shared-table", "shared-view", note="Gladly.")
    assert "Gladly." not in page(house, MEMBER)
    house.launch.answer(MEMBER, "shared-table", "shared-view")
    assert "Gladly." in page(house, MEMBER)


def test_it_says_what_is_ahead_to_whoever_has_a_role(house: House) -> None:
    assert "Coming up: Roles agreed by" in page(house, MEMBER)
    assert "Ahead of us" not in page(house, "Biz Alder")


@pytest.fixture
def on_a_team(house: House) -> House:
    """Biz Alder leads a team with Biz Birch, has its call ahead and a promise open."""
    now, run_id = house.launch.now, house.launch.run_id
    with database.unit_of_work(house.engine, now) as session:
        alder = session.get_one(Person, house.launch.person(session, "Biz Alder"))
        birch = session.get_one(Person, house.launch.person(session, "Biz Birch"))
        priority = outcomes.record_priority(session, now, run_id, "Find machinists", by="Cora")
        priority.chosen_at = now
        session.add(priority)
        session.flush()
        teams.form_for_chosen(session, now, run_id)
        team = session.exec(select(ActionTeam)).one()
        teams.join(session, now, run_id, team.pk, alder, by="Cora", lead=True)
        teams.join(session, now, run_id, team.pk, birch, by="Cora")
        teams.schedule_call(session, now, run_id, team.pk, now + timedelta(days=9), by="Cora")
        outcomes.commit_to(session, now, run_id, "Open the shop", birch, date(2026, 3, 20), by="Cora")
    return house


def test_it_shows_a_team_member_the_team_and_its_next_call(on_a_team: House) -> None:
    shown = page(on_a_team, "Biz Birch")
    assert "Led by Biz Alder" in shown
    assert "Next call" in shown
    assert "Wednesday, March 11, 2026" in shown
    assert "alder@example.com" not in shown
    assert "You lead it." in page(on_a_team, "Biz Alder")


def test_it_has_the_lead_set_the_first_call_of_a_team_once(on_a_team: House) -> None:
    now, run_id = on_a_team.launch.now, on_a_team.launch.run_id
    with database.unit_of_work(on_a_team.engine, now) as session:
        call = meetings.of_kind(session, 1, MeetingKind.TEAM_CALL)[0]
        meeting_actions.call_off(session, now, run_id, call.pk, by="Cora", why="Too early.")
        team_id = call.team_id
    lead, visitor = f"/p/{on_a_team.link('Biz Alder')}", on_a_team.visitor()
    address = f"{lead}/teams/{team_id}"
    shown = visitor.get(lead).text
    assert ("When will your team first talk?" in shown, f'action="{address}"' in shown) == (True, True)
    good = {"action": "call", "time": "other", "on": "2026-03-19", "hour": "09:00", "minutes": "45"}
    for wrong in ({"on": ""}, {"on": "2026-02-19"}, {"hour": "nine"}, {"minutes": "5"}, {"time": "noon"}):
        assert visitor.post(address, data={**good, **wrong}).status_code == 422
    stranger = f"/p/{on_a_team.link('Biz Birch')}"
    assert "When will your team first talk?" not in visitor.get(stranger).text
    assert visitor.post(f"{stranger}/teams/{team_id}", data=good).status_code == 404
    assert visitor.post(address, data=good).status_code == 303
    shown = visitor.get(lead).text
    assert "When will your team first talk?" not in shown
    assert "Thursday, March 19, 2026, 9:00–9:45 a.m." in shown
    with database.reading(on_a_team.engine) as session:
        (call,) = meetings.of_kind(session, 1, MeetingKind.TEAM_CALL)
        assert {person.name for _, person in invitation_records.invited(session, call.pk)} == {
            "Biz Alder",
            "Biz Birch",
        }


def test_it_takes_a_later_day_for_a_promise(on_a_team: House) -> None:
    token = on_a_team.link("Biz Birch")
    with database.reading(on_a_team.engine) as session:
        number = session.exec(select(Commitment.id)).one()
    address = f"/p/{token}/commitments/{number}/later"
    visitor = on_a_team.visitor()
    for wrong in ("", "soon", "2026-03-02"):
        assert visitor.post(address, data={"on": wrong}).status_code == 422
    assert visitor.post(address, data={"on": "2026-04-17", "why": "The press broke."}).status_code == 303
    assert "By Friday, April 17, 2026" in visitor.get(f"/p/{token}").text
    with database.unit_of_work(on_a_team.engine, on_a_team.launch.now) as session:
        run_id = on_a_team.launch.run_id
        outcomes.settle(session, on_a_team.launch.now, run_id, number, CommitmentState.DONE, by="Cora")
    assert visitor.post(address, data={"on": "2026-05-17"}).status_code == 404


def test_it_hands_the_calendar_to_an_assistant_and_takes_it_back(house: House) -> None:
    token, visitor = house.link(CHAMPION), house.visitor()
    wrong = visitor.post(f"/p/{token}/assistant", data={"name": "Ada Desk", "email": "ada"})
    assert (wrong.status_code, "not an email address" in wrong.text) == (422, True)
    given = {"name": "Ada Desk", "email": "ada@example.com"}
    assert visitor.post(f"/p/{token}/assistant", data=given).status_code == 303
    assert "Ada Desk keeps your calendar" in visitor.get(f"/p/{token}").text
    visitor.post(f"/p/{token}/assistant", data={"end": "yes"})
    assert house.launch.someone(CHAMPION).assistant_email == ""


def test_it_does_not_let_an_assistant_hand_it_on(house: House) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        person_id = house.launch.person(session, CHAMPION)
        token = access_links.issue(session, MONDAY, person_id, LinkPurpose.PERSONAL, 1, for_assistant=True)
    assert "Add my assistant" not in house.visitor().get(f"/p/{token}").text
    given = {"name": "Bo Desk", "email": "bo@example.com"}
    assert house.visitor().post(f"/p/{token}/assistant", data=given).status_code == 422


@pytest.mark.parametrize("name", [MEMBER, CHAMPION, "Biz Alder"])
def test_it_stays_light(house: House, name: str) -> None:
    agree(house)
    styles = len(house.visitor().get("/static/portal.css").content)
    assert len(page(house, name).encode()) + styles < 100_000
