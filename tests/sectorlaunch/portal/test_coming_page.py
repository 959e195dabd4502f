"""The page of what is to come: seen as it will land, and changed one by one."""

import re

from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.engine import carry_out
from sectorlaunch.tables import MessageState, PlannedTouch
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, OTHER, House, everything

BASE = f"/partnerships/{MAIN}"
TOKEN = re.compile(r"/(p|u|sign-in)/[A-Za-z0-9_-]{16,}")


def reminder(house: House) -> PlannedTouch:
    with database.reading(house.engine) as session:
        return session.exec(
            select(PlannedTouch).where(
                PlannedTouch.run_id == house.launch.run_id,
                PlannedTouch.touch_key == "shared-table-reminder",
            )
        ).one()


def address(house: House) -> str:
    return f"{BASE}/coming/{reminder(house).id}/{house.person_id(MEMBER)}"


def post(house: House, client: TestClient, **fields: str) -> int:
    form = house.form(client, **fields)
    return int(client.post(f"{BASE}/coming/{reminder(house).id}", data=form).status_code)


def reminded(house: House) -> list[str]:
    house.launch.now = reminder(house).due_at
    house.launch.do(carry_out.due)
    return [message.to_name for message in house.launch.messages("answer-reminder")]


def test_it_lists_what_is_to_come_by_date(convener: TestClient) -> None:
    page = convener.get(f"{BASE}/coming").text
    assert MEMBER in page
    assert "Reminder of the question about the shared table" in page


def test_it_shows_a_message_as_it_would_land_and_writes_nothing(house: House, convener: TestClient) -> None:
    before = everything(house.engine)
    page, letter = convener.get(address(house)), convener.get(f"{address(house)}/letter")
    assert "Dear Will" in page.text
    assert "Dear Will" in letter.text
    assert "sandbox" in letter.headers["content-security-policy"]
    assert not TOKEN.search(page.text + letter.text)
    assert everything(house.engine) == before


def test_it_does_not_show_what_comes_under_another_partnership(house: House, colleague: TestClient) -> None:
    there = address(house).replace(MAIN, OTHER)
    assert colleague.get(there).status_code == 404
    form = house.form(colleague, action="skip")
    assert colleague.post(f"/partnerships/{OTHER}/coming/{reminder(house).id}", data=form).status_code == 404


def test_it_leaves_one_person_out(house: House, convener: TestClient) -> None:
    assert post(house, convener, action="skip", person=str(house.person_id(MEMBER))) == 303
    assert "skipped by" in convener.get(address(house)).text
    assert MEMBER not in reminded(house)


def test_it_reminds_only_those_ticked(house: House, convener: TestClient) -> None:
    assert post(house, convener, action="only", **{f"to-{house.person_id(MEMBER)}": "on"}) == 303
    assert reminded(house) == [MEMBER]


def test_it_sends_now_once(house: House, convener: TestClient) -> None:
    person = str(house.person_id(MEMBER))
    assert post(house, convener, action="now", person=person) == 303
    assert post(house, convener, action="now", person=person) == 422
    assert reminded(house).count(MEMBER) == 1


def test_it_keeps_other_words_for_one_person(house: House, convener: TestClient) -> None:
    fields = {"person": str(house.person_id(MEMBER)), "subject": "For {{ recipient.name }}"}
    assert post(house, convener, action="words", text="Only for you.\r\n\r\n{{ link }}", **fields) == 303
    page = convener.get(address(house)).text
    assert f"For {MEMBER}" in page
    assert "Only for you." in page
    reminded(house)
    mine = next(m for m in house.launch.messages("answer-reminder") if m.to_name == MEMBER)
    assert mine.text.startswith("Only for you.\n\nhttp")


def test_it_refuses_a_misspelled_field_and_keeps_what_was_typed(house: House, convener: TestClient) -> None:
    form = house.form(
        convener,
        action="words",
        person=str(house.person_id(MEMBER)),
        text="Dear {{ recipient.frist_name }} <script>",
    )
    page = convener.post(f"{BASE}/coming/{reminder(house).id}", data=form)
    assert page.status_code == 422
    assert "Did you mean recipient.first_name?" in page.text
    assert "Dear {{ recipient.frist_name }} &lt;script&gt;" in page.text


def test_it_takes_nothing_it_does_not_know(house: House, convener: TestClient) -> None:
    before = everything(house.engine)
    assert post(house, convener, action="delete") == 422
    assert post(house, convener, action="skip", person="999") == 422
    assert everything(house.engine) == before


def test_it_changes_a_message_in_the_outbox_and_then_takes_it_out(house: House, convener: TestClient) -> None:
    reminded(house)
    mine = next(m for m in house.launch.messages("answer-reminder") if m.to_name == MEMBER)
    there = f"{BASE}/messages/{mine.id}"
    assert "Change it before it leaves" in convener.get(there).text
    words = house.form(convener, action="words", subject="Anew", text="All new. {{ link }}")
    assert convener.post(there, data=words).status_code == 303
    assert convener.post(there, data=house.form(convener, action="skip")).status_code == 303
    assert convener.post(there, data=house.form(convener, action="skip")).status_code == 422
    again = next(m for m in house.launch.messages("answer-reminder") if m.id == mine.id)
    assert (again.state, again.subject) == (MessageState.CANCELED, "Anew")


def test_it_greets_nobody_by_the_name_of_another(house: House, convener: TestClient) -> None:
    assert "Dear {{ recipient.greeting }}," in convener.get(address(house)).text
    fields = {"action": "words", "person": str(house.person_id(MEMBER)), "everyone": "yes"}
    assert post(house, convener, **fields, text="Dear Will, well.") == 422
    assert post(house, convener, **fields, text="Dear {{ recipient.first_name }}, well.") == 303
    reminded(house)
    greeted = {m.to_name: m.text.split(",")[0] for m in house.launch.messages("answer-reminder")}
    assert greeted["Edda Teach"] == "Dear Edda"
    assert greeted[MEMBER] == "Dear Will"
