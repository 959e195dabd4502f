"""Fixtures every test may use: a fresh database with our tables, on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest
from sqlalchemy import Engine, make_url, text
from sqlmodel import create_engine

import sectorlaunch.tables  # noqa: F401  registers the tables
from sectorlaunch import migrations
from sectorlaunch.database import open_engine
from sectorlaunch.engine import consequences  # noqa: F401  what follows from a deed, before each commit
from tests import kept_states, postgresql
from tests.kept_states import State


def do_without(reason: str) -> NoReturn:
    """Skips a test and says why; where nothing may be skipped, fails it."""
    if os.environ.get("SECTOR_LAUNCH_SKIP_NOTHING"):
        pytest.fail(f"nothing may be skipped here, but {reason}")
    pytest.skip(reason)


os.environ.setdefault("SECTOR_LAUNCH_CHANNEL_HOSTS", "127.0.0.1,localhost")
"""Mail servers and webhooks of the tests stand on this machine; processes they start inherit it."""
os.environ.setdefault("SECTOR_LAUNCH_CENSUS_URL", "http://127.0.0.1:9/")
os.environ.setdefault("SECTOR_LAUNCH_CENSUS_CALENDAR_URL", "http://127.0.0.1:9/")
"""Nobody is there: a test that fetches census files brings a Bureau of its own."""

os.environ.setdefault("SECTOR_LAUNCH_NAME_SERVERS", "127.0.0.1:9")
"""Nor here: a test that asks for names brings a name server of its own."""

LONGEST = ("tests/engine", "tests/story")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept-golden", action="store_true", default=False, help="write what was rendered as golden"
    )


@pytest.fixture(scope="session")
def accept_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("accept_golden"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of a real PostgreSQL server, started for these tests."""
    try:
        with postgresql.server() as url:
            yield url
    except LookupError as error:
        do_without(str(error))


@pytest.fixture(scope="session")
def _sqlite() -> Iterator[tuple[Engine, State]]:
    """One engine for all tests of a process, so that statements are compiled once, and its empty state to return to."""
    engine = open_engine("sqlite://")
    migrations.upgrade(engine)
    empty = kept_states.keep(engine)
    assert empty is not None
    yield engine, empty
    engine.dispose()


@pytest.fixture(scope="session")
def _postgresql(postgresql_url: str) -> Iterator[Engine]:
    schema = f"test_{uuid4().hex}"
    owner = create_engine(postgresql_url)
    with owner.begin() as connection:
        connection.execute(text(f'CREATE SCHEMA "{schema}"'))
    own = make_url(postgresql_url).update_query_dict({"options": f"-csearch_path={schema}"})
    engine = open_engine(own.render_as_string(hide_password=False))
    try:
        migrations.upgrade(engine)
        yield engine
    finally:
        engine.dispose()
        with owner.begin() as connection:
            connection.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))
        owner.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine on an empty, migrated database: SQLite in memory, and a real PostgreSQL server."""
    if request.param == "sqlite":
        engine, empty = request.getfixturevalue("_sqlite")
        empty.put_back()
        return engine
    postgres: Engine = request.getfixturevalue("_postgresql")
    with postgres.begin() as connection:
        kept_states.empty(connection)
    return postgres


@pytest.fixture
def file_engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty, migrated SQLite file: for tests in which several connections or processes meet."""
    engine = open_engine(f"sqlite:///{tmp_path / 'test.db'}")
    migrations.upgrade(engine)
    yield engine
    engine.dispose()
