"""What is on record and not in the playbook of its launch: left out of every list, and a page that says so."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from sectorlaunch import database
from sectorlaunch.engine import carry_out, latecomers
from sectorlaunch.letters import week
from sectorlaunch.prefect_side import run_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.status import rounds, status_page
from sectorlaunch.tables import (
    Answer,
    AnswerVerdict,
    GateRun,
    GateState,
    HeldBecause,
    Message,
    MessageState,
    PlannedTouch,
    StepRun,
    StepState,
    TouchState,
    Waiver,
)
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House
from tests.sectorlaunch.portal.test_access import CONVENES, RULES

GONE = "once-there"


@pytest.fixture
def older(house: House) -> House:
    """A launch with a step, a gate, a question and touches in every state that its playbook has no more."""
    house.launch.wait(10)
    now, run_id = house.launch.now, house.launch.run_id
    member = house.person_id(MEMBER)
    with database.unit_of_work(house.engine, now) as session:
        touches = session.exec(select(PlannedTouch).where(PlannedTouch.run_id == run_id)).all()
        states = (TouchState.MISSED, TouchState.DONE, TouchState.PLANNED)
        for number, (touch, state) in enumerate(zip(touches, (*states, TouchState.PLANNED), strict=False)):
            touch.touch_key, touch.state, touch.settled_at = f"{GONE}-{number}", state, now
            touch.due_at = now + timedelta(days=1)
            touch.held_because = HeldBecause.NOT_JUDGED if number == 2 else None
            session.add(touch)
        *_, late, last = session.exec(
            select(GateRun).where(GateRun.run_id == run_id).order_by(col(GateRun.position))
        )
        last.key, last.state, last.reached_at, last.settled_by = GONE, GateState.SHUT, now, [CONVENER]
        late.step_key, late.state = GONE, GateState.SHUT
        *_, step = session.exec(
            select(StepRun).where(StepRun.run_id == run_id).order_by(col(StepRun.position))
        )
        step.key, step.state, step.stopped_at = GONE, StepState.OPEN, now
        for gate, question in (("shared-table", GONE), (GONE, None), (GONE, GONE)):
            for waits in (True, False):
                until = (now + timedelta(days=9)).date()
                waiver = Waiver(run_id=run_id, gate_key=gate, question_key=question, waits=waits)
                waiver.given_by, waiver.why, waiver.until, waiver.given_at = "Mo", "So it was.", until, now
                session.add(waiver)
            session.add(
                Answer(
                    run_id=run_id,
                    gate_key=gate,
                    question_key=GONE,
                    person_id=member,
                    verdict=AnswerVerdict.DONE,
                    answered_at=now,
                )
            )
    return house


def test_it_never_happens__a_page_fails_over_what_its_playbook_has_no_more(
    older: House, convener: TestClient
) -> None:
    whole = [path for (method, path), rule in RULES.items() if method == "GET" and rule == CONVENES]
    pages = [path.format(slug=MAIN) for path in whole if path.count("{") == 1]
    assert len(pages) > 20
    (older.app.state.portal.rehearsals.folder(MAIN) / "story.html").unlink(missing_ok=True)  # another test's
    read = [*pages, "/", "/partnerships", *(f"/p/{older.link(name)}" for name in (CONVENER, MEMBER))]
    found = {page: convener.get(page).status_code for page in read}
    assert found.pop(f"/partnerships/{MAIN}/rehearsal/story") == 404  # nothing was rehearsed here
    assert {page: code for page, code in found.items() if code != 200} == {}
    named = [page for page in pages if GONE in convener.get(page).text]
    # Only what waits for a second yes is named still, so that somebody can say no to it.
    assert named == [f"/partnerships/{MAIN}", f"/partnerships/{MAIN}/second-yes"]
    for action in ("gates", "releases"):
        there = f"/partnerships/{MAIN}/{action}/{GONE}"
        assert convener.get(there).status_code == 404
    form = older.form(convener, action="waive", why="so", until="2026-05-01")
    for deed in ("answers", "waivers", "reopenings"):
        there = f"/partnerships/{MAIN}/gates/{GONE}/{deed}"
        assert convener.post(there, data=form).status_code in (404, 422), deed


def test_it_goes_on_beside_what_its_playbook_has_no_more(older: House) -> None:
    now, run_id = older.launch.now, older.launch.run_id
    with database.unit_of_work(older.engine, now) as session:
        launch = Launch.of(session, now, run_id)
        assert latecomers.reach_latecomers(session, now, run_id) == []
        assert launch.convener is not None
        said = week.of(launch, launch.convener, None)
        touches = session.exec(select(PlannedTouch).where(PlannedTouch.run_id == run_id)).all()
        found = rounds.of(session, touches)
        page = status_page.artifact_markdown(session, now, MAIN)
        steps = run_records.open_steps_without_run(session)
    lines = [line.what for line in (*said.to_do, *said.late, *said.news)]
    assert GONE not in "".join((*lines, *found.lines, page, *(step.title for step in steps)))
    with database.unit_of_work(older.engine, now + timedelta(days=2)) as session:
        told = carry_out.due(session, now + timedelta(days=2))
    assert ["is set aside" in one for one in told] == [True, True]


def test_a_message_asked_for_by_its_number_says_that_it_is_in_no_playbook(
    older: House, convener: TestClient
) -> None:
    with database.reading(older.engine) as session:
        planned = session.exec(
            select(PlannedTouch.id).where(col(PlannedTouch.touch_key) == f"{GONE}-3")
        ).one()
    form = older.form(convener, action="skip", everyone="1")
    answer = convener.post(f"/partnerships/{MAIN}/coming/{planned}", data=form)
    assert (answer.status_code, "no longer in the playbook" in answer.text) == (404, True)


def test_a_message_of_a_kind_there_is_no_longer_has_its_page(house: House, convener: TestClient) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        for message in session.exec(select(Message).where(Message.run_id == house.launch.run_id)):
            message.kind, message.state = GONE, MessageState.QUEUED
            session.add(message)
    with database.reading(house.engine) as session:
        number = session.exec(select(Message.id).where(Message.kind == GONE)).first()
    for page in ("messages", f"messages/{number}", f"messages/{number}/letter", "coming", "timeline"):
        assert convener.get(f"/partnerships/{MAIN}/{page}").status_code == 200, page
    form = house.form(convener, action="words", subject="Come", text="Come soon.")
    answer = convener.post(f"/partnerships/{MAIN}/messages/{number}", data=form)
    assert answer.status_code in (404, 409, 422)
    house.deliver()
