"""The pages of a convener: what they show."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.actions import roles
from sectorlaunch.portal.routes import partnerships
from sectorlaunch.records import accounts
from sectorlaunch.tables import RoleKind, StepRun
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import CORA, MAIN, OTHER, House


def test_it_lists_the_partnerships_with_step_gate_and_what_is_missing(convener: TestClient) -> None:
    page = convener.get("/partnerships").text
    assert "Fernwater Valley Partnership" in page
    assert "Step 1 of 6" in page
    assert "One shared table" in page
    assert "Will Work" in page
    assert "Thu, Sep 10, 2026" in page


def test_it_shows_the_open_gate_with_reasons_and_who_can_settle_it(convener: TestClient) -> None:
    page = convener.get(f"/partnerships/{MAIN}").text
    assert "Why the gate is still shut" in page
    assert "Can settle it" in page
    assert "Edda Teach" in page


def test_it_shows_the_steps_as_a_path_with_where_we_are(convener: TestClient) -> None:
    page = convener.get(f"/partnerships/{MAIN}").text
    assert page.count('aria-current="step"') == 1
    assert "Evolve and sustain" in page


def test_it_says_at_a_glance_whether_the_launch_is_on_time(house: House, convener: TestClient) -> None:
    assert "On time for Thursday, September 10" in convener.get(f"/partnerships/{MAIN}").text
    house.launch.now += timedelta(days=100)
    page = house.signed_in(CONVENER).get(f"/partnerships/{MAIN}").text
    assert "Behind by" in page
    assert "What slips if nothing changes" in page


def test_it_shows_what_is_coming_and_what_has_happened(house: House, convener: TestClient) -> None:
    page = convener.get(f"/partnerships/{MAIN}").text
    assert "Reminder of the question about the shared table" in page
    assert "was started with the playbook" in convener.get(f"/partnerships/{MAIN}/history").text
    whole = convener.get(f"/partnerships/{MAIN}/timeline").text
    assert "Gate due: Roles agreed" in whole
    assert "Step 1 begins" in whole


def test_it_takes_the_outcome_of_a_task(house: House, convener: TestClient) -> None:
    house.launch.wait(10)
    task = house.launch.todos()[0]
    address = f"/partnerships/{MAIN}/tasks/{task.id}"
    assert "970-555-010" in convener.get(f"/partnerships/{MAIN}").text
    empty = convener.post(address, data=house.form(convener, outcome=" "))
    assert (empty.status_code, "what came out of it" in empty.text) == (422, True)
    assert convener.post(address, data=house.form(convener, outcome="She answers today.")).status_code == 303
    assert house.launch.todos()[0].outcome == "She answers today."


def test_it_does_not_take_the_outcome_of_a_task_of_another_partnership(
    house: House, colleague: TestClient
) -> None:
    house.launch.wait(10)
    task = house.launch.todos()[0]
    answer = colleague.post(
        f"/partnerships/{OTHER}/tasks/{task.id}", data=house.form(colleague, outcome="Mine.")
    )
    assert answer.status_code == 404


def test_it_links_to_the_run_in_prefect(house: House, convener: TestClient) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        step = session.exec(select(StepRun).where(StepRun.run_id == house.launch.run_id)).first()
        assert step is not None
        step.flow_run_id = "0f0e0d0c-0000-4000-8000-000000000001"
        session.add(step)
    page = convener.get(f"/partnerships/{MAIN}").text
    assert 'href="http://127.0.0.1:8701/runs/flow-run/0f0e0d0c-0000-4000-8000-000000000001"' in page


def test_it_pages_through_many_partnerships(
    house: House, convener: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        roles.name_role(session, house.launch.now, OTHER, RoleKind.CO_CONVENER, "cora@example.org", CORA)
    monkeypatch.setattr(partnerships, "PAGE", 1)
    first = convener.get("/partnerships").text
    assert ("Fernwater Valley Partnership" in first, "Elsewhere Partnership" in first) == (True, False)
    following = re.search(r'href="(/partnerships\?after=\d+)"', first)
    assert following is not None
    second = convener.get(following[1]).text
    assert ("Fernwater Valley Partnership" in second, "Elsewhere Partnership" in second) == (False, True)
    assert "Next page" not in second


def test_it_says_what_to_do_when_something_fails_unforeseen(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(accounts, "with_address", fail)
    answer = house.visitor().post("/sign-in", data={"email": "cora@example.org"})
    assert answer.status_code == 500
    assert "It was nothing you did" in answer.text
    assert "unforeseen" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
