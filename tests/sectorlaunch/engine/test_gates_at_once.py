"""Two answer at the same moment: the gate opens, and opens once. On PostgreSQL both used to be judged apart."""

import threading
import time

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from sectorlaunch import database
from sectorlaunch.actions import answers
from sectorlaunch.engine import consequences
from sectorlaunch.tables import AnswerVerdict, Event, GateState
from tests.cast import TEAM, Launch

GATE = "shared-table"
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def answer(session: Session, launch: Launch, name: str) -> None:
    who = launch.person(session, name)
    given = answers.GivenAnswer(AnswerVerdict.DONE, "")
    answers.record(session, launch.now, launch.run_id, GATE, "shared-view", who, given)


def until_somebody_waits(engine: Engine, other: threading.Thread) -> None:
    """Until the other waits for us at the database, or is done."""
    with engine.connect() as connection:
        for _ in range(1000):
            if not other.is_alive() or connection.exec_driver_sql(WAITING).scalar_one():
                return
            time.sleep(0.01)


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.parametrize("before", [1, 2])
def test_it_never_happens__a_gate_opens_twice_or_not_at_all(launch: Launch, before: int) -> None:
    for name in TEAM[:before]:
        launch.answer(name, GATE, "shared-view")
    first, second = TEAM[before : before + 2]

    def answer_too() -> None:
        with database.unit_of_work(launch.engine, launch.now) as session:
            answer(session, launch, second)

    other = threading.Thread(target=answer_too)
    with database.unit_of_work(launch.engine, launch.now) as session:
        answer(session, launch, first)
        consequences.follow(session, launch.now)
        other.start()
        until_somebody_waits(launch.engine, other)
    other.join(30)

    assert launch.gate(GATE).state is GateState.OPEN
    with database.reading(launch.engine) as session:
        opened = select(func.count()).where(Event.kind == "gate opened", col(Event.run_id) == launch.run_id)
        assert session.exec(opened).one() == 1
