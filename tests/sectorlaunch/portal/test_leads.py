"""Leads see every partnership and change none that they do not convene."""

import pytest
from fastapi.testclient import TestClient

from sectorlaunch import database
from sectorlaunch.portal.app import create_app
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Person
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House

LOOKED_AT = (
    "",
    "/timeline",
    "/people",
    "/pipeline",
    "/meetings",
    "/polls",
    "/guests",
    "/letter",
    "/results",
    "/documents",
    "/scope",
    "/words",
    "/settings",
    "/papers/status.pdf",
)


@pytest.fixture
def led(house: House) -> House:
    """The same house, where somebody who convenes nothing is a lead."""
    with database.reading(house.engine) as session:
        email = session.get_one(Person, house.person_id(MEMBER)).email
    settings = Settings(home=house.settings.home, leads=str(email))
    app = create_app(settings, house.engine, clock=lambda: house.launch.now)
    app.state.portal.watch.longest_seconds = 0
    return House(app, house.engine, settings, house.launch)


@pytest.fixture
def lead(led: House) -> TestClient:
    return led.signed_in(MEMBER)


@pytest.mark.parametrize("page", LOOKED_AT)
def test_it_shows_a_lead_what_others_convene(lead: TestClient, page: str) -> None:
    answer = lead.get(f"/partnerships/{MAIN}{page}")
    assert answer.status_code == 200
    if not page.endswith(".pdf"):
        assert "You look at this partnership as a lead." in answer.text


def test_it_takes_no_change_from_a_lead(led: House, lead: TestClient) -> None:
    form = led.form(lead, action="effort", name="An effort")
    assert lead.post(f"/partnerships/{MAIN}/scope", data=form).status_code == 403


def test_it_says_nothing_of_the_kind_to_the_convener(convener: TestClient) -> None:
    assert "as a lead" not in convener.get(f"/partnerships/{MAIN}").text
