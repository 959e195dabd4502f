"""The guest list on a page: the funnel, and answers noted for others."""

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.actions import invitations
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import meetings, people
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import (
    AboutKind,
    ContactKind,
    ContactNote,
    Invitation,
    InvitationState,
    Person,
    ToDo,
    ToDoKind,
)
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, House

PAGE = f"/partnerships/{MAIN}/guests"
ALDER = "Biz Alder"


@pytest.fixture
def listed(house: House) -> House:
    """The guests are on the list; nothing has left."""
    with database.unit_of_work(house.engine, house.launch.now) as session:
        invitations.list_guests(session, house.launch.now, house.launch.run_id)
    return house


def note(house: House, client: TestClient, name: str = ALDER, **fields: str) -> str:
    fields = {"came": "phone", **fields}
    response = client.post(f"{PAGE}/{house.person_id(name)}", data=house.form(client, **fields))
    if response.status_code == 303:
        response = client.get(response.headers["location"].partition("#")[0])
    return response.text


def place_of(house: House, name: str = ALDER) -> Invitation:
    with database.reading(house.engine) as session:
        return session.exec(select(Invitation).where(Invitation.person_id == house.person_id(name))).one()


def test_it_says_when_there_is_no_list_yet(house: House, convener: TestClient) -> None:
    assert "Nobody is on the guest list yet." in convener.get(PAGE).text


def test_it_says_how_many_to_invite_and_who_is_on_the_list(listed: House, convener: TestClient) -> None:
    page = convener.get(PAGE).text
    assert "8 are wanted in the room. With 6 on the list and 0 answers" in page
    assert "more letters are needed." in page
    assert ALDER in page
    assert "No letter yet" in page
    assert "No address: by phone" in page


def test_it_warns_when_public_partners_would_outnumber_business_leaders(
    listed: House, convener: TestClient
) -> None:
    page = note(listed, convener, "Pub Partner", answer="accepted")
    assert "1 public partner and 0 business leaders say they come" in page


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("accepted", InvitationState.ACCEPTED),
        ("tentative", InvitationState.TENTATIVE),
        ("declined", InvitationState.DECLINED),
    ],
)
def test_it_notes_an_answer_given_by_phone_and_who_noted_it(
    listed: House, convener: TestClient, answer: str, state: InvitationState
) -> None:
    page = note(listed, convener, answer=answer)
    assert f"noted by {CONVENER}" in page
    assert place_of(listed).state is state
    with database.reading(listed.engine) as session:
        talk = session.exec(select(ContactNote)).one()
    assert (talk.kind, talk.noted_by) == (ContactKind.CALL, CONVENER)


def test_it_keeps_why_not_and_who_could_come_instead(listed: House, convener: TestClient) -> None:
    page = note(listed, convener, answer="declined", reason="Away that week", substitute="Ada Alder")
    assert "Away that week" in page
    assert "Could come instead: Ada Alder" in page


def test_it_keeps_no_reason_with_a_yes(listed: House, convener: TestClient) -> None:
    note(listed, convener, answer="accepted", reason="typed by mistake", substitute="Nobody")
    assert (place_of(listed).reason, place_of(listed).substitute) == ("", "")


def test_it_takes_nothing_but_an_answer(listed: House, convener: TestClient) -> None:
    assert "Say how the answer came" in note(listed, convener, answer="attended")
    assert "Say how the answer came" in note(listed, convener, answer="accepted", came="dream")
    assert place_of(listed).state is InvitationState.INVITED


def test_it_notes_nothing_for_somebody_who_is_not_a_guest(listed: House, convener: TestClient) -> None:
    assert "not on the guest list" in note(listed, convener, "Fay Neutral", answer="accepted")


def test_it_ends_the_call_that_was_to_ask_for_the_answer(listed: House, convener: TestClient) -> None:
    with database.unit_of_work(listed.engine, listed.launch.now) as session:
        run_id = listed.launch.run_id
        launch = meetings.launch_meeting(session, 1)
        assert launch is not None
        purpose, matter = "prepare-to-launch/phone-the-silent", About(AboutKind.MEETING, launch.id)
        task = Task(
            ToDoKind.PHONE,
            purpose=purpose,
            occurrence=str(matter),
            planned_id=listed.launch.planned(session, purpose, matter),
            matter=matter,
            owner=people.convener(session, 1),
            about=session.exec(select(Person).where(Person.name == ALDER)).one(),
            title="Phone the guests who have not answered",
        )
        tasks.create(LaunchAtHand.of(session, listed.launch.now, run_id), task)
    note(listed, convener, answer="accepted")
    with database.reading(listed.engine) as session:
        assert session.exec(select(ToDo.outcome)).one() == "answered meanwhile: accepted"


def waves(house: House, client: TestClient, **fields: str) -> str:
    response = client.post(f"/partnerships/{MAIN}/waves", data=house.form(client, **fields))
    if response.status_code == 303:
        response = client.get(response.headers["location"].partition("#")[0])
    return response.text


def test_it_names_who_is_written_to_first_and_when_the_others_follow(
    listed: House, convener: TestClient
) -> None:
    first = {f"one-{listed.person_id(ALDER)}": "yes"}
    page = waves(listed, convener, action="name", days="10", by_funnel="yes", **first)
    assert "6 guests wait in the second wave" in page
    assert "10 days after the first, or as soon as the first will not fill the room" in page
    assert (place_of(listed).wave, place_of(listed, "Biz Birch").wave) == (1, 2)
    assert "Everyone on the list gets the letter at once." in waves(listed, convener, action="at-once")


def test_it_keeps_what_was_chosen_when_a_number_is_missing(listed: House, convener: TestClient) -> None:
    box = f"one-{listed.person_id(ALDER)}"
    page = waves(listed, convener, action="name", days="soon", **{box: "yes"})
    assert "Say in days" in page
    assert f'name="{box}" value="yes" checked' in page
    assert place_of(listed, "Biz Birch").wave == 1


def test_it_says_why_the_second_wave_cannot_leave_yet(listed: House, convener: TestClient) -> None:
    waves(listed, convener, action="name", days="7", **{f"one-{listed.person_id(ALDER)}": "yes"})
    assert "There is no second wave to send." in waves(listed, convener, action="send")


def test_it_says_before_anything_leaves_that_the_second_wave_would_be_late(
    listed: House, convener: TestClient
) -> None:
    listed.launch.now = datetime(2026, 8, 3, 16, 0, tzinfo=UTC)
    late = listed.signed_in(CONVENER)
    page = waves(listed, late, action="name", days="14", **{f"one-{listed.person_id(ALDER)}": "yes"})
    assert "The second wave would have 24 days until the launch; 30 are needed." in page
    assert "The second wave would have 24 days" in late.get(f"/partnerships/{MAIN}/letter").text
