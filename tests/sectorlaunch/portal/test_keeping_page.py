"""How long people are kept, who will be erased when, and the end of a partnership: on the page and by command."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from sectorlaunch import database
from sectorlaunch.actions import roles
from sectorlaunch.engine import keeping_periods
from sectorlaunch.tables import RoleKind
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, House

PAGE = f"/partnerships/{MAIN}/keeping"
NAME = "Biz Birch"


@pytest.fixture
def left(house: House) -> int:
    person_id, now = house.person_id(NAME), house.launch.now
    with database.unit_of_work(house.engine, now) as session:
        roles.end_role(session, now, MAIN, person_id, RoleKind.BUSINESS_LEADER, by=CONVENER)
    return person_id


def test_it_shows_beforehand_who_will_be_erased(house: House, convener: TestClient, left: int) -> None:
    page = convener.get(PAGE).text
    assert "two years after their last role ended" in page
    assert "one person who left in 2026 will be erased" in page
    assert "It is announced at least thirty days before." in page
    assert NAME in page
    now = house.launch.now + timedelta(days=700)
    with database.unit_of_work(house.engine, now) as session:
        keeping_periods.sweep(session, now, {})
    assert "Announced, and in the history." in convener.get(PAGE).text
    history = convener.get(f"/partnerships/{MAIN}/history").text
    assert "one person who left in 2026 will be erased." in history


def test_it_notes_the_end_of_a_partnership_only_when_it_is_meant(house: House, convener: TestClient) -> None:
    careless = convener.post(PAGE, data=house.form(convener, action="end"))
    assert (careless.status_code, "Tick that it has ended" in careless.text) == (422, True)
    assert convener.post(PAGE, data=house.form(convener, action="end", sure="yes")).status_code == 303
    assert "It continues after all" in convener.get(PAGE).text
    assert convener.post(PAGE, data=house.form(convener, action="take-up")).status_code == 303
    assert "Save the end date" in convener.get(PAGE).text


def test_it_sets_the_days_on_the_settings_page(house: House, convener: TestClient) -> None:
    form = house.form(convener, action="number", number="keep_left_days", value="365", made_from="")
    page = convener.get(f"/partnerships/{MAIN}/settings").text
    line = page.partition('value="keep_left_days">')[2]
    form["made_from"] = line.partition('name="made_from" value="')[2].partition('"')[0]
    assert convener.post(f"/partnerships/{MAIN}/settings", data=form).status_code == 303
    assert "one year after their last role ended" in convener.get(PAGE).text
