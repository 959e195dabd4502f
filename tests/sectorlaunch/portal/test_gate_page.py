"""A gate on the convener's page: answering, setting aside, asking again."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from sectorlaunch.tables import AnswerVerdict, GateState
from tests.cast import CONVENER, TEAM
from tests.sectorlaunch.portal.conftest import COLLEAGUE, MAIN, House

TABLE = f"/partnerships/{MAIN}/gates/shared-table"
QUESTION = "shared-view"


def test_it_records_an_answer_in_the_name_of_somebody_who_told_the_convener(
    house: House, convener: TestClient
) -> None:
    answer = house.form(
        convener,
        question=QUESTION,
        person=str(house.person_id("Edda Teach")),
        verdict="done",
        note="By phone.",
    )
    assert convener.post(f"{TABLE}/answers", data=answer).headers["location"] == f"{TABLE}?done=answer"
    page = convener.get(TABLE).text
    assert "By phone." in page
    assert f"noted by {CONVENER}" in page


def test_it_goes_to_the_launch_when_the_answer_opens_the_gate(house: House, convener: TestClient) -> None:
    house.launch.answer(TEAM[0], "shared-table", QUESTION)
    house.launch.answer(TEAM[1], "shared-table", QUESTION)
    answer = house.form(convener, question=QUESTION, person=str(house.person_id(TEAM[2])), verdict="done")
    response = convener.post(f"{TABLE}/answers", data=answer)
    assert response.headers["location"] == f"/partnerships/{MAIN}?done=gate-open"
    assert house.launch.gate("shared-table").state is GateState.OPEN
    assert "the gate is open" in convener.get(response.headers["location"]).text


def test_it_says_at_the_form_what_is_missing_and_keeps_what_was_typed(
    house: House, convener: TestClient
) -> None:
    person = str(house.person_id("Edda Teach"))
    nothing = house.form(
        convener, question=QUESTION, person=person, verdict="", note="A <b>half</b> sentence"
    )
    response = convener.post(f"{TABLE}/answers", data=nothing)
    assert response.status_code == 422
    assert "Choose one of the three" in response.text
    assert "A &lt;b&gt;half&lt;/b&gt; sentence" in response.text
    assert f'<option value="{person}" selected>' in response.text


def test_it_does_not_take_an_answer_from_somebody_who_is_not_asked(
    house: House, convener: TestClient
) -> None:
    answer = house.form(convener, question=QUESTION, person=str(house.person_id(COLLEAGUE)), verdict="done")
    response = convener.post(f"{TABLE}/answers", data=answer)
    assert response.status_code == 422
    assert "not among those who answer" in response.text


def test_it_keeps_and_shows_earlier_answers(house: House, convener: TestClient) -> None:
    house.launch.answer(
        "Will Work", "shared-table", QUESTION, AnswerVerdict.STILL_OPEN, "Not without the board."
    )
    house.launch.now += timedelta(hours=1)
    house.launch.answer("Will Work", "shared-table", QUESTION, AnswerVerdict.DONE, "The board agrees.")
    page = convener.get(TABLE).text
    assert "1 earlier answer" in page
    assert page.index("The board agrees.") < page.index("Not without the board.")


def test_it_sets_a_question_aside_until_a_day(house: House, convener: TestClient) -> None:
    until = (house.launch.now + timedelta(days=10)).date()
    form = house.form(
        convener,
        question=QUESTION,
        given_by="The board",
        why="Two of us start in May.",
        until=until.isoformat(),
    )
    assert (
        convener.post(f"{TABLE}/waivers", data=form).headers["location"]
        == f"/partnerships/{MAIN}?done=waiver-open"
    )
    page = convener.get(TABLE).text
    assert "set aside" in page
    assert "Two of us start in May" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"why": " "}, "why this can wait"),
        ({"given_by": ""}, "who gives the waiver"),
        ({"until": "2026-03-02"}, "a day ahead"),
        ({"until": "soon"}, "until which"),
    ],
)
def test_it_needs_who_why_and_until_when(
    house: House, convener: TestClient, changed: dict[str, str], said: str
) -> None:
    whole = {"question": QUESTION, "given_by": "Cora", "why": "It can wait.", "until": "2026-04-01"}
    response = convener.post(f"{TABLE}/waivers", data=house.form(convener, **{**whole, **changed}))
    assert response.status_code == 422
    assert said in response.text
    assert house.launch.gate("shared-table").state is GateState.SHUT


def test_it_asks_again_and_keeps_what_was_said(house: House, convener: TestClient) -> None:
    for name in TEAM[:3]:
        house.launch.answer(name, "shared-table", QUESTION, note=f"Yes from {name}.")
    house.launch.now += timedelta(days=1)
    assert house.launch.gate("shared-table").state is GateState.OPEN
    form = house.form(convener, question=QUESTION, why="The board of one of us has changed.")
    assert convener.post(f"{TABLE}/reopenings", data=form).status_code == 303
    assert house.launch.gate("shared-table").state is GateState.SHUT
    page = convener.get(TABLE).text
    assert "3 earlier answers" in page
    assert "Yes from Edda Teach." in page


def test_it_shows_what_the_records_say(convener: TestClient) -> None:
    page = convener.get(TABLE).text
    assert "Team members from education" in page
    assert "1: Edda Teach" in page
    assert "at least 1" in page


def test_it_has_no_page_for_a_gate_the_playbook_does_not_have(convener: TestClient) -> None:
    assert convener.get(f"/partnerships/{MAIN}/gates/nowhere").status_code == 404


def test_it_stays_on_the_page_of_the_launch_when_answered_there(house: House, convener: TestClient) -> None:
    answer = house.form(
        convener, question=QUESTION, person=str(house.person_id("Edda Teach")), verdict="done", page="launch"
    )
    back = convener.post(f"{TABLE}/answers", data=answer).headers["location"]
    assert back == f"/partnerships/{MAIN}?done=answer#gate-shared-table"
    wrong = convener.post(f"{TABLE}/answers", data={**answer, "verdict": ""})
    assert (wrong.status_code, "What happened last" in wrong.text) == (422, True)
