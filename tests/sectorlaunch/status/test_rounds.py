"""What came of touches, in words."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.engine import carry_out
from sectorlaunch.status import rounds
from sectorlaunch.status.rounds import Round
from sectorlaunch.tables import Person, ToDoPurpose, TouchState
from tests.cast import Launch, begin


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    return begin(engine, tmp_path)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            Round(Counter({"invitation": 108}), to_phone=2, withheld=1),
            "108 invitations queued, 2 to phone, 1 withheld",
        ),
        (Round(Counter({"second-letter": 14}), calls=3), "14 second letters queued, 3 calls"),
        (Round(Counter({"invitation": 1, "letter-copy": 2})), "2 letter copies and 1 invitation queued"),
        (Round(Counter({"first-call-request": 3})), "3 leads asked"),
        (
            Round(Counter({"first-call-request": 1, "welcome": 2}), calls=1),
            "2 welcomes queued, 1 lead asked, 1 call",
        ),
        (Round(calls=1), "1 call"),
        (Round(), ""),
    ],
)
def test_it_says_what_came_of_a_round(found: Round, words: str) -> None:
    assert found.words == words


def test_it_counts_the_letters_of_an_activity_and_names_whom_they_went_to(launch: Launch) -> None:
    with database.reading(launch.engine) as session:
        found = rounds.of(session, rounds.carried_out(session, launch.run_id, launch.now))
    assert found.letters["welcome"] == len(launch.messages("welcome")) > 0
    assert any("Edda Teach" in line for line in found.lines)


def test_it_counts_calls_and_those_whom_letters_do_not_reach(launch: Launch) -> None:
    def lose_address(session: object, now: object) -> None:
        session.exec(select(Person).where(Person.name == "Will Work")).one().email = None  # type: ignore[attr-defined]

    launch.do(lose_address)
    called = to_phone = 0
    for _ in range(20):
        launch.now += timedelta(days=1)
        with database.unit_of_work(launch.engine, launch.now) as session:
            due = carry_out.due_now(session, launch.now)
            for planned in due:
                carry_out.one(session, launch.now, planned)
            found = rounds.of(session, [planned for planned in due if planned.state is TouchState.DONE])
        called, to_phone = called + found.calls, to_phone + found.to_phone
    assert called == len([todo for todo in launch.todos() if todo.purpose_kind is ToDoPurpose.CALL]) > 0
    assert to_phone > 0
