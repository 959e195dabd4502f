"""Installations of our own for tests of copies: on SQLite, and on a database of a real PostgreSQL server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from sectorlaunch.settings import Settings

NewDatabase = Callable[[], str]


@pytest.fixture
def new_database(postgresql_url: str) -> Iterator[NewDatabase]:
    """Makes empty databases on the server, gone afterwards; gives the address of each."""
    made: list[str] = []
    owner = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")

    def make() -> str:
        name = f"copy_{uuid4().hex}"
        with owner.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        made.append(name)
        return make_url(postgresql_url).set(database=name).render_as_string(hide_password=False)

    yield make
    with owner.connect() as connection:
        for name in made:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    owner.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Settings]:
    """Settings of an installation by name, with an empty database of its own."""

    def settings(name: str) -> Settings:
        url = request.getfixturevalue("new_database")() if request.param == "postgresql" else None
        return Settings(home=tmp_path / name, database_url=url)

    return settings
