"""Each member is asked by letter to score alone, reminded until they have, phoned, and shown all scores once."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sectorlaunch.actions import gates, scores
from sectorlaunch.engine import carry_out
from sectorlaunch.tables import Message, MessageState, TouchState
from tests.cast import CONVENER, TEAM, Launch, begin

EVERYONE = {CONVENER, *TEAM}


@pytest.fixture
def early(engine: Engine, tmp_path: Path) -> Launch:
    """Step 2 is still locked."""
    return begin(engine, tmp_path)


@pytest.fixture
def launch(early: Launch) -> Launch:
    for gate in ("shared-table", "roles"):
        early.do(
            lambda s, now, gate=gate: gates.waive(
                s, now, early.run_id, gate, None, given_by=CONVENER, why="Known", until=date(2026, 6, 1)
            )
        )
    return early


def open_round(launch: Launch) -> int:
    opened = launch.do(lambda s, now: scores.open_round(s, now, launch.run_id, ["31-33", "23"], by=CONVENER))
    launch.do(carry_out.due)
    return opened.pk


def score(launch: Launch, round_id: int, name: str, points: int = 4) -> None:
    person = launch.someone(name)
    launch.do(
        lambda s, now: scores.score(s, now, launch.run_id, round_id, person, {"31-33": points}, by=name)
    )


def to(messages: list[Message]) -> set[str]:
    return {message.to_name for message in messages}


def test_it_asks_each_by_a_letter_of_their_own(launch: Launch) -> None:
    open_round(launch)
    letters = launch.messages("scoring-request")
    assert to(letters) == EVERYONE
    assert len(letters) == len(EVERYONE)
    assert "- Manufacturing\n- Construction\n" in letters[0].text
    assert all("/p/put-in-when-it-leaves" in letter.text for letter in letters)


def test_it_asks_at_once_where_the_step_is_still_locked_and_not_again_when_it_opens(early: Launch) -> None:
    open_round(early)
    assert to(early.messages("scoring-request")) == EVERYONE
    for gate in ("shared-table", "roles"):
        early.do(
            lambda s, now, gate=gate: gates.waive(
                s, now, early.run_id, gate, None, given_by=CONVENER, why="Known", until=date(2026, 6, 1)
            )
        )
    early.do(carry_out.due)
    assert len(early.messages("scoring-request")) == len(EVERYONE)
    early.wait(3)
    assert to(early.messages("scoring-reminder")) == EVERYONE


def test_it_reminds_only_those_who_have_not_scored_and_then_has_them_phoned(launch: Launch) -> None:
    round_id = open_round(launch)
    score(launch, round_id, TEAM[0])
    launch.wait(3)
    reminders = launch.messages("scoring-reminder")
    assert to(reminders) == EVERYONE - {TEAM[0]}
    assert "One member has scored." in reminders[0].text
    score(launch, round_id, TEAM[1])
    launch.wait(4)
    called = {
        todo.about_id for todo in launch.todos() if todo.purpose.startswith("define-scope/scoring-phone")
    }
    assert called == {launch.someone(name).id for name in EVERYONE - {TEAM[0], TEAM[1], CONVENER}}


def test_it_asks_nobody_any_more_once_all_is_laid_open(launch: Launch) -> None:
    round_id = open_round(launch)
    score(launch, round_id, TEAM[0], 5)
    score(launch, round_id, TEAM[1], 2)
    for _ in range(2):
        launch.do(lambda s, now: scores.show_scores(s, now, launch.run_id, round_id, by=CONVENER))
    shown = launch.messages("scores-open")
    assert (to(shown), len(shown)) == (EVERYONE, len(EVERYONE))
    assert "- Manufacturing: 3.5 on average, from 2 to 5" in shown[0].text
    assert "We are far apart on Manufacturing." in shown[0].text
    assert {touch.state for touch in launch.touches("scoring-reminder")} == {TouchState.CANCELED}
    launch.wait(8)
    assert launch.messages("scoring-reminder") == []


def test_it_asks_anew_for_a_new_round_and_lets_the_old_one_be(launch: Launch) -> None:
    first = open_round(launch)
    second = open_round(launch)
    assert len(launch.messages("scoring-request")) == 2 * len(EVERYONE)
    states = {touch.occurrence: touch.state for touch in launch.touches("scoring-reminder")}
    assert states == {f"scoring:{first}": TouchState.CANCELED, f"scoring:{second}": TouchState.PLANNED}


def test_it_lets_no_letter_leave_that_has_lost_its_point(launch: Launch) -> None:
    from sectorlaunch import database
    from sectorlaunch.records import stop_rules

    round_id = open_round(launch)
    score(launch, round_id, TEAM[0])
    with database.reading(launch.engine) as session:
        waiting = {m.to_name: stop_rules.still_needed(session, m) for m in launch.messages("scoring-request")}
    assert waiting == {name: name != TEAM[0] for name in EVERYONE}
    assert {message.state for message in launch.messages("scoring-request")} == {MessageState.QUEUED}
