"""A database with a launch in it, brought from the first revision to the newest: on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, make_url, text

from sectorlaunch import migrations
from sectorlaunch.database import open_engine
from sectorlaunch.errors import BrokenReferences

from .filled import everything, fill

FIRST = "0001"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def first(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database of the first revision."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'first.db'}")
        command.upgrade(migrations.configuration(engine), FIRST)
        yield engine
        engine.dispose()
        return
    url, schema = request.getfixturevalue("postgresql_url"), f"upgrade_{uuid4().hex}"
    owner = create_engine(url)
    with owner.begin() as connection:
        connection.execute(text(f'CREATE SCHEMA "{schema}"'))
    own = make_url(url).update_query_dict({"options": f"-csearch_path={schema}"})
    engine = open_engine(own.render_as_string(hide_password=False))
    command.upgrade(migrations.configuration(engine), FIRST)
    yield engine
    engine.dispose()
    with owner.begin() as connection:
        connection.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))
    owner.dispose()


def test_it_keeps_every_row_of_every_table(first: Engine) -> None:
    with first.begin() as connection:
        fill(connection)
        before = everything(connection)

    migrations.upgrade(first)

    with first.begin() as connection:
        after = everything(connection)
    for table, rows in before.items():
        assert [{name: row[name] for name in rows[0]} for row in after[table]] == rows, table


def test_it_enforces_references_again_afterwards(first: Engine) -> None:
    migrations.upgrade(first)
    if first.dialect.name == "sqlite":
        with first.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert migrations.is_current(first)


def test_it_leaves_a_database_as_it_was_whose_rows_refer_to_nothing(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'broken.db'}")
    command.upgrade(migrations.configuration(engine), FIRST)
    with engine.begin() as connection:
        fill(connection)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("UPDATE champion SET person_id = 99 WHERE id = 1")
        raw.execute("PRAGMA foreign_keys = ON")

    with pytest.raises(BrokenReferences, match="1 from champion to person"):
        migrations.upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == FIRST
        assert connection.execute(text("SELECT count(*) FROM champion")).scalar() == 2
    engine.dispose()
