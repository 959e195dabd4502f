"""Meetings on the convener's pages: answers, balance, time and place, the name list, attendance."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from sectorlaunch import database
from sectorlaunch.actions import invitations
from sectorlaunch.tables import InvitationState, Meeting, MeetingKind, Person, PlaceKind
from tests.sectorlaunch.portal.conftest import MAIN, House, launch_meeting

BASE = f"/partnerships/{MAIN}/meetings"
WHEN = {
    "on": "2026-09-10",
    "hour": "08:30",
    "minutes": "120",
    "place": "Birch Metals",
    "address": "Mill Road",
}


@pytest.fixture
def page(house: House) -> str:
    return f"{BASE}/{launch_meeting(house).id}"


def answers(house: House, **given: InvitationState) -> None:
    """Invites people and notes what they say: Biz_Alder=ACCEPTED."""
    now, run_id = house.launch.now, house.launch.run_id
    meeting_id = launch_meeting(house).pk
    with database.unit_of_work(house.engine, now) as session:
        for name, state in given.items():
            person = session.get_one(Person, house.launch.person(session, name.replace("_", " ")))
            invitations.invite(session, now, meeting_id, [person])
            if state is not InvitationState.INVITED:
                invitations.reply(session, now, run_id, meeting_id, person, invitations.Reply(state))


def test_it_lists_every_meeting_with_its_answers(house: House, convener: TestClient) -> None:
    answers(house, Biz_Alder=InvitationState.ACCEPTED, Biz_Birch=InvitationState.INVITED)
    listed = convener.get(BASE).text
    assert "Launch of the Fernwater Valley Partnership" in listed
    assert ("<b>1</b> come" in listed, "<b>1</b> have not answered" in listed) == (True, True)


def test_it_says_whether_business_leads(house: House, convener: TestClient, page: str) -> None:
    answers(house, Pub_Partner=InvitationState.ACCEPTED)
    assert "Public partners are not to outnumber business: 1 to 0" in convener.get(page).text
    answers(house, Biz_Alder=InvitationState.ACCEPTED, Biz_Birch=InvitationState.ACCEPTED)
    assert "Business leads: 2 to 1" in convener.get(page).text


def test_it_settles_time_and_place(house: House, convener: TestClient, page: str) -> None:
    host = str(house.person_id("Biz Birch"))
    form = house.form(convener, **WHEN, place_kind="business facility", host=host, neutral="yes")
    assert convener.post(page, data=form).status_code == 303
    meeting = launch_meeting(house)
    assert (meeting.place, meeting.place_kind, meeting.host_id) == (
        "Birch Metals",
        PlaceKind.BUSINESS,
        int(host),
    )
    assert "8:30–10:30 a.m." in convener.get(page).text


@pytest.mark.parametrize("wrong", [{"hour": ""}, {"on": "soon"}, {"minutes": "3"}, {"host": "9999"}])
def test_it_says_what_cannot_be_settled(
    house: House, convener: TestClient, page: str, wrong: dict[str, str]
) -> None:
    answer = convener.post(page, data=house.form(convener, **{**WHEN, **wrong}))
    assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)
    assert launch_meeting(house).starts_at is None


def test_it_makes_a_name_list_without_addresses(house: House, convener: TestClient, page: str) -> None:
    answers(house, Biz_Cedar=InvitationState.ACCEPTED, Biz_Alder=InvitationState.ACCEPTED)
    listed = convener.get(f"{page}/names").text
    assert listed.index("Biz Alder") < listed.index("Biz Cedar")
    assert "@example.com" not in listed


def test_it_records_who_was_there(house: House, convener: TestClient, page: str) -> None:
    answers(house, Biz_Alder=InvitationState.ACCEPTED, Biz_Birch=InvitationState.ACCEPTED)
    early = {**WHEN, "on": "2026-03-03"}
    convener.post(page, data=house.form(convener, **early))
    there = {f"there-{house.person_id('Biz Alder')}": "yes"}
    assert convener.post(f"{page}/attendance", data=house.form(convener, **there)).status_code == 422
    house.launch.now += timedelta(days=2)
    assert convener.post(f"{page}/attendance", data=house.form(convener, **there)).status_code == 303
    shown = convener.get(page).text
    assert ("Were there" in shown, "Did not come" in shown) == (True, True)


def test_it_calls_a_meeting_off_with_a_reason(house: House, convener: TestClient, page: str) -> None:
    assert convener.post(f"{page}/calling-off", data=house.form(convener, why=" ")).status_code == 422
    assert convener.post(f"{page}/calling-off", data=house.form(convener, why="Snow.")).status_code == 303
    assert "called off" in convener.get(page).text


def test_it_plans_another_meeting(house: House, convener: TestClient) -> None:
    form = house.form(
        convener, kind="support team", title="Second round", on="2026-03-20", hour="10:00", minutes="60"
    )
    made = convener.post(BASE, data=form).headers["location"]
    with database.reading(house.engine) as session:
        meeting = session.get_one(Meeting, int(made.partition("?")[0].rpartition("/")[2]))
    assert (meeting.kind, meeting.title) == (MeetingKind.SUPPORT_TEAM, "Second round")
    for wrong in ({"kind": "picnic"}, {"kind": "launch"}, {"minutes": ""}):
        assert convener.post(BASE, data={**form, **wrong}).status_code == 422


def test_it_names_a_meeting_after_its_kind_and_asks_those_who_take_part(
    house: House, convener: TestClient
) -> None:
    form = house.form(convener, kind="quarterly", title=" ", on="2026-12-10", hour="10:00", minutes="90")
    made = convener.post(BASE, data=form).headers["location"].partition("?")[0]
    page = convener.get(made).text
    assert "<h1>Partnership meeting</h1>" in page
    assert "Biz Alder" in page


def test_it_settles_who_takes_the_chair_and_sets_the_agenda(house: House, convener: TestClient) -> None:
    plan = house.form(convener, kind="quarterly", on="2026-12-10", hour="10:00", minutes="90")
    made = convener.post(BASE, data=plan).headers["location"].partition("?")[0]
    chair, agenda = house.person_id("Biz Alder"), house.person_id("Biz Birch")
    parts = {"chair": str(chair), "agenda_by": str(agenda), "note": "At the plant."}
    convener.post(made, data=house.form(convener, on="2026-12-10", minutes="90", **parts))
    with database.reading(house.engine) as session:
        meeting = session.get_one(Meeting, int(made.rpartition("/")[2]))
    assert (meeting.chair_id, meeting.agenda_by_id, meeting.note) == (chair, agenda, "At the plant.")


def test_it_plans_a_launch_anew_once_the_last_is_called_off(
    house: House, convener: TestClient, page: str
) -> None:
    convener.post(f"{page}/calling-off", data=house.form(convener, why="Snow."))
    assert '<option value="launch"' in convener.get(BASE).text
    form = house.form(convener, kind="launch", on="2026-12-10", hour="10:00", minutes="120")
    assert convener.post(BASE, data=form).status_code == 303
    assert '<option value="launch"' not in convener.get(BASE).text
