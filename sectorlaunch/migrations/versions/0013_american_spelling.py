"""American spelling

Tables and columns by their American names, and the few states that are words. What reached nobody is an event of its own,
so that history need not look into sentences.
"""

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


def upgrade() -> None:
    for before, after in TABLES:
        op.rename_table(before, after)
    for table, before, after in COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")
    for before, after, table, column in INDEXES:
        op.execute(f"DROP INDEX {before}")
        op.create_index(after, table, [column])
    _respell_kind("meeting-cancelled", "meeting-canceled")
    op.execute(
        "UPDATE event SET kind = 'touch reached nobody' "
        "WHERE kind = 'touch carried out' AND summary LIKE '%: nobody to %'"
    )
    for table, column, before, after in WORDS:
        op.execute(f"UPDATE {table} SET {column} = '{after}' WHERE {column} = '{before}'")


def _respell_kind(before: str, after: str) -> None:
    """A message kind, wherever it or what it caused is named."""
    for table, column in (
        ("message", "kind"),
        ("message", "purpose"),
        ("todo", "purpose"),
        ("kindwords", "kind"),
    ):
        op.execute(f"UPDATE {table} SET {column} = replace({column}, '{before}', '{after}')")


def downgrade() -> None:
    _respell_kind("meeting-canceled", "meeting-cancelled")
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
