"""The database: migrations that match the tables, and transactions that cannot lose an update."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from sectorlaunch import database, migrations
from sectorlaunch.tables import Partnership

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


def test_it_migrates_to_just_the_tables_the_code_has(engine: Engine) -> None:
    command.check(migrations.configuration(engine))


def test_it_may_be_migrated_again_without_a_change(engine: Engine) -> None:
    migrations.upgrade(engine)
    assert migrations.is_current(engine)


def test_it_begins_every_sqlite_transaction_that_may_write_as_immediate(file_engine: Engine) -> None:
    begun: list[str] = []

    @event.listens_for(file_engine, "before_cursor_execute")
    def _note(_connection, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
        begun.append(statement)

    with database.unit_of_work(file_engine, NOW) as session:
        session.exec(select(Partnership)).all()
    with database.reading(file_engine) as session:
        session.exec(select(Partnership)).all()
    assert [statement for statement in begun if "BEGIN" in statement] == ["BEGIN IMMEDIATE", "BEGIN DEFERRED"]


def test_it_loses_no_update_when_several_read_then_write(file_engine: Engine) -> None:
    with database.unit_of_work(file_engine, NOW) as session:
        session.add(
            Partnership(slug="one", name="One", zone="America/Denver", created_at=NOW, numbers={"n": 0})
        )

    def count_up(_: int) -> None:
        with database.unit_of_work(file_engine, NOW) as session:
            partnership = session.exec(select(Partnership)).one()
            partnership.numbers = {"n": partnership.numbers["n"] + 1}

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count_up, range(80)))
    with Session(file_engine) as session:
        assert session.exec(select(Partnership)).one().numbers == {"n": 80}


def test_it_keeps_nothing_of_a_unit_of_work_that_fails(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), database.unit_of_work(engine, NOW) as session:
        session.add(Partnership(slug="one", name="One", zone="America/Denver", created_at=NOW))
        session.flush()
        raise ZeroDivisionError
    with database.reading(engine) as session:
        assert session.exec(select(Partnership)).all() == []


@pytest.mark.postgres
def test_it_waits_no_longer_for_a_lock_than_it_is_told(postgresql_url: str) -> None:
    impatient = database.open_engine(postgresql_url, busy_seconds=0.2)
    with impatient.begin() as first:
        first.execute(text("CREATE TABLE held_by_somebody (id integer)"))
    try:
        with impatient.begin() as first:
            first.execute(text("LOCK TABLE held_by_somebody"))
            with pytest.raises(OperationalError, match="lock timeout"), impatient.begin() as second:
                second.execute(text("INSERT INTO held_by_somebody VALUES (1)"))
    finally:
        with impatient.begin() as last:
            last.execute(text("DROP TABLE held_by_somebody"))
        impatient.dispose()
