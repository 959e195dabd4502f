"""Bringing somebody in: on a member's own page, and on the convener's page of people."""

from datetime import datetime

from fastapi.testclient import TestClient
from sqlmodel import Session

from sectorlaunch.actions import teams
from sectorlaunch.tables import ActionTeam, Person
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, House

WHO = {
    "name": "Nell Sample",
    "company": "Sample Forge",
    "email": "nell@example.org",
    "phone": "",
    "words": "Come.",
}


def team_of(house: House, name: str) -> int:
    def form(session: Session, now: datetime) -> int:
        person = session.get_one(Person, house.launch.person(session, name))
        team = ActionTeam(partnership_id=person.partnership_id, name="Welders", formed_at=now)
        session.add(team)
        session.flush()
        teams.join(session, now, house.launch.run_id, team.pk, person, by=CONVENER)
        return team.pk

    return house.launch.do(form)


def test_it_takes_a_peer_from_a_member_and_sends_the_welcome_on_their_word(house: House) -> None:
    visitor = house.visitor()
    team_id, page = team_of(house, "Biz Alder"), f"/p/{house.link('Biz Alder')}"
    assert "Bring somebody in" in visitor.get(page).text
    assert visitor.post(f"{page}/teams/{team_id}/peers", data=WHO).status_code == 303
    assert "May we write to Nell Sample now?" in visitor.get(page).text
    assert visitor.post(f"{page}/peers/1", data={"action": "welcome"}).status_code == 303
    assert [one.to_name for one in house.launch.messages("peer-welcome")] == ["Nell Sample"]
    assert visitor.post(f"{page}/peers/1", data={"action": "welcome"}).status_code == 404


def test_it_says_what_is_missing_beside_the_form(house: House) -> None:
    visitor = house.visitor()
    team_id, page = team_of(house, "Biz Alder"), f"/p/{house.link('Biz Alder')}"
    answer = visitor.post(f"{page}/teams/{team_id}/peers", data={**WHO, "email": ""})
    assert answer.status_code == 422
    assert "Give an e-mail address or a phone number" in answer.text
    other = f"/p/{house.link('Biz Birch')}"
    assert visitor.post(f"{other}/teams/{team_id}/peers", data=WHO).status_code == 404


def test_it_lets_the_convener_take_a_name_back(house: House, convener: TestClient) -> None:
    visitor = house.visitor()
    team_id, page = team_of(house, "Biz Alder"), f"/p/{house.link('Biz Alder')}"
    visitor.post(f"{page}/teams/{team_id}/peers", data=WHO)
    people = f"/partnerships/{MAIN}/people"
    assert "Nell Sample" in convener.get(people).text
    form = house.form(convener, number="1", action="let-be")
    assert convener.post(f"/partnerships/{MAIN}/peers", data=form).status_code == 303
    assert "Named by members" not in convener.get(people).text
