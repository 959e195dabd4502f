"""The page after signing in: what needs the convener, oldest first, each with its one button."""

from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.actions import documents, gates
from sectorlaunch.engine import left_tasks
from sectorlaunch.portal.views import today
from sectorlaunch.portal.views.today import Need
from sectorlaunch.prefect_side import stopped_runs
from sectorlaunch.records import answers
from sectorlaunch.tables import DocumentKind, Partnership, StepRun
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House


def needs(house: House, name: str = CONVENER) -> list[Need]:
    with database.reading(house.engine) as session:
        partnership = session.get_one(Partnership, 1)
        person_id = house.launch.person(session, name)
        return today.needs(session, house.launch.now, person_id, [partnership])


def test_it_is_empty_while_nothing_waits_for_the_convener(house: House, convener: TestClient) -> None:
    assert needs(house) == []
    assert "Nothing needs you today" in convener.get("/").text


def test_it_puts_calls_for_one_reason_into_one_line(house: House, convener: TestClient) -> None:
    house.launch.wait(10)
    (calls,) = [need for need in needs(house) if need.kind == "call"]
    assert (calls.button, calls.why) == ("Make the 4 calls", "Edda Teach, Will Work, Enid Grow and 1 more")
    assert f'href="{calls.address}"' in convener.get("/").text


@pytest.mark.parametrize(("name", "button"), [(CONVENER, "Answer"), ("Will Work", "See what Will is asked")])
def test_it_names_a_gate_that_waits_on_one_person(house: House, name: str, button: str) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        gate = answers.gate_run(session, house.launch.run_id, "shared-table")
        gate.settled_by = [name]
        session.add(gate)
    (waiting,) = needs(house)
    assert (waiting.kind, waiting.button) == ("gate", button)


def test_it_says_why_a_step_stopped_until_it_goes_on(house: House, convener: TestClient) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        (step,) = session.exec(
            select(StepRun).where(StepRun.key == "build-support-team", StepRun.run_id == 1)
        )
        step.flow_run_id = "a-run"
        assert stopped_runs.note(session, house.launch.now, "a-run", "The disk is full.")
    (stopped,) = needs(house)
    assert (stopped.kind, stopped.title) == ("step", "The step “Build the support team” stopped")
    assert stopped.why == "The disk is full. It is tried again by itself, each time later."
    assert "The disk is full." in convener.get("/").text
    with database.unit_of_work(house.engine, house.launch.now) as session:
        stopped_runs.forget(session, step.pk)
    assert needs(house) == []


def test_it_brings_a_waiver_back_with_its_gate(house: House) -> None:
    until = house.launch.now.date() + timedelta(days=3)
    house.launch.do(
        lambda session, now: gates.waive(
            session,
            now,
            house.launch.run_id,
            "shared-table",
            None,
            given_by=CONVENER,
            why="After the summer",
            until=until,
        )
    )
    house.launch.now += timedelta(days=4)
    house.launch.do(left_tasks.bring_back_waivers)
    (waiver,) = [need for need in needs(house) if need.kind == "waiver"]
    assert waiver.address == f"/partnerships/{MAIN}/gates/shared-table"


def test_it_puts_the_oldest_first(house: House) -> None:
    house.launch.wait(10)
    draft(house)
    since = [need.since for need in needs(house)]
    assert since == sorted(since)
    assert since[0] < date(2026, 3, 13)


def draft(house: House) -> None:
    house.launch.do(
        lambda session, now: documents.draft(
            session,
            now,
            house.launch.run_id,
            DocumentKind.EXECUTIVE_SUMMARY,
            "What was said",
            "Much.",
            by="x",
        )
    )


def test_it_asks_to_read_a_draft_and_lets_it_go(house: House, convener: TestClient) -> None:
    draft(house)
    (letter,) = [need for need in needs(house) if need.kind == "letter"]
    assert "Much." in convener.get(letter.address).text
    assert convener.post(letter.address, data=house.form(convener)).status_code == 303
    assert not [need for need in needs(house) if need.kind == "letter"]


@pytest.mark.parametrize("name", [MEMBER])
def test_it_is_not_for_somebody_who_convenes_nothing(house: House, name: str) -> None:
    assert house.signed_in(name).get("/").status_code == 403
