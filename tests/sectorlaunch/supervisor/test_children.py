"""What the supervisor starts, and what it does about a part that hangs."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from sectorlaunch import logs, signs_of_life
from sectorlaunch.settings import Settings
from sectorlaunch.supervisor import children, supervisor
from sectorlaunch.supervisor.children import Child


def test_it_starts_only_what_runs_when_it_is_started(tmp_path: Path) -> None:
    """A module that only defines ends at once and fine, is started again, and no letter leaves."""
    started = [child.command[2] for child in supervisor._children(Settings(home=tmp_path))]
    ours = [name for name in started if name.startswith("sectorlaunch")]
    assert len(ours) == len(started) == 4
    for name in ours:
        found = find_spec(name)
        if found is not None and found.submodule_search_locations:
            found = find_spec(f"{name}.__main__")
        assert found is not None
        assert found.origin is not None
        assert 'if __name__ == "__main__":' in Path(found.origin).read_text(encoding="utf-8"), name


WORKS = "import sys, time\nfrom pathlib import Path\nwhile True:\n    Path(sys.argv[1]).touch()\n    time.sleep(0.02)"
PATIENCE = 2_000
"""Looks, 10 ms apart, that a change may take."""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    """A process that gives a sign of life for as long as it works, watched closely."""
    monkeypatch.setattr(children, "LOOK_AFTER_SECONDS", 0.05)
    monkeypatch.setattr(children, "FIRST_WAIT_SECONDS", 0.05)
    sign = signs_of_life.sign_file(tmp_path, signs_of_life.WORKER, 0)
    sign.parent.mkdir()
    touched = supervisor.Touched(tmp_path, signs_of_life.WORKER)
    child = Child(
        "the worker",
        [sys.executable, "-c", WORKS, str(sign)],
        dict(os.environ),
        tmp_path / "worker.log",
        gives_sign=lambda _pid: touched(0),
        silent_after=1.0,
    )
    child.start()
    yield child
    assert child.process is not None
    child.process.kill()
    child.process.wait()


def watched_until(child: Child, words: str) -> str:
    for _ in range(PATIENCE):
        said = child.watch()
        if said and words in said:
            return said
        time.sleep(0.01)
    raise TimeoutError(words)


def watched_for(child: Child, looks: int) -> list[str]:
    said = []
    for _ in range(looks):
        if words := child.watch():
            said.append(words)
        time.sleep(0.01)
    return said


def test_it_replaces_a_child_that_is_frozen(child: Child) -> None:
    assert child.process is not None
    first = child.process.pid
    watched_for(child, 60)
    os.kill(first, signal.SIGSTOP)
    said = watched_until(child, "has given no sign of life")
    assert said == "The worker has given no sign of life for 1 s and is replaced."
    watched_until(child, "signal SIGKILL")
    for _ in range(PATIENCE):
        child.watch()
        if child.process.pid != first and child.is_alive:
            break
        time.sleep(0.01)
    assert child.process.pid != first
    assert child.is_alive


def test_it_leaves_a_child_alone_that_works(child: Child) -> None:
    assert child.process is not None
    first = child.process.pid
    assert watched_for(child, 300) == []
    assert child.process.pid == first


def test_it_blames_no_child_for_its_own_standing_still(child: Child) -> None:
    """After the supervisor itself was stopped, or the machine slept, the children have had no time to give a sign."""
    assert child.process is not None
    watched_for(child, 60)
    os.kill(child.process.pid, signal.SIGSTOP)
    time.sleep(1.5)  # nobody looks
    assert child.watch() is None
    os.kill(child.process.pid, signal.SIGCONT)
    assert watched_for(child, 100) == []


def test_it_rotates_the_log_of_a_child_that_goes_on_writing(
    child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotated = []
    monkeypatch.setattr(logs, "rotate", rotated.append)
    watched_for(child, 60)
    assert child.log_file in rotated


def test_it_watches_the_sign_of_every_part(tmp_path: Path) -> None:
    assert all(child.gives_sign for child in supervisor._children(Settings(home=tmp_path)))
