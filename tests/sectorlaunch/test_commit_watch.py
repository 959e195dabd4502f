import asyncio
from pathlib import Path

from sqlalchemy import Engine

from sectorlaunch.commit_watch import CommitWatch
from tests import cast


def has_moved(commits: CommitWatch) -> bool:
    return asyncio.run(commits.has_moved_meanwhile())


def test_it_notices_a_commit_to_a_file_once(file_engine: Engine, tmp_path: Path) -> None:
    commits = CommitWatch(file_engine)
    assert has_moved(commits)
    assert not has_moved(commits)
    cast.begin(file_engine, tmp_path)
    assert has_moved(commits)
    assert not has_moved(commits)
    commits.close()


def test_it_notices_an_event_on_every_database(engine: Engine, tmp_path: Path) -> None:
    commits = CommitWatch(engine)
    assert has_moved(commits)
    assert not has_moved(commits)
    cast.begin(engine, tmp_path)
    assert has_moved(commits)
    assert not has_moved(commits)
    commits.close()
