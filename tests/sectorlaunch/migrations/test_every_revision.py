"""Each revision there is, filled with a full sample and brought to the newest: a new revision is among them by itself.

The sample is made from the tables of that revision, as they are in the database, so that no code of then is needed.
What a revision renames, rewords or leaves out on purpose stands in `meant.py`; everything else must be kept.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, insert, inspect, select, text

from sectorlaunch import migrations

from . import meant
from .databases import empty_database
from .filled import Rows, everything, fill, row, shape_of

REVISIONS = [one.revision for one in ScriptDirectory(str(migrations.HERE)).walk_revisions()][::-1]
ROWS = 3
"""In each table; the last has nothing in columns that may be empty."""
NEXT = 9


def _each() -> Iterator[Any]:
    """Each revision on each database: some of them soon, with the first and the newest, the others for the patient."""
    soon = {"sqlite": {*REVISIONS[::5], *REVISIONS[-3:]}, "postgresql": {*REVISIONS[::12], *REVISIONS[-1:]}}
    own_marks: dict[str, list[Any]] = {"sqlite": [], "postgresql": [pytest.mark.postgres]}
    for revision in REVISIONS:
        for database, chosen in soon.items():
            marks = own_marks[database] + ([] if revision in chosen else [pytest.mark.patient])
            yield pytest.param(database, revision, id=f"{database}-{revision}", marks=marks)


@pytest.fixture
def empty(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[Engine]:
    with empty_database(request, database, tmp_path) as engine:
        yield engine


@pytest.mark.parametrize(("database", "revision"), list(_each()))
def test_it_upgrades_a_full_database_of_every_revision(empty: Engine, revision: str) -> None:
    command.upgrade(migrations.configuration(empty), revision)
    with empty.begin() as connection:
        fill(connection, ROWS, with_gaps=True)
        before, indexes, triggers = everything(connection), _indexes(connection), _triggers(connection)

    migrations.upgrade(empty)

    assert migrations.is_current(empty)
    with empty.begin() as connection:
        after = everything(connection)
        assert lost(before, after, to_copied(connection)) == []
        assert triggers - _triggers(connection) == set(), "a rebuilt table has lost its triggers"
        assert _references_to_nothing(connection) == []
        _goes_on(connection)
    assert indexes, "the sample has tables without any index"


def test_it_says_of_everything_that_is_lost_what_it_was() -> None:
    before: Rows = {"person": [{"id": 1, "name": "Ann", "email": "ann@example.org"}], "role": [{"id": 1}]}

    assert lost(before, {"person": [{"id": 1, "name": "Bob"}]}) == [
        "person.name of row 1 was 'Ann' and is 'Bob'",
        "person.email is gone",
        "the table role is gone",
    ]
    assert lost(before, {"person": [], "role": [{"id": 1}]}) == ["row 1 of person is gone"]


def to_copied(connection: Connection) -> dict[tuple[str, str], str]:
    """The columns that refer to a table whose rows got copies, and that table."""
    return {
        (table.name, column.name): link.column.table.name
        for table in shape_of(connection).sorted_tables
        for column in table.columns
        for link in column.foreign_keys
        if link.column.table.name in meant.COPIED
    }


def lost(before: Rows, after: Rows, copied: dict[tuple[str, str], str] | None = None) -> list[str]:
    """What is not as it was, in words; those who drop or rename on purpose say so in `meant`."""
    lost: list[str] = []
    before, after = (_by_name(rows, copied or {}) for rows in (before, after))
    for old_table, rows in before.items():
        table = meant.newest_table(old_table)
        if table in meant.LEFT_OUT:
            continue
        if table not in after:
            lost.append(f"the table {old_table} is gone")
            continue
        found = {_key(one): one for one in after[table]}
        lost += [f"row {_key(one)[0]} of {table} is gone" for one in rows if _key(one) not in found]
        kept = [one for one in rows if _key(one) in found]
        for column in rows[0]:
            lost += _lost_of(table, column, kept, found)
    return lost


def _by_name(rows: Rows, copied: dict[tuple[str, str], str]) -> Rows:
    """The same, with what refers to a row that has copies named by what that row says, and not by its number."""
    names = {
        newest: {one["id"]: one[meant.COPIED[newest]] for one in found}
        for table, found in rows.items()
        if (newest := meant.newest_table(table)) in meant.COPIED
    }

    def named(table: str, column: str, value: Any) -> Any:
        newest = meant.newest_table(table)
        referred = copied.get((newest, meant.newest_column(newest, column)))
        return names[referred].get(value, value) if referred is not None else value

    return {
        table: [{column: named(table, column, value) for column, value in one.items()} for one in found]
        for table, found in rows.items()
    }


def _lost_of(table: str, column: str, rows: list[dict[str, Any]], found: dict[Any, Any]) -> list[str]:
    newest = meant.newest_column(table, column)
    if not rows or {(table, newest), (table, column)} & (meant.REWORDED | meant.LEFT_OUT):
        return []
    if newest not in found[_key(rows[0])]:
        return [f"{table}.{column} is gone"]
    pairs = [(_key(one)[0], meant.american(one[column]), found[_key(one)][newest]) for one in rows]
    return [
        f"{table}.{column} of row {key} was {was!r} and is {now!r}" for key, was, now in pairs if was != now
    ]


def _key(one: dict[str, Any]) -> tuple[Any, ...]:
    """What a row is known by: its number, or its first column where it has none."""
    return (one["id"],) if "id" in one else tuple(one.values())[:2]


def _indexes(connection: Connection) -> set[str]:
    look = inspect(connection)
    return {str(index["name"]) for table in look.get_table_names() for index in look.get_indexes(table)}


def _triggers(connection: Connection) -> set[tuple[str, str]]:
    asked = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT DISTINCT trigger_name, event_object_table FROM information_schema.triggers "
        "WHERE trigger_schema = current_schema()"
    )
    return {(name, meant.newest_table(table)) for name, table in connection.execute(text(asked))}


def _references_to_nothing(connection: Connection) -> list[Any]:
    """PostgreSQL holds every reference by itself, at every moment."""
    if connection.dialect.name != "sqlite":
        return []
    assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    return list(connection.exec_driver_sql("PRAGMA foreign_key_check"))


def _goes_on(connection: Connection) -> None:
    """Every table takes another row, which refers to the newest of others, and gives it a number of its own."""
    for table in shape_of(connection).sorted_tables:
        newest = {
            column.name: connection.execute(select(func.max(link.column))).scalar()
            for column in table.columns
            for link in column.foreign_keys
        }
        values = row(connection, table, NEXT, **newest)
        if list(table.primary_key.columns.keys()) == ["id"]:
            del values["id"]
        connection.execute(insert(table).values(values))
