"""Moving the launch: seen before it is done, and then exactly that."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import Engine

from sectorlaunch import database
from sectorlaunch.actions import meetings
from sectorlaunch.engine import launch_moves
from sectorlaunch.engine.launch_moves import Outlook
from sectorlaunch.errors import BadInput
from tests.cast import LAUNCH_DAY, Launch, begin

LATER = LAUNCH_DAY + timedelta(days=14)


@pytest.fixture
def launch(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Launch:
    return begin(engine, tmp_path_factory.mktemp("launch"))


def look(launch: Launch, on: date, at: time | None = None) -> Outlook:
    with database.trying(launch.engine) as session:
        return launch_moves.outlook(session, launch.now, launch.run_id, on, at, by="Cora Venner")


def test_it_shows_what_moves_and_takes_it_back(launch: Launch) -> None:
    seen = look(launch, LATER)
    assert (seen.from_on, seen.to_on) == (LAUNCH_DAY, LATER)
    assert all(one.from_on and one.to_on and one.to_on > one.from_on for one in seen.moved)
    assert any(one.what == "Gate due: Champions" for one in seen.moved)
    assert look(launch, LATER) == seen


def test_it_moves_a_target_date_while_there_is_no_hour(launch: Launch) -> None:
    launch.do(lambda session, now: launch_moves.move(session, now, launch.run_id, LATER, None, by="Cora"))
    assert launch.launch_meeting().starts_at is None
    assert look(launch, LAUNCH_DAY).from_on == LATER


def test_it_keeps_the_hour_a_launch_has(launch: Launch) -> None:
    launch.do(
        lambda session, now: launch_moves.move(session, now, launch.run_id, LATER, time(8, 30), by="Cora")
    )
    first = launch.launch_meeting().starts_at
    launch.do(lambda session, now: launch_moves.move(session, now, launch.run_id, LAUNCH_DAY, None, by="C"))
    second = launch.launch_meeting().starts_at
    assert first is not None
    assert second == first - timedelta(days=14)


def test_it_speaks_up_about_a_weekend_and_too_little_lead(launch: Launch) -> None:
    saturday = date(2026, 3, 14)
    first, second, third = look(launch, saturday).remarks
    assert first == "Saturday, March 14, 2026 is on a weekend."
    assert second.startswith("Saturday, March 14 cannot hold at the pace of this plan; the earliest is ")
    assert third.startswith("Even if you settle ")
    assert "waive the lead time" in third


@pytest.mark.parametrize("on", [date(2026, 3, 2), date(2026, 1, 5)])
def test_it_refuses_a_day_that_is_not_ahead(launch: Launch, on: date) -> None:
    with pytest.raises(BadInput, match="a day ahead"):
        look(launch, on)


def test_it_refuses_a_launch_that_is_over(launch: Launch) -> None:
    def hold(session, now) -> None:  # type: ignore[no-untyped-def]
        meetings.hold(session, now, launch.run_id, launch.launch_meeting().pk, [], by="Cora")

    launch.do(hold)
    with pytest.raises(BadInput, match="held"):
        look(launch, LATER)
