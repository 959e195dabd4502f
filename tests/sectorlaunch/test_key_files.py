"""Keys that are made at their first use."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from sectorlaunch import key_files

THREADS = 8


def test_it_never_happens__two_threads_at_once_leave_one_without_a_key(tmp_path: Path) -> None:
    for attempt in range(40):
        home, together = tmp_path / str(attempt), Barrier(THREADS)
        key_files.make_home(home)

        def key(home: Path = home, together: Barrier = together) -> str:
            together.wait()
            return key_files.key_in(home, "seal.key")

        with ThreadPoolExecutor(THREADS) as threads:
            found = {made.result() for made in [threads.submit(key) for _ in range(THREADS)]}
        assert len(found) == 1
        assert [path.name for path in home.iterdir()] == ["seal.key"]
