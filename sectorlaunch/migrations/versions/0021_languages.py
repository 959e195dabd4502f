"""Languages

The language of a partnership, of a person who wishes another, of each message as it was composed, and of a convener's own
words. All there is so far is English. Meetings say how to get there, and where to join. Events of labor-market data are
spelled as Americans do.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NEW = (
    ("partnership", "language", "VARCHAR(40) NOT NULL DEFAULT 'en-US'"),
    ("person", "language", "VARCHAR(40)"),
    ("message", "language", "VARCHAR(40) NOT NULL DEFAULT 'en-US'"),
    ("kindwords", "language", "VARCHAR(40) NOT NULL DEFAULT 'en-US'"),
    ("meeting", "getting_there", "VARCHAR(4000) NOT NULL DEFAULT ''"),
    ("meeting", "join_url", "VARCHAR(200) NOT NULL DEFAULT ''"),
    ("meeting", "dial_in", "VARCHAR(200) NOT NULL DEFAULT ''"),
)
ONCE = ("partnership_id", "kind", "part")
NAMES = {"uq": "uq_%(table_name)s_%(column_0_N_name)s"}
"""What SQLite's unnamed constraints are called while a table is copied."""


def upgrade() -> None:
    for table, column, kind in NEW:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    _once((*ONCE, "language"))
    op.execute("UPDATE event SET kind = replace(kind, 'labour', 'labor')")


def downgrade() -> None:
    op.execute("UPDATE event SET kind = replace(kind, 'labor-market', 'labour-market')")
    op.execute("DELETE FROM kindwords WHERE language <> 'en-US'")
    _once(ONCE)
    for table in dict.fromkeys(table for table, _, _ in NEW):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, column, _ in NEW:
                if name == table:
                    batch_op.drop_column(column)


def _once(columns: tuple[str, ...]) -> None:
    """Own words stand once for these columns, in place of whatever they stood once for."""
    (before,) = sa.inspect(op.get_bind()).get_unique_constraints("kindwords")
    held = before["name"] or f"uq_kindwords_{'_'.join(before['column_names'])}"
    with op.batch_alter_table("kindwords", schema=None, naming_convention=NAMES) as batch_op:
        batch_op.drop_constraint(held, type_="unique")
        batch_op.create_unique_constraint(f"kindwords_{'_'.join(columns)}_key", list(columns))
