"""What came of the launch, recorded on its page."""

from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.actions import teams
from sectorlaunch.portal.views import results
from sectorlaunch.portal.views.results import Results
from sectorlaunch.tables import CommitmentState, Meeting, MeetingKind, Partnership, Priority
from tests.sectorlaunch.portal.conftest import COLLEAGUE, MAIN, House

PAGE = f"/partnerships/{MAIN}/results"


def post(house: House, convener: TestClient, **fields: str) -> int:
    return int(convener.post(PAGE, data=house.form(convener, **fields)).status_code)


def seen(house: House) -> Results:
    with database.reading(house.engine) as session:
        return results.results(session, house.launch.now, session.get_one(Partnership, 1))


@pytest.fixture
def team(house: House, convener: TestClient) -> str:
    """The number of a team formed from the one chosen priority."""
    assert post(house, convener, action="priority", words="Find machinists") == 303
    number = str(seen(house).priorities[0].priority.id)
    assert post(house, convener, action="choose", number=number) == 303
    with database.unit_of_work(house.engine, house.launch.now) as session:
        teams.form_for_chosen(session, house.launch.now, house.launch.run_id)
    return str(seen(house).teams[0].team.id)


def test_it_says_what_a_team_still_needs(house: House, convener: TestClient, team: str) -> None:
    assert "It still needs an outcome, a strategy, a measure" in convener.get(PAGE).text
    words = {
        "name": "Machinists",
        "outcome": "Ten more",
        "strategy": "Nights",
        "measure": "Hires",
        "way_in": "Ask",
    }
    assert post(house, convener, action="describe", number=team, **words) == 303
    leader = str(house.person_id("Biz Alder"))
    assert post(house, convener, action="join", number=team, person=leader, lead="yes") == 303
    (one,) = seen(house).teams
    assert (one.lacks, one.lead, one.business) == ((), "Biz Alder", ("Biz Alder",))


def test_it_asks_partners_what_they_bring(house: House, convener: TestClient, team: str) -> None:
    partner = str(house.person_id("Pub Partner"))
    post(house, convener, action="join", number=team, person=partner)
    assert "contribution not said" in convener.get(PAGE).text
    post(house, convener, action="join", number=team, person=partner, contribution="A room")
    assert seen(house).teams[0].partners == (("Pub Partner", "A room"),)


def test_it_puts_a_call_on_the_calendar(house: House, convener: TestClient, team: str) -> None:
    assert post(house, convener, action="call", number=team, on="2026-02-20", hour="09:00") == 422
    assert post(house, convener, action="call", number=team, on="2026-03-20", hour="09:00") == 303
    with database.reading(house.engine) as session:
        assert session.exec(select(Meeting).where(Meeting.kind == MeetingKind.TEAM_CALL)).one().starts_at


def test_it_notes_promises_and_what_became_of_them(house: House, convener: TestClient) -> None:
    owner = str(house.person_id("Biz Birch"))
    assert post(house, convener, action="promise", words="Open the shop", owner=owner, on="2026-04-01") == 303
    (promise,) = seen(house).promises
    assert (promise.owner, promise.commitment.due_on) == ("Biz Birch", date(2026, 4, 1))
    assert post(house, convener, action="settle", number=str(promise.commitment.id), state="done") == 303
    assert seen(house).promises[0].commitment.state is CommitmentState.DONE


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "priority", "words": " "},
        {"action": "choose", "number": "99"},
        {"action": "promise", "words": "Something", "on": "soon"},
        {"action": "join", "number": "99", "person": "1"},
        {"action": "settle", "number": ""},
        {"action": "applaud"},
    ],
)
def test_it_says_what_cannot_be_recorded(house: House, convener: TestClient, fields: dict[str, str]) -> None:
    assert post(house, convener, **fields) == 422


def test_it_takes_nothing_of_another_partnership(house: House, convener: TestClient, team: str) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        session.add(Priority(id=500, partnership_id=2, words="Theirs", position=1))
    assert post(house, convener, action="choose", number="500") == 422
    stranger = str(house.person_id(COLLEAGUE))
    assert post(house, convener, action="join", number=team, person=stranger) == 422
