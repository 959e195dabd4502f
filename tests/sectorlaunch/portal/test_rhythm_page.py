"""The rhythm of meetings on the page of all meetings, and by command."""

from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.tables import Meeting, MeetingKind, Rhythm
from tests.sectorlaunch.portal.conftest import MAIN, House

PAGE, ADDRESS = f"/partnerships/{MAIN}/meetings", f"/partnerships/{MAIN}/rhythms"
SECOND_TUESDAY = {"every": "3", "week": "2", "weekday": "1", "hour": "08:30", "minutes": "90"}


def post(house: House, browser: TestClient, **fields: str) -> int:
    form = house.form(browser, kind="quarterly", **{"action": "rhythm", **fields})
    return browser.post(ADDRESS, data=form).status_code


def standing(house: House) -> list[Rhythm]:
    with database.reading(house.engine) as session:
        return [one for one in session.exec(select(Rhythm)) if one.ended_at is None]


def test_it_sets_changes_and_ends_a_rhythm(house: House, convener: TestClient) -> None:
    assert post(house, convener, **SECOND_TUESDAY) == 303
    page = convener.get(PAGE).text
    assert "every 3 months, the second Tuesday, 08:30" in page
    assert "4 on the calendar" in page
    assert post(house, convener, **SECOND_TUESDAY | {"week": "5"}) == 303
    assert "the last Tuesday" in convener.get(PAGE).text
    assert post(house, convener, action="end-rhythm", why="We meet by need.") == 303
    assert standing(house) == []
    with database.reading(house.engine) as session:
        ahead = session.exec(select(Meeting).where(Meeting.kind == MeetingKind.QUARTERLY)).all()
    assert len(ahead) == 4
    assert all(one.canceled_at for one in ahead)


def test_it_says_what_is_no_rhythm_beside_its_form(house: House, convener: TestClient) -> None:
    assert post(house, convener, **SECOND_TUESDAY | {"every": "0"}) == 422
    assert post(house, convener, action="end-rhythm", why="Enough.") == 422
    assert standing(house) == []
