"""Talks of two

When somebody who asks champions takes calls, and, where they had it read, when their own calendar is busy.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "talkhours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("opens", sa.String(length=5), nullable=False),
        sa.Column("closes", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("join_url", sa.String(length=200), nullable=False),
        sa.Column("busy_url", sa.Text(), nullable=False),
        sa.Column("busy_masked", sa.String(length=200), nullable=False),
        sa.Column("busy_consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("busy_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("busy_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("busy_trouble", sa.String(length=200), nullable=False),
        sa.Column("busy", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id"),
    )


def downgrade() -> None:
    op.drop_table("talkhours")
