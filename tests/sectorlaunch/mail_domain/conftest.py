"""A name server for each test."""

from collections.abc import Iterator

import pytest

from tests.name_server import NameServer, name_server


@pytest.fixture
def zone() -> Iterator[NameServer]:
    with name_server() as server:
        yield server
