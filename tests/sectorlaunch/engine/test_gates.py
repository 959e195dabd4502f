"""Gates: what opens them, what holds them, how they are waived and reopened."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.actions import gates
from sectorlaunch.engine import gates as gate_engine
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.tables import Answer, AnswerVerdict, Event, GateState, RunRequest, RunWish, StepState
from tests.cast import TEAM, Launch


def test_it_waits_at_the_first_gate_and_says_who_has_not_answered(launch: Launch) -> None:
    status = launch.status("shared-table")
    assert status.state is GateState.SHUT
    assert set(status.settled_by) >= set(TEAM)
    assert any("Edda Teach" in sentence for sentence in status.missing)


def test_it_opens_when_two_thirds_agree_and_goes_on_to_the_next_gate(launch: Launch) -> None:
    for name in TEAM[:2]:
        launch.answer(name, "shared-table", "shared-view")
        assert launch.gate("shared-table").state is GateState.SHUT
    launch.answer(TEAM[2], "shared-table", "shared-view")
    assert launch.gate("shared-table").state is GateState.OPEN
    assert launch.gate("roles").state is GateState.SHUT


def test_it_asks_for_the_flow_to_be_resumed_in_the_same_transaction(launch: Launch) -> None:
    for name in TEAM[:3]:
        launch.answer(name, "shared-table", "shared-view")
    with database.reading(launch.engine) as session:
        wishes = [request.wish for request in session.exec(select(RunRequest))]
    assert wishes == [RunWish.START, RunWish.RESUME]


def test_it_keeps_the_evidence_the_answer_was_given_on(launch: Launch) -> None:
    launch.answer("Cora Venner", "shared-table", "three-fields", AnswerVerdict.STILL_OPEN, "One more college")
    with database.reading(launch.engine) as session:
        answer = session.exec(select(Answer).where(Answer.question_key == "three-fields")).one()
    assert answer.saw["team.from_education"] == 1


def test_it_refuses_still_open_without_a_note_and_stores_nothing(launch: Launch) -> None:
    with pytest.raises(BadInput, match="needs a note"):
        launch.answer("Edda Teach", "shared-table", "shared-view", AnswerVerdict.STILL_OPEN)
    with database.reading(launch.engine) as session:
        assert session.exec(select(Answer)).all() == []


def test_it_refuses_an_answer_from_somebody_who_is_not_asked(launch: Launch) -> None:
    with pytest.raises(NotAllowed, match="Biz Alder is not among those"):
        launch.answer("Biz Alder", "shared-table", "shared-view")


def test_it_opens_by_a_waiver_that_says_who_why_and_until_when(launch: Launch) -> None:
    until = date(2026, 4, 1)
    launch.do(
        lambda session, now: gates.waive(
            session,
            now,
            launch.run_id,
            "shared-table",
            "shared-view",
            given_by="Cora Venner",
            why="Told me",
            until=until,
        )
    )
    assert launch.gate("shared-table").state is GateState.OPEN


@pytest.mark.parametrize(
    ("given_by", "why", "days"), [("", "Because", 5), ("Cora Venner", " ", 5), ("Cora Venner", "Because", 0)]
)
def test_it_refuses_a_waiver_without_a_name_a_reason_or_a_day_ahead(
    launch: Launch, given_by: str, why: str, days: int
) -> None:
    until = launch.now.date() + timedelta(days=days)
    with pytest.raises(BadInput):
        launch.do(
            lambda session, now: gates.waive(
                session, now, launch.run_id, "shared-table", None, given_by=given_by, why=why, until=until
            )
        )
    assert launch.gate("shared-table").state is GateState.SHUT


def test_it_brings_a_waiver_back_as_a_task_on_its_day(launch: Launch) -> None:
    from sectorlaunch.engine import left_tasks

    launch.do(
        lambda session, now: gates.waive(
            session,
            now,
            launch.run_id,
            "shared-table",
            None,
            given_by="Cora Venner",
            why="Told me by phone",
            until=date(2026, 3, 9),
        )
    )
    launch.now += timedelta(days=6)
    launch.do(left_tasks.bring_back_waivers)
    assert not [todo for todo in launch.todos() if todo.kind == "waiver returns"]
    launch.now += timedelta(days=1)
    launch.do(left_tasks.bring_back_waivers)
    launch.do(left_tasks.bring_back_waivers)
    returned = [todo for todo in launch.todos() if todo.kind == "waiver returns"]
    assert len(returned) == 1
    assert "Told me by phone" in returned[0].title


def test_it_never_happens__reopening_loses_answers(launch: Launch) -> None:
    for name in TEAM[:3]:
        launch.answer(name, "shared-table", "shared-view")
    launch.now += timedelta(days=1)
    launch.do(
        lambda session, now: gates.reopen(
            session, now, launch.run_id, "shared-table", None, by="Cora Venner", why="Two new members"
        )
    )
    assert launch.gate("shared-table").state is GateState.SHUT
    with database.reading(launch.engine) as session:
        assert len(session.exec(select(Answer)).all()) == 3
    launch.now += timedelta(hours=1)
    for name in TEAM[:3]:
        launch.answer(name, "shared-table", "shared-view")
    assert launch.gate("shared-table").state is GateState.OPEN


def test_it_asks_those_who_attest_again_when_their_question_is_reopened(launch: Launch) -> None:
    for name in TEAM[:3]:
        launch.answer(name, "shared-table", "shared-view")
    launch.now += timedelta(days=1)
    launch.do(
        lambda session, now: gates.reopen(
            session,
            now,
            launch.run_id,
            "shared-table",
            "shared-view",
            by="Cora Venner",
            why="Two new members",
        )
    )
    again = [m for m in launch.messages("answer-request") if m.purpose.startswith("asked-again/")]
    assert sorted(m.to_name for m in again) == sorted(TEAM)


def test_it_gives_a_step_that_had_passed_a_flow_run_again_when_its_gate_is_reopened(launch: Launch) -> None:
    pass_step_one(launch)
    launch.now += timedelta(days=1)
    launch.do(
        lambda session, now: gates.reopen(
            session, now, launch.run_id, "roles", None, by="Cora Venner", why="A new facilitator"
        )
    )
    assert launch.step("build-support-team").state is StepState.OPEN
    assert launch.step("define-scope").state is StepState.OPEN


def test_it_never_happens__a_skipped_phase_hides_its_checks(launch: Launch) -> None:
    launch.do(
        lambda session, now: gates.waive(
            session,
            now,
            launch.run_id,
            "shared-table",
            None,
            given_by="Cora Venner",
            why="Later",
            until=date(2026, 5, 1),
        )
    )
    status = launch.status("shared-table")
    assert status.is_open
    waived = [question for question in status.questions if question.state == "waived"]
    assert [question.key for question in waived] == ["shared-view"]
    assert any("Cora Venner" in reason for question in waived for reason in question.reasons)


def test_it_writes_an_event_for_every_change(launch: Launch) -> None:
    launch.answer("Edda Teach", "shared-table", "shared-view")
    with database.reading(launch.engine) as session:
        last = [event for event in session.exec(select(Event)) if event.kind == "answer given"]
    assert [event.actor for event in last] == ["Edda Teach"]


def test_it_looks_again_at_a_gate_nobody_has_looked_at_for_a_day(launch: Launch) -> None:
    def looked_at(hours: int) -> int:
        now = launch.now + timedelta(hours=hours)
        with database.unit_of_work(launch.engine, now) as session:
            return len(gate_engine.review_stale(session, now))

    assert [looked_at(hours) for hours in (23, 25, 26)] == [0, 1, 0]


def pass_step_one(launch: Launch) -> None:
    """Waives both gates of step 1."""
    for gate in ("shared-table", "roles"):
        launch.do(
            lambda session, now, gate=gate: gates.waive(  # type: ignore[misc]
                session,
                now,
                launch.run_id,
                gate,
                None,
                given_by="Cora Venner",
                why="Known",
                until=date(2026, 6, 1),
            )
        )
    assert launch.step("build-support-team").state is StepState.PASSED
