"""Where the playbook wants two for a waiver or a release, whoever asks is not who agrees (F14)."""

import hashlib
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from sectorlaunch import database
from sectorlaunch.actions import roles
from sectorlaunch.engine import left_tasks
from sectorlaunch.letters import week
from sectorlaunch.records import accounts, releases
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import GateState, MessageState, PlaybookEdition, PlaybookRun, RoleKind, Waiver
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House

BASE = f"/partnerships/{MAIN}"
GATE, YES = f"{BASE}/gates/shared-table", f"{BASE}/second-yes"


@pytest.fixture
def two(house: House) -> House:
    """The same house, where the playbook of the main partnership wants two people."""
    with database.unit_of_work(house.engine, house.launch.now) as session:
        run = session.get_one(PlaybookRun, house.launch.run_id)
        before = session.get_one(PlaybookEdition, run.edition_digest)
        text = before.text.replace("\noffice_hours:", "\ntwo_for: [waiver, release]\noffice_hours:", 1)
        digest = hashlib.sha256(text.encode()).hexdigest()
        session.add(PlaybookEdition(digest=digest, key=before.key, version=before.version, text=text))
        session.flush()
        run.edition_digest = digest
        session.add(run)
    return house


@pytest.fixture
def second(two: House) -> TestClient:
    """The browser of a co-convener."""
    person_id = two.person_id(MEMBER)
    with database.unit_of_work(two.engine, two.launch.now) as session:
        roles.add_role(session, two.launch.now, MAIN, person_id, RoleKind.CO_CONVENER)
    return two.signed_in(MEMBER)


def ask_to_waive(house: House, client: TestClient) -> None:
    until = (house.launch.now + timedelta(days=30)).date().isoformat()
    form = house.form(client, given_by="Somebody Else", why="Two of us start in May.", until=until)
    answer = client.post(f"{GATE}/waivers", data=form)
    assert answer.headers["location"].endswith("?done=second-yes-asked")


def answers(house: House, client: TestClient, action: str, kind: str, number: int = 1) -> int:
    form = house.form(client, action=action, kind=kind, number=str(number))
    return int(client.post(YES, data=form).status_code)


def state(house: House) -> GateState:
    return house.launch.gate("shared-table").state


def test_it_never_happens__one_convener_waives_alone_where_the_playbook_wants_two(
    two: House, convener: TestClient, second: TestClient
) -> None:
    assert "another convener agrees before it counts" in convener.get(GATE).text
    ask_to_waive(two, convener)
    assert state(two) is GateState.SHUT
    for page in (GATE, YES, BASE):
        assert "Cora Venner" in convener.get(page).text
        assert f"It waits for the yes of {MEMBER}." in convener.get(page).text
    assert answers(two, convener, "agree", "waiver") == 422
    assert state(two) is GateState.SHUT
    assert "Cora Venner asks for your yes" in second.get("/").text
    assert answers(two, second, "agree", "waiver") == 303
    assert state(two) is GateState.OPEN
    assert answers(two, second, "agree", "waiver") == 422
    with database.reading(two.engine) as session:
        asked, waiver = session.exec(select(Waiver).order_by(col(Waiver.id))).all()
        assert (asked.waits, asked.ended_at is not None, waiver.waits) == (True, True, False)
        assert waiver.given_by == "Cora Venner"
        conveners = {account.id: account.name for account in accounts.that_convene(session)}
        said = [conveners[one] for one in (waiver.asked_by_account_id, waiver.agreed_by_account_id) if one]
        assert said == ["Cora Venner", MEMBER]


def to_do(house: House, name: str) -> list[str]:
    """What the weekly letter of a convener lists as theirs about second yeses; nothing where there would be no letter."""
    with database.reading(house.engine) as session:
        launch = Launch.of(session, house.launch.now, house.launch.run_id)
        said = week.of(launch, house.launch.someone(name), since=None)
        assert said.has_news(None) or not said.to_do
        return [line.what for line in said.to_do if line.what.startswith("Say yes or no")]


def test_the_weekly_letter_and_today_ask_whoever_may_say_it_until_it_is_settled(
    two: House, convener: TestClient, second: TestClient
) -> None:
    """The convener gets one letter a week, and this is hers to do there."""
    assert to_do(two, MEMBER) == []
    ask_to_waive(two, convener)
    (line,) = to_do(two, MEMBER)
    assert line.startswith("Say yes or no to Cora Venner: Set “")
    assert to_do(two, "Cora Venner") == []
    assert "Cora Venner asks for your yes" in second.get("/").text
    assert "asks for your yes" not in convener.get("/").text
    two.launch.now += timedelta(days=7)
    assert to_do(two, MEMBER) == [line], "it stays until it is settled"
    assert answers(two, second, "decline", "waiver") == 303
    assert to_do(two, MEMBER) == []
    assert "asks for your yes" not in second.get("/").text


def test_a_co_convener_is_asked_by_letter_once_and_the_convener_by_the_weekly_one(
    two: House, convener: TestClient, second: TestClient
) -> None:
    ask_to_waive(two, convener)
    (letter,) = two.account_letters("yes-request")
    assert (letter.account_id, letter.subject) == (two.account_id(MEMBER), "Cora Venner asks for your yes")
    assert f"{YES}" in letter.text
    assert "Two of us start in May." in letter.text
    two.launch.go_on()
    assert len(two.account_letters("yes-request")) == 1
    assert answers(two, second, "decline", "waiver") == 303
    two.deliver()
    (letter,) = two.account_letters("yes-request")
    assert letter.state is MessageState.CANCELED, "it was settled before the letter left"

    ask_to_waive(two, second)
    assert len(two.account_letters("yes-request")) == 1, "the convener has it in the weekly letter"
    (line,) = to_do(two, "Cora Venner")
    assert line.startswith(f"Say yes or no to {MEMBER}")


def test_it_leaves_the_gate_shut_where_the_second_one_says_no(
    two: House, convener: TestClient, second: TestClient
) -> None:
    ask_to_waive(two, convener)
    assert answers(two, second, "decline", "waiver") == 303
    assert state(two) is GateState.SHUT
    assert "Nothing is waiting for a second yes." in second.get(YES).text
    two.launch.now += timedelta(days=40)
    with database.unit_of_work(two.engine, two.launch.now) as session:
        assert left_tasks.bring_back_waivers(session, two.launch.now) == []


def test_it_never_happens__one_convener_releases_alone_where_the_playbook_wants_two(
    two: House, convener: TestClient, second: TestClient
) -> None:
    page = f"{BASE}/releases/invitation"
    convener.post(page, data=two.form(convener, action="back"))
    assert convener.post(page, data=two.form(convener, action="whole")).status_code == 303
    assert "Cora Venner asked." in convener.get(page).text
    with database.reading(two.engine) as session:
        assert releases.standing(session, two.launch.run_id, "invitation") == []
        (asked,) = releases.waiting(session, two.launch.run_id)
        number = asked.pk
    assert answers(two, convener, "agree", "release", number) == 422
    assert answers(two, second, "agree", "release", number) == 303
    with database.reading(two.engine) as session:
        assert len(releases.standing(session, two.launch.run_id, "invitation")) == 1
    assert f"{MEMBER} agreed." in convener.get(page).text or "Released" in convener.get(page).text


def test_it_says_what_to_do_where_one_convenes_alone(two: House, convener: TestClient) -> None:
    ask_to_waive(two, convener)
    page = convener.get(YES).text
    assert "nobody else convenes here. Let a co-convener in" in page
    assert answers(two, convener, "decline", "waiver") == 303, "what one asked for is taken back"


def test_it_asks_nobody_where_the_playbook_does_not(house: House, convener: TestClient) -> None:
    until = (house.launch.now + timedelta(days=30)).date().isoformat()
    form = house.form(convener, given_by="Cora Venner", why="Two of us start in May.", until=until)
    convener.post(f"{GATE}/waivers", data=form)
    assert state(house) is GateState.OPEN
    assert "does not require a second yes" in convener.get(YES).text
