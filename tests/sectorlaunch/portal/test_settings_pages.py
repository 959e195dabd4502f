"""Settings: ways out with their secrets masked, and what holds for one partnership."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.outbox import channels
from sectorlaunch.portal.app import create_app
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Channel, Partnership
from tests.cast import CONVENER
from tests.name_server import name_server
from tests.sectorlaunch.portal.conftest import COLLEAGUE, MAIN, MEMBER, OTHER, House

ADDRESS = "letters://cora:hunter2@mail.example.org?from=launch@example.org"
OWN = f"/partnerships/{MAIN}/settings"


def test_it_keeps_a_channel_and_never_shows_its_secret(house: House, convener: TestClient) -> None:
    form = house.form(convener, tag="email", url=ADDRESS, sender="")
    assert convener.post("/settings/channels", data=form).status_code == 303
    page = convener.get("/settings").text
    assert ("mail.example.org" in page, "hunter2" in page, "not tested" in page) == (True, False, True)


def test_it_does_not_echo_a_secret_that_could_not_be_used(house: House, convener: TestClient) -> None:
    form = house.form(convener, tag="email", url="json://user:hunter2@example.org", sender="")
    answer = convener.post("/settings/channels", data=form)
    assert (answer.status_code, "hunter2" in answer.text) == (422, False)


def test_it_goes_live_only_after_a_test(house: House, convener: TestClient) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        channels.add(session, house.launch.now, "email", ADDRESS)
    live = house.form(convener, action="live")
    answer = convener.post("/settings/channels/email", data=live)
    assert (answer.status_code, "has not been tested" in answer.text) == (422, True)
    with database.unit_of_work(house.engine, house.launch.now) as session:
        session.exec(select(Channel)).one().tested_at = house.launch.now
    assert convener.post("/settings/channels/email", data=live).status_code == 303
    assert "Messages leave this machine" in convener.get("/settings").text
    convener.post("/settings/channels/email", data=house.form(convener, action="stand-down"))
    assert "Nothing leaves this machine" in convener.get("/settings").text


@pytest.mark.parametrize("fields", [{"action": "test", "to": ""}, {"action": "burn"}, {"action": "live"}])
def test_it_says_what_a_channel_needs(house: House, convener: TestClient, fields: dict[str, str]) -> None:
    answer = convener.post("/settings/channels/email", data=house.form(convener, **fields))
    assert answer.status_code == 422


def test_it_sets_a_number_for_this_partnership(house: House, convener: TestClient) -> None:
    form = house.form(convener, action="number", number="champions_needed", value="3")
    assert convener.post(OWN, data=form).status_code == 303
    assert "playbook: 2" in convener.get(OWN).text
    with database.reading(house.engine) as session:
        assert session.get_one(Partnership, 1).numbers["champions_needed"] == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "number", "number": "champions_needed", "value": "many"},
        {"action": "number", "number": "moons", "value": "3"},
        {"action": "let-in", "email": "nobody@example.org"},
        {"action": "let-go", "person": "9999"},
        {"action": ""},
    ],
)
def test_it_says_what_cannot_be_set(house: House, convener: TestClient, fields: dict[str, str]) -> None:
    assert convener.post(OWN, data=house.form(convener, **fields)).status_code == 422


def test_it_lets_a_colleague_in_and_out_again(house: House, convener: TestClient) -> None:
    form = house.form(convener, action="let-in", email="will@example.org")
    assert convener.post(OWN, data=form).status_code == 303
    assert house.signed_in(MEMBER).get(OWN).status_code == 200
    form = house.form(convener, action="let-go", person=str(house.person_id(MEMBER)))
    assert convener.post(OWN, data=form).status_code == 303
    assert house.signed_in(MEMBER).get(OWN).status_code == 403


def test_it_locks_nobody_out_of_their_own_page(house: House, convener: TestClient) -> None:
    form = house.form(convener, action="let-go", person=str(house.person_id(CONVENER)))
    assert convener.post(OWN, data=form).status_code == 422


def test_it_shows_hours_holidays_and_the_playbooks_text(convener: TestClient) -> None:
    page = convener.get(OWN).text
    assert ("9:00 a.m. to 5:00 p.m." in page, "Thanksgiving" in page) == (True, True)
    assert "key: sector-launch" in convener.get(f"/partnerships/{MAIN}/playbook").text


@pytest.fixture
def led(house: House) -> House:
    """The same house, where the convener of the other partnership is a lead."""
    settings = Settings(home=house.settings.home, leads="Otto@example.org , nobody@example.org")
    app = create_app(settings, house.engine, clock=lambda: house.launch.now)
    return House(app, house.engine, settings, house.launch)


def test_it_shows_a_lead_every_partnership_and_lets_them_change_their_own(led: House) -> None:
    lead = led.signed_in(COLLEAGUE)
    listed = lead.get("/partnerships").text
    assert ("Fernwater Valley Partnership" in listed, "Elsewhere Partnership" in listed) == (True, True)
    for page in ("", "/timeline", "/messages", "/coming", "/people", "/settings"):
        assert lead.get(f"/partnerships/{MAIN}{page}").status_code == 200
    for slug, status in ((MAIN, 404), (OTHER, 303)):
        form = led.form(lead, action="number", number="champions_needed", value="3")
        assert lead.post(f"/partnerships/{slug}/settings", data=form).status_code == status


def test_it_leaves_channels_to_the_leads_where_there_are_any(led: House) -> None:
    convener, lead = led.signed_in(CONVENER), led.signed_in(COLLEAGUE)
    form = {"tag": "email", "url": ADDRESS, "sender": ""}
    assert convener.post("/settings/channels", data=led.form(convener, **form)).status_code == 403
    assert lead.post("/settings/channels", data=led.form(lead, **form)).status_code == 303
    assert "Add a channel" not in convener.get("/settings").text


def test_it_shows_each_convener_their_own_partnerships_only(convener: TestClient) -> None:
    listed = convener.get("/partnerships").text
    assert ("Fernwater Valley Partnership" in listed, "Elsewhere Partnership" in listed) == (True, False)


def test_it_gives_a_team_its_room(house: House, convener: TestClient) -> None:
    page = f"/partnerships/{MAIN}/settings"
    assert "There is no room yet." in convener.get(page).text
    with database.unit_of_work(house.engine, house.launch.now) as session:
        channels.add(
            session, house.launch.now, "team-chat", "slack://a@T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
        )
        channels.add(session, house.launch.now, "letters", "letters://u:p@mail.example.org", "a@example.org")
    assert '<option value="letters"' not in convener.get(page).text
    for tag in ("team-chat", ""):
        form = house.form(convener, action="room", team="", channel=tag)
        assert convener.post(page, data=form).status_code == 303
        with database.reading(house.engine) as session:
            assert session.get_one(Partnership, 1).team_channel == tag
    for wrong in ({"channel": "letters"}, {"channel": "none"}, {"channel": "team-chat", "team": "99"}):
        assert convener.post(page, data=house.form(convener, action="room", **wrong)).status_code == 422


def test_it_shows_whether_letters_arrive_and_what_to_ask_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with name_server() as zone:
        zone.text("example.org", "v=spf1 mx -all", "v=spf1 a -all")
        settings = house.settings.model_copy(update={"name_servers": zone.address})
        portal = replace(house.app.state.portal, settings=settings)
        # As an attribute pytest would take it away at the end instead of putting the other back.
        monkeypatch.setitem(house.app.state._state, "portal", portal)
        convener, now = house.signed_in(CONVENER), house.launch.now
        assert "No channel carries letters yet" in convener.get("/settings/arriving").text
        with database.unit_of_work(house.engine, now) as session:
            channels.add(session, now, "email", ADDRESS)
        assert 'href="/settings/arriving"' in convener.get("/settings").text
        page = convener.get("/settings/arriving").text
        assert "has 2 SPF records" in page
        assert "v=spf1 a mx ~all" in page
        form = house.form(convener, action="key")
        assert convener.post("/settings/arriving", data=form).status_code == 303
        assert "v=DKIM1; k=rsa; p=" in convener.get("/settings/arriving").text
        refused = convener.post("/settings/arriving", data=house.form(convener, action="sign"))
        assert (refused.status_code, "does not show the key yet" in refused.text) == (422, True)
        source = "Authentication-Results: mx.example.com; spf=pass; dkim=none; dmarc=fail\nFrom: l@example.org\n\nHi"
        form = house.form(convener, action="read", source=source)
        assert convener.post("/settings/arriving", data=form).status_code == 303
        assert (
            "A receiver could not tell that our letters are from example.org"
            in convener.get("/settings/arriving").text
        )
