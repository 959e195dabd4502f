from pathlib import Path

from sectorlaunch.supervisor.worker_name import take_worker_name


def test_it_gives_each_worker_of_a_home_a_seat_of_its_own(tmp_path: Path) -> None:
    with take_worker_name(tmp_path) as first, take_worker_name(tmp_path) as second:
        assert first.endswith("worker 1")
        assert second.endswith("worker 2")


def test_it_gives_the_seat_of_one_who_left_to_the_next(tmp_path: Path) -> None:
    with take_worker_name(tmp_path) as first:
        pass
    with take_worker_name(tmp_path) as second:
        assert first == second


def test_it_tells_two_homes_on_one_machine_apart(tmp_path: Path) -> None:
    with take_worker_name(tmp_path / "a") as one, take_worker_name(tmp_path / "b") as other:
        assert one != other
