"""One Prefect server for all engine tests of a session; an installation of its own for each test."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine, make_url, text

from sectorlaunch.settings import Settings
from tests.conftest import do_without
from tests.engine.browsing import chromium
from tests.engine.prefect_house import FIRST, PREFECT_AUTH, House, open_house, running_server, wait_for
from tests.sample import Moment, Sample, samples
from tests.story.rehearsals import files


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def free_port() -> Callable[[], int]:
    return find_free_port


@pytest.fixture(scope="session")
def prefect_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a real Prefect server."""
    home = tmp_path_factory.mktemp("prefect-server")
    settings = Settings(home=home, prefect_port=find_free_port(), prefect_auth=PREFECT_AUTH)
    with running_server(settings, home / "prefect.log"):
        yield settings.prefect_port


@pytest.fixture
def house(tmp_path: Path, prefect_port: int) -> Iterator[House]:
    """An installation without a worker yet."""
    house = open_house(tmp_path / "home", prefect_port)
    yield house
    house.close()


@pytest.fixture
def asleep(house: House) -> House:
    """A launch that waits at its first gate, with nobody to wake it."""
    house.begin()
    worker = house.start_worker()
    wait_for(lambda: house.waits_at(FIRST, "shared-table"), "the first gate")
    house.kill(worker)
    return house


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, prefect_port: int) -> Iterator[House]:
    """An installation with a worker, for all launches of a file."""
    house = open_house(tmp_path_factory.mktemp("home"), prefect_port)
    house.start_worker()
    yield house
    house.close()


@pytest.fixture
def under_way(installation: House) -> House:
    """A launch that waits at its first gate."""
    house = installation.neighbor()
    house.begin()
    wait_for(lambda: house.waits_at(FIRST, "shared-table"), "the first gate")
    return house


@pytest.fixture
def databases(postgresql_url: str) -> Iterator[tuple[str, str]]:
    """A database for our tables and one for Prefect's, both empty."""
    names = [f"ours_{uuid4().hex[:8]}", f"prefect_{uuid4().hex[:8]}"]
    owner = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        for name in names:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
    ours, prefects = (make_url(postgresql_url).set(database=name) for name in names)
    yield (
        ours.render_as_string(hide_password=False),
        prefects.set(drivername="postgresql+asyncpg").render_as_string(hide_password=False),
    )
    with owner.connect() as connection:
        for name in names:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    owner.dispose()


@pytest.fixture(scope="module")  # while it is open, asyncio has a loop running in this thread
def browser() -> Iterator[Browser]:
    """One headless Chromium for the tests of a file."""
    try:
        with chromium() as browser:
            yield browser
    except LookupError as error:
        do_without(str(error))


@pytest.fixture(scope="session")
def caught(tmp_path_factory: pytest.TempPathFactory) -> dict[Moment, Sample]:
    """One launch in the middle of its steps. Whoever changes it takes a copy."""
    return samples(tmp_path_factory.mktemp("samples"), files(), *Moment)
