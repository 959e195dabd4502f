"""American spelling

Tables and columns by their American names, and the few states that are words; so too where a merge wrote down what it
changed, and in the fields of conveners' own words. What reached nobody is an event of its own, so that history need not
look into sentences.
"""

import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = (("organisation", "organization"), ("labourdata", "labordata"))
COLUMNS = (
    ("person", "organisation_id", "organization_id"),
    ("person", "anonymised_at", "anonymized_at"),
    ("meeting", "cancelled_at", "canceled_at"),
)
INDEXES = (
    ("ix_person_organisation_id", "ix_person_organization_id", "person", "organization_id"),
    ("ix_labourdata_partnership_id", "ix_labordata_partnership_id", "labordata", "partnership_id"),
)
WORDS = (
    ("organization", "sector", "labour", "labor"),
    ("message", "state", "cancelled", "canceled"),
    ("plannedtouch", "state", "cancelled", "canceled"),
    ("event", "kind", "message cancelled", "message canceled"),
)
KINDS = (("message", "kind"), ("message", "purpose"), ("todo", "purpose"), ("kindwords", "kind"))
KIND_BEFORE = "meeting-cancelled"
KIND_AFTER = "meeting-canceled"
WITH_FIELDS = (("kindwords", "words"), ("touchchange", "subject"), ("touchchange", "text"))
FIELD = ("organisation", "organization")
ABOUT = {"plannedtouch": "about_id", "message": "about_id", "todo": "matter_id"}
"""The column that says which person an occurrence such as person:12 is about."""
SINCE = {
    "plannedtouch": {"about_id", "held_because"},
    "message": {"about_id", "held_because"},
    "todo": {"matter_id"},
}
"""Columns a merge may have changed that were not there before state was kept in columns."""
Values = dict[str, Any]
Move = dict[str, Any]


def upgrade() -> None:
    for before, after in TABLES:
        op.rename_table(before, after)
    for table, before, after in COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")
    for before, after, table, column in INDEXES:
        op.execute(f"DROP INDEX {before}")
        op.create_index(after, table, [column])
    _respell_kind(KIND_BEFORE, KIND_AFTER)
    _respell_fields(*FIELD)
    _rewrite_merges(_american)
    op.execute(
        "UPDATE event SET kind = 'touch reached nobody' "
        "WHERE kind = 'touch carried out' AND summary LIKE '%: nobody to %'"
    )
    for table, column, before, after in WORDS:
        op.execute(f"UPDATE {table} SET {column} = '{after}' WHERE {column} = '{before}'")


def _respell_kind(before: str, after: str) -> None:
    """A message kind, wherever it or what it caused is named."""
    for table, column in KINDS:
        op.execute(f"UPDATE {table} SET {column} = replace({column}, '{before}', '{after}')")


def _respell_fields(before: str, after: str) -> None:
    """A merge field, such as {{ recipient.organisation }}; what stands around the fields is the convener's."""
    for name, column in WITH_FIELDS:
        table = sa.table(name, sa.column("id", sa.Integer), sa.column(column, sa.String))
        words = table.c[column]
        for number, said in (
            op.get_bind().execute(sa.select(table.c.id, words).where(words.contains(before))).all()
        ):
            respelled = re.sub(
                r"\{\{.*?\}\}",
                lambda field: re.sub(rf"\b{before}\b", after, field[0]),
                said,
                flags=re.DOTALL,
            )
            op.execute(table.update().where(table.c.id == number).values({column: respelled}))


def _rewrite_merges(rewrite: Callable[[Move], Move | None]) -> None:
    """What each merge changed, so that it can still be taken back; a move that comes to nothing is left out."""
    merges = sa.table("merge", sa.column("id", sa.Integer), sa.column("moves", sa.JSON))
    for number, moves in op.get_bind().execute(sa.select(merges.c.id, merges.c.moves)).all():
        if isinstance(moves, list):
            rewritten = [again for again in map(rewrite, moves) if again is not None]
            op.execute(merges.update().where(merges.c.id == number).values(moves=rewritten))


def _american(move: Move) -> Move:
    about = ABOUT.get(move["table"])
    if about is not None and "row" not in move and about not in move["after"]:
        before, after = (_person_in(move[when]) for when in ("before", "after"))
        if before is not None and after is not None and before != after:
            move = {
                **move,
                "before": {**move["before"], about: before},
                "after": {**move["after"], about: after},
            }
    return _respell(move)


_PERSON = re.compile(r"person:(\d+)~?")
"""With ~ it stood aside while two rows changed places."""


def _person_in(values: Values) -> int | None:
    found = _PERSON.fullmatch(str(values.get("occurrence", "")))
    return int(found[1]) if found else None


def _british(move: Move) -> Move | None:
    since = SINCE.get(move["table"], set())
    if "row" not in move:
        before, after = (
            {name: value for name, value in move[when].items() if name not in since}
            for when in ("before", "after")
        )
        if not after:
            return None
        move = {**move, "before": before, "after": after}
    return _respell(move, to_british=True)


def _respell(move: Move, *, to_british: bool = False) -> Move:
    """Names of tables and columns, states and kinds, as they are once everything else is respelled."""

    def turned(before: str, after: str) -> tuple[str, str]:
        return (after, before) if to_british else (before, after)

    of_table = dict(TABLES).get(move["table"], move["table"])
    tables = dict(turned(*pair) for pair in TABLES)
    columns = dict(turned(before, after) for table, before, after in COLUMNS if table == of_table)
    states = {column: turned(before, after) for table, column, before, after in WORDS if table == of_table}
    kind, kind_after = turned(KIND_BEFORE, KIND_AFTER)

    def values(those: Values) -> Values:
        return {columns.get(name, name): value(name, said) for name, said in those.items()}

    def value(column: str, said: Any) -> Any:
        if not isinstance(said, str):
            return said
        if (move["table"], column) in KINDS:
            return said.replace(kind, kind_after)
        before, after = states.get(column, ("", ""))
        return after if said == before else said

    return {name: tables.get(held, held) if name == "table" else values(held) for name, held in move.items()}


def downgrade() -> None:
    _respell_kind(KIND_AFTER, KIND_BEFORE)
    _respell_fields(*FIELD[::-1])
    _rewrite_merges(_british)
    op.execute("UPDATE event SET kind = 'touch carried out' WHERE kind = 'touch reached nobody'")
    for table, column, before, after in WORDS:
        op.execute(f"UPDATE {table} SET {column} = '{before}' WHERE {column} = '{after}'")
    for before, after, table, column in INDEXES:
        op.execute(f"DROP INDEX {after}")
        op.create_index(before, table, [column])
    for table, before, after in COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {after} TO {before}")
    for before, after in TABLES:
        op.rename_table(after, before)
