"""Empty databases for tests of the migrations: a SQLite file, and a schema of its own on a PostgreSQL server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from sectorlaunch.database import open_engine

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@contextmanager
def empty_database(request: pytest.FixtureRequest, kind: str, folder: Path) -> Iterator[Engine]:
    """An engine on a database without tables, gone afterwards."""
    if kind == "sqlite":
        engine = open_engine(f"sqlite:///{folder / 'tables.db'}")
        yield engine
        engine.dispose()
        return
    url, schema = request.getfixturevalue("postgresql_url"), f"upgrade_{uuid4().hex}"
    owner = create_engine(url)
    with owner.begin() as connection:
        connection.execute(text(f'CREATE SCHEMA "{schema}"'))
    own = make_url(url).update_query_dict({"options": f"-csearch_path={schema}"})
    engine = open_engine(own.render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with owner.begin() as connection:
        connection.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))
    owner.dispose()
