"""Whether a database is whole: every page, index, row and reference, not only whether it opens."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from sectorlaunch.errors import SectorLaunchError

MOST = 5
"""Faults that are told of one database: where there are more, they have one cause."""

OURS = "sector-launch.db"
"""The name of the file our tables are in; Prefect's are in another."""


class Damaged(SectorLaunchError):
    """A database or a copy is not whole."""


def check_file(file: Path) -> None:
    """Raises Damaged unless a SQLite file is whole. Reads all of it; others may write meanwhile."""
    if found := list(faults_of_file(file)):
        raise Damaged(f"{file} is damaged: {'; '.join(found)}.")


def check_server(engine: Engine) -> None:
    """Raises Damaged unless every row and index of our tables on PostgreSQL can be read and holds together."""
    if found := list(faults_of_server(engine)):
        raise Damaged(f"The database {engine.url.database} is damaged: {'; '.join(found)}.")


def faults_of_file(file: Path) -> Iterator[str]:
    """In a file that is Prefect's only the pages are looked at: what is in them is Prefect's business."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as connection:
            said = [row[0] for row in connection.execute(f"PRAGMA integrity_check({MOST})")]
            if said != ["ok"]:
                yield from (" ".join(one.split()) for one in said)
                return
            if file.name != OURS:
                return
            for table, row, parent, _key in connection.execute("PRAGMA foreign_key_check").fetchmany(MOST):
                yield f"row {row} of {table} refers to a row of {parent} that is not there"
            yield from _overwritten(connection)
    except sqlite3.DatabaseError as error:
        yield str(error)


def _overwritten(connection: sqlite3.Connection) -> Iterator[str]:
    """Text with a zero byte in it. We never write one, and SQLite does not see that the end of a long text was zeroed."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    for (table,) in tables.fetchall():
        columns = [
            name
            for _, name, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")')
            if any(word in kind.upper() for word in ("CHAR", "TEXT"))
        ]
        if not columns:
            continue
        zeroed = " OR ".join(f"instr(CAST(\"{name}\" AS BLOB), x'00')" for name in columns)
        (count,) = connection.execute(f'SELECT count(*) FROM "{table}" WHERE {zeroed}').fetchone()
        if count:
            yield f"{count} rows of {table} have text that was overwritten with zeros"


def faults_of_server(engine: Engine) -> Iterator[str]:
    """Reads every row whole, asks the server for pages whose checksum was wrong, and amcheck where it is installed."""
    try:
        with engine.connect() as connection:
            for table in inspect(connection).get_table_names():
                connection.execute(text(f'SELECT sum(length(one::text)) FROM "{table}" AS one')).all()
            broken = connection.execute(
                text("SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()")
            ).scalar()
            if broken:
                yield f"the server has found {broken} pages with a wrong checksum"
            yield from _by_amcheck(connection)
    except SQLAlchemyError as error:
        yield str(getattr(error, "orig", error)).splitlines()[0]


def _by_amcheck(connection: Connection) -> Iterator[str]:
    if not has_amcheck(connection):
        return
    ours = "n.nspname = current_schema() AND c.relkind = '{kind}'"
    of_kind = "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE " + ours
    indexes = of_kind.format(kind="i") + " AND c.relam = (SELECT oid FROM pg_am WHERE amname = 'btree')"
    for name in connection.execute(text("SELECT c.oid::regclass::text " + indexes)).scalars().all():
        connection.execute(text("SELECT bt_index_check(CAST(:name AS regclass), true)"), {"name": name})
    for name in (
        connection.execute(text("SELECT c.oid::regclass::text " + of_kind.format(kind="r"))).scalars().all()
    ):
        told = connection.execute(
            text("SELECT msg FROM verify_heapam(CAST(:name AS regclass))"), {"name": name}
        )
        yield from (f"{name}: {said}" for said in told.scalars().fetchmany(MOST))


def has_amcheck(connection: Connection) -> bool:
    """Whether the server can look at its own indexes and pages: `CREATE EXTENSION amcheck`, by its owner, once."""
    installed = text("SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'")
    return bool(connection.execute(installed).scalar())
