"""Fetches as rows: one at a time, held by whoever is at it, taken up when they are gone."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sectorlaunch import database
from sectorlaunch.actions import census_fetches
from sectorlaunch.errors import BadInput
from sectorlaunch.records import census_fetches as census_fetche_records
from sectorlaunch.tables import CensusFetch, FetchState
from tests.cast import CONVENER, Launch, begin


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    return begin(engine, tmp_path)


def ask(launch: Launch, *periods: str) -> int | None:
    return launch.do(lambda s, now: census_fetches.ask(s, now, launch.run_id, periods, by=CONVENER).id)


def newest(launch: Launch) -> CensusFetch:
    with database.reading(launch.engine) as session:
        found = census_fetche_records.newest(session, 1)
    assert found is not None
    return found


def test_it_is_held_by_one_at_a_time_and_taken_up_when_they_are_gone(launch: Launch) -> None:
    first = ask(launch, "2025-q1", "2025-Q1", "2024-Q1")
    assert (newest(launch).periods, newest(launch).total) == (["2025-Q1", "2024-Q1"], 6)
    assert launch.do(census_fetches.take_up) == (first, None)
    launch.now += timedelta(minutes=1)
    assert launch.do(census_fetches.take_up) == (None, census_fetches.HELD_FOR - timedelta(minutes=1))
    launch.do(lambda s, now: census_fetches.go_on(s, now, first or 0, "Weld: on record.", is_done=True))
    assert launch.do(census_fetches.take_up) == (None, census_fetches.HELD_FOR)
    launch.now += census_fetches.HELD_FOR
    assert launch.do(census_fetches.take_up) == (first, None)


def test_it_ends_with_what_came_and_makes_room_for_the_next(launch: Launch) -> None:
    first = ask(launch, "2025-Q1")
    for trouble in ("", "", "The nation is not out yet."):
        launch.do(
            lambda s, now, trouble=trouble: census_fetches.go_on(
                s, now, first or 0, "On.", is_done=True, trouble=trouble
            )
        )
    launch.do(lambda s, now: census_fetches.end(s, now, first or 0))
    ended = newest(launch)
    assert (ended.state, ended.said) == (FetchState.DONE, "2 of 3 files are on record.")
    assert ended.troubles == ["The nation is not out yet."]
    assert ask(launch, "2025-Q2") != first
    assert launch.do(census_fetches.take_up)[0] == newest(launch).id


@pytest.mark.parametrize(
    ("periods", "said"),
    [
        ((), "Choose at least one"),
        (("soon",), "is not a quarter"),
        ([f"{y}" for y in range(2000, 2013)], "At most 12"),
    ],
)
def test_it_says_what_cannot_be_asked_for(launch: Launch, periods: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        ask(launch, *periods)
