"""One touch, gate or row that cannot be handled: set aside with a task and its reason, and the next has its turn."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from sectorlaunch.database import reading, unit_of_work
from sectorlaunch.engine import carry_out, gates, plan
from sectorlaunch.errors import BadInput
from sectorlaunch.tables import (
    Answer,
    GateRun,
    GateState,
    HeldBecause,
    Organization,
    PlannedTouch,
    Sector,
    TouchState,
)
from tests.cast import MONDAY, TEAM, Launch

DAY = timedelta(days=1)


RIGHT: dict[int | None, str] = {}
"""What a touch was called before it was spoiled."""


@pytest.fixture
def poisoned(launch: Launch) -> PlannedTouch:
    """The first touch of all is due, and names another one than the playbook knows."""
    first = next(one for one in launch.touches() if one.state is TouchState.PLANNED)
    RIGHT[first.id] = first.touch_key
    with unit_of_work(launch.engine, MONDAY) as session:
        spoiled = session.get_one(PlannedTouch, first.id)
        spoiled.touch_key, spoiled.due_at = "no-such-touch", MONDAY - DAY
        session.add(spoiled)
        return spoiled


def test_a_touch_that_breaks_does_not_hold_up_those_behind_it(launch: Launch, poisoned: PlannedTouch) -> None:
    launch.wait(4)

    assert launch.messages(), "nothing was written"
    with reading(launch.engine) as session:
        kept = session.get_one(PlannedTouch, poisoned.id)
    assert (kept.state, kept.held_because) == (TouchState.PLANNED, HeldBecause.NOT_JUDGED)
    assert kept.due_at == launch.now + timedelta(hours=1)
    (task,) = [todo for todo in launch.todos() if todo.purpose == "set aside"]
    assert "no-such-touch could not be handled" in task.title
    assert kept.result[:20] in task.script


def test_the_task_is_given_once_and_the_touch_goes_on_once_it_is_mended(
    launch: Launch, poisoned: PlannedTouch
) -> None:
    launch.wait(0.1)
    launch.wait(0.1)
    assert len([todo for todo in launch.todos() if todo.purpose == "set aside"]) == 1

    with unit_of_work(launch.engine, launch.now) as session:
        session.get_one(PlannedTouch, poisoned.id).touch_key = RIGHT[poisoned.id]
    launch.wait(0.1)

    with reading(launch.engine) as session:
        assert session.get_one(PlannedTouch, poisoned.id).state is TouchState.DONE


def test_a_busy_database_is_nobodys_fault(
    launch: Launch, poisoned: PlannedTouch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> list[str]:
        raise OperationalError("", {}, Exception("database is locked"))

    monkeypatch.setattr(carry_out, "one", busy)
    with pytest.raises(OperationalError):
        launch.wait(0.1)
    with reading(launch.engine) as session:
        assert session.get_one(PlannedTouch, poisoned.id).held_because is None


def test_a_gate_that_breaks_does_not_hold_up_the_others(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def review(session: Session, now: object, gate: GateRun, *, wake: bool) -> None:
        looked.append(gate.key)
        if len(looked) == 1:
            raise LookupError("no such fact")

    with unit_of_work(launch.engine, MONDAY) as session:
        for gate in session.exec(select(GateRun).limit(2)):
            gate.state, gate.reviewed_at = GateState.SHUT, MONDAY - 3 * DAY
    monkeypatch.setattr(gates, "_review", review)
    with unit_of_work(launch.engine, MONDAY + 2 * DAY) as session:
        said = gates.review_stale(session, MONDAY + 2 * DAY)

    assert len(looked) > 1
    assert "is set aside: LookupError: no such fact" in said[0]


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        (
            "x" * 300,
            "The name may have 200 characters at most, and this has 300. Shorten it; nothing was stored.",
        ),
        ("a\x00b", "The name has characters in it that cannot be kept. Nothing was stored."),
        ("half \ud83d", "The name has characters in it that cannot be kept. Nothing was stored."),
    ],
)
def test_what_a_column_cannot_hold_is_said_alike_on_both_databases(
    launch: Launch, name: str, remedy: str
) -> None:
    with pytest.raises(BadInput) as refused, unit_of_work(launch.engine, MONDAY) as session:
        session.add(Organization(partnership_id=1, name=name, sector=Sector.BUSINESS))
    assert refused.value.message == remedy


def test_a_gate_its_playbook_does_not_have_holds_up_no_answer(launch: Launch) -> None:
    """It raised in what follows from every deed: nobody of the launch could answer anything any more."""
    with unit_of_work(launch.engine, MONDAY) as session:
        shut = session.exec(select(GateRun).where(GateRun.state == GateState.SHUT)).one()
        strange = session.exec(select(GateRun).where(GateRun.state == GateState.AHEAD)).all()[-1]
        strange.key, strange.state, strange.position = "no-such-gate", GateState.SHUT, shut.position
        session.add(strange)

    launch.answer(TEAM[0], shut.key, "shared-view", note="kept")
    launch.answer(TEAM[1], shut.key, "shared-view", note="kept as well")

    with reading(launch.engine) as session:
        assert set(session.exec(select(Answer.note))) >= {"kept", "kept as well"}
        looked_at = session.get_one(GateRun, shut.id).reviewed_at
    assert looked_at == launch.now, "the gate behind it was not looked at"
    (task,) = [todo for todo in launch.todos() if todo.purpose == "set aside"]
    assert task.title == "The gate no-such-gate could not be handled: have it looked at"
    assert "has no gate “no-such-gate”" in task.script


def test_a_planned_touch_its_playbook_does_not_have_holds_up_no_deed(
    launch: Launch, poisoned: PlannedTouch
) -> None:
    """Whatever moved the dates of the launch raised KeyError for it."""
    with unit_of_work(launch.engine, MONDAY) as session:
        plan.replan(session, MONDAY, launch.run_id)
    with reading(launch.engine) as session:
        assert session.get_one(PlannedTouch, poisoned.id).state is TouchState.PLANNED
