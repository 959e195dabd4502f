"""One Prefect server for all engine tests of a session; an installation of its own for each test."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sectorlaunch.settings import Settings
from tests.conftest import do_without
from tests.engine.browsing import chromium
from tests.engine.prefect_house import House, open_house, running_server
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
    settings = Settings(home=home, prefect_port=find_free_port())
    with running_server(settings, home / "prefect.log"):
        yield settings.prefect_port


@pytest.fixture
def house(tmp_path: Path, prefect_port: int) -> Iterator[House]:
    """An installation without a worker yet."""
    house = open_house(tmp_path / "home", prefect_port)
    yield house
    house.close()


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
