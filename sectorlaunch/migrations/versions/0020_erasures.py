"""Erasures

Taking somebody's data out of the records leaves a row of its own; only while it is written does the database let a name
be taken out of history (`sectorlaunch.migrations.history_guard`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_erasure_person_id", "erasure", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_erasure_person_id", "erasure")
    op.drop_table("erasure")
