"""Signs of life: given while a process works, aging when it hangs, gone when it stops by plan."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sectorlaunch import signs_of_life
from sectorlaunch.readiness import work
from sectorlaunch.signs_of_life import DISPATCHER, WORKER, Sign, last_sign, sign_file


def test_it_is_heard_of_while_it_works_and_not_missed_when_it_stops_by_plan(tmp_path: Path) -> None:
    sign = Sign(tmp_path, WORKER)
    sign.give()
    seen = last_sign(tmp_path, WORKER)
    assert seen is not None
    assert abs(time.time() - seen.timestamp()) < 60
    sign.end()
    assert last_sign(tmp_path, WORKER) is None


def test_it_tells_the_parts_apart_and_takes_the_newest_of_each(tmp_path: Path) -> None:
    for pid, moment in ((1, 1_000), (2, 3_000), (3, 2_000)):
        file = sign_file(tmp_path, WORKER, pid)
        file.parent.mkdir(exist_ok=True)
        file.touch()
        os.utime(file, (moment, moment))
    assert last_sign(tmp_path, WORKER) == datetime.fromtimestamp(3_000, UTC)
    assert last_sign(tmp_path, DISPATCHER) is None


def test_it_sweeps_away_what_a_killed_process_left_long_ago(tmp_path: Path) -> None:
    left = sign_file(tmp_path, WORKER, 1)
    left.parent.mkdir()
    left.touch()
    os.utime(left, (1_000, 1_000))
    Sign(tmp_path, WORKER).give()
    assert not left.exists()


def test_it_lets_a_folder_that_cannot_be_written_pass(tmp_path: Path) -> None:
    (tmp_path / "signs").write_text("a file where the folder should be")
    Sign(tmp_path, WORKER).give()
    assert last_sign(tmp_path, WORKER) is None


def test_it_takes_a_sign_from_the_future_for_none(tmp_path: Path) -> None:
    """After the clock was set back by two days, what a dead process had left looks new for two days."""
    Sign(tmp_path, WORKER).give()
    two_days_ago = datetime.now(UTC) - timedelta(days=2)  # noqa: TID251  the age of a real file
    age = work.age_of(tmp_path, WORKER, two_days_ago)
    assert age is not None
    assert age < -signs_of_life.SILENT_SECONDS
