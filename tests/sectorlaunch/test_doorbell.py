import asyncio
from pathlib import Path

from sqlalchemy import Engine

from sectorlaunch.commit_watch.doorbell import Doorbell
from tests import cast


def rings(doorbell: Doorbell) -> bool:
    return asyncio.run(doorbell.rung())


def test_it_rings_when_somebody_commits_to_a_file_and_then_is_silent(
    file_engine: Engine, tmp_path: Path
) -> None:
    doorbell = Doorbell(file_engine)
    assert rings(doorbell)
    assert not rings(doorbell)
    cast.begin(file_engine, tmp_path)
    assert rings(doorbell)
    assert not rings(doorbell)
    doorbell.close()


def test_it_rings_on_every_database(engine: Engine, tmp_path: Path) -> None:
    doorbell = Doorbell(engine)
    assert rings(doorbell)
    assert not rings(doorbell)
    cast.begin(engine, tmp_path)
    assert rings(doorbell)
    assert not rings(doorbell)
    doorbell.close()
