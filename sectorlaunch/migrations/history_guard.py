"""History is kept by the database itself: what was written down is not changed and not taken away.

The triggers stand outside the revisions: every upgrade takes them down, is free to bring old rows into a new shape, and
puts them up again for the tables as they are then. The database lets two things through, each of which leaves a row of
its own: the words in which somebody is named, while an erasure is under way; and to whom a row belongs, where a merge
says that the two are one person.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Inspector, inspect

REFUSAL = "History is kept as it was written; only erasing a person takes a name out of it."
_PREFIX = "history_"
_DEEDS = {"changed": "UPDATE", "deleted": "DELETE"}


@dataclass(frozen=True)
class Kept:
    """A table of history: what may ever change in it."""

    words: tuple[str, ...] = ()
    """Columns in which somebody may be named."""
    person: str = ""
    """The column that says whose row it is."""
    champion: str = ""
    """The same by way of a champion."""
    later: tuple[str, ...] = ()
    """Columns filled in later on."""


HISTORY = {
    "event": Kept(words=("actor", "summary", "data")),
    "answer": Kept(words=("recorded_by", "note"), person="person_id"),
    "waiver": Kept(words=("given_by", "why"), later=("ended_at", "returned_at")),
    "signature": Kept(words=("how",), person="person_id"),
    "letterrevision": Kept(words=("drafted_by",)),
    "championmove": Kept(words=("note",), champion="champion_id"),
    "contactnote": Kept(words=("words", "noted_by"), person="person_id"),
    "touchchange": Kept(words=("subject", "text", "by"), person="person_id"),
    "footprintstatement": Kept(words=("not_too_small", "not_too_large", "commuting", "written_by")),
    "sectordecision": Kept(words=("reasons", "agreed", "decided_by", "snapshot")),
    "erasure": Kept(later=("finished_at",)),
}

_ERASING = "EXISTS (SELECT 1 FROM erasure WHERE finished_at IS NULL)"
_ONE_PERSON = (
    "EXISTS (SELECT 1 FROM merge m WHERE (m.kept_id = NEW.{0} AND m.gone_id = OLD.{0})"
    " OR (m.kept_id = OLD.{0} AND m.gone_id = NEW.{0}))"
)
_ONE_CHAMPION = (
    "EXISTS (SELECT 1 FROM champion o, champion n, merge m WHERE o.id = OLD.{0} AND n.id = NEW.{0}"
    " AND ((m.kept_id = n.person_id AND m.gone_id = o.person_id)"
    " OR (m.kept_id = o.person_id AND m.gone_id = n.person_id)))"
)


def take_down(connection: Connection) -> None:
    """Before an upgrade: afterward every row may be changed."""
    postgresql = connection.dialect.name == "postgresql"
    for table in _tables(inspect(connection)):
        if postgresql:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {_PREFIX}{table}() CASCADE")
            continue
        for deed in _DEEDS:
            connection.exec_driver_sql(f'DROP TRIGGER IF EXISTS "{_PREFIX}{table}_{deed}"')


def put_up(connection: Connection) -> None:
    """After an upgrade, for the columns the tables have now; nothing where they are not there yet."""
    inspector = inspect(connection)
    there = _tables(inspector)
    if "erasure" not in there:
        return
    postgresql = connection.dialect.name == "postgresql"
    for statement in _for_postgresql(inspector, there) if postgresql else _for_sqlite(inspector, there):
        connection.exec_driver_sql(statement)


def is_up(connection: Connection) -> bool:
    """Whether every table of history that is there is kept."""
    found = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'history_%'"
    if connection.dialect.name == "postgresql":
        found = (
            "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname LIKE 'history_%%' AND pg_table_is_visible(c.oid)"
        )
    there = _tables(inspect(connection))
    expected = len(_DEEDS) * len(there) if "erasure" in there else 0
    return bool(connection.exec_driver_sql(found).scalar_one() == expected)


def _tables(inspector: Inspector) -> list[str]:
    return [table for table in inspector.get_table_names() if table in HISTORY]


def _for_sqlite(inspector: Inspector, tables: list[str]) -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in tables:
        forbidden = _forbidden(table, _columns(inspector, table), "OLD.{0} IS NOT NEW.{0}")
        yield f'CREATE TRIGGER "{_PREFIX}{table}_changed" BEFORE UPDATE ON "{table}" WHEN {forbidden} {refuse}'
        yield f'CREATE TRIGGER "{_PREFIX}{table}_deleted" BEFORE DELETE ON "{table}" {refuse}'


def _for_postgresql(inspector: Inspector, tables: list[str]) -> Iterator[str]:
    for table in tables:
        forbidden = _forbidden(
            table, _columns(inspector, table), "OLD.{0}::text IS DISTINCT FROM NEW.{0}::text"
        )
        yield (
            f"CREATE OR REPLACE FUNCTION {_PREFIX}{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END IF; "
            f"IF {forbidden} THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END IF; "
            f"RETURN NEW; END $$"
        )
        for deed, when in _DEEDS.items():
            yield (
                f'CREATE TRIGGER "{_PREFIX}{table}_{deed}" BEFORE {when} ON "{table}" '
                f"FOR EACH ROW EXECUTE FUNCTION {_PREFIX}{table}()"
            )


def _columns(inspector: Inspector, table: str) -> list[str]:
    return [column["name"] for column in inspector.get_columns(table)]


def _forbidden(table: str, columns: list[str], differs: str) -> str:
    """When a change is refused. `differs` compares a column before and after."""
    kept = HISTORY[table]
    found = []
    for column in columns:
        quoted = f'"{column}"'
        changed = differs.format(quoted)
        if column in kept.later:
            found.append(f"(OLD.{quoted} IS NOT NULL AND {changed})")
        elif column in kept.words:
            found.append(f"({changed} AND NOT {_ERASING})")
        elif column == kept.person:
            found.append(f"({changed} AND NOT {_ONE_PERSON.format(quoted)})")
        elif column == kept.champion:
            found.append(f"({changed} AND NOT {_ONE_CHAMPION.format(quoted)})")
        else:
            found.append(f"({changed})")
    return " OR ".join(found)
