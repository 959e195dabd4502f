"""Leads see every partnership and change none that they do not convene."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.portal.app import create_app
from sectorlaunch.records import accounts, keepers, leads
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Event, Person
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import COLLEAGUE, MAIN, MEMBER, House
from tests.sectorlaunch.portal.test_keepers import as_keeper

LENA = "lena@example.org"
"""Looks, convenes nothing."""

LOOKED_AT = (
    "",
    "/timeline",
    "/people",
    "/pipeline",
    "/meetings",
    "/polls",
    "/surveys",
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


def account_at(house: House, email: str) -> int:
    with database.reading(house.engine) as session:
        found = accounts.with_address(session, email)
        assert found is not None
        return found.pk


def test_it_names_a_lead_on_a_page_and_ends_it(house: House, convener: TestClient) -> None:
    form = house.form(convener, action="name", email=LENA.title(), name="Lena Looker")
    answer = convener.post("/settings/leads", data=form)
    assert answer.headers["location"] == "/settings?done=sees-all"
    house.visitor().post("/sign-in", data={"email": LENA})
    assert [letter.to_address for letter in house.account_letters("sign-in")] == [LENA]
    lead = as_keeper(house, account_at(house, LENA))
    assert "You look at this partnership as a lead." in lead.get(f"/partnerships/{MAIN}").text
    page = lead.get("/settings").text
    assert ("Lena Looker" in page, "Cora Venner keeps this installation." in page) == (True, True)
    assert lead.post("/settings/leads", data=house.form(lead, action="name", email=LENA)).status_code == 403

    form = house.form(convener, action="end", account=str(account_at(house, LENA)))
    assert (
        convener.post("/settings/leads", data=form).headers["location"] == "/settings?done=sees-all-no-more"
    )
    assert lead.get(f"/partnerships/{MAIN}").status_code == 303, "signed out: she has no part in anything"
    told = [
        (kind, one.to_address)
        for kind in ("lead-named", "lead-ended", "keeper-news")
        for one in house.account_letters(kind)
    ]
    assert told == [("lead-named", LENA), ("lead-ended", LENA), *[("keeper-news", "cora@example.org")] * 2]
    with database.reading(house.engine) as session:
        said = [one for one in session.exec(select(Event)) if one.kind in ("lead named", "lead ended")]
        assert [(one.actor, "Lena Looker" in one.summary) for one in said] == [(CONVENER, True)] * 2


@pytest.mark.parametrize(
    "fields", [{"email": "no address"}, {"email": "new@example.org"}, {"action": "end", "account": "99"}]
)
def test_it_says_what_naming_a_lead_needs(house: House, convener: TestClient, fields: dict[str, str]) -> None:
    form = house.form(convener, **{"action": "name", **fields})
    assert convener.post("/settings/leads", data=form).status_code == 422


def test_it_never_happens__the_machines_first_leads_come_back_after_they_were_ended(
    led: House, lead: TestClient
) -> None:
    """The variable is the first set-up: with the first name or end on the page, what stands there counts."""
    first = led.settings.lead_addresses
    (address,) = first
    with database.reading(led.engine) as session:
        before = keepers.of(session, first)
    form = led.form(lead, action="end", account=str(account_at(led, address)))
    assert lead.post("/settings/leads", data=form).status_code == 303
    assert lead.get(f"/partnerships/{MAIN}").status_code == 403
    with database.reading(led.engine) as session:
        assert leads.of(session, first) == []
        assert leads.addresses(session, first) == []
        assert [one.id for one in keepers.of(session, first)] == [one.id for one in before], (
            "keeps it as before"
        )


def test_it_never_happens__naming_a_lead_makes_them_the_keeper(house: House, convener: TestClient) -> None:
    """While nobody was named a keeper, the machine's leads keep the installation; one named on the page does not."""
    email = "otto@example.org"
    form = house.form(convener, action="name", email=email)
    assert convener.post("/settings/leads", data=form).status_code == 303
    colleague = house.signed_in(COLLEAGUE)
    assert colleague.get(f"/partnerships/{MAIN}").status_code == 200
    assert "Cora Venner keeps this installation." in colleague.get("/settings").text
