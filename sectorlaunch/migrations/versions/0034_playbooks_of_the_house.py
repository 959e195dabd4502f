"""Playbooks of the house

A keeper takes in a playbook file; partnerships are started from it by its key.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "houseplaybook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("edition_digest", sa.String(64), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_in_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["edition_digest"], ["playbookedition.digest"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )


def downgrade() -> None:
    op.drop_table("houseplaybook")
