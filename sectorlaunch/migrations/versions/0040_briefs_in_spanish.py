"""Briefs in Spanish

The data brief is drawn up in every language; English stays where it stood.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "databrieftranslation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("brief_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=4000), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("editable", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["brief_id"], ["databrief.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("brief_id", "language"),
    )
    op.create_index(op.f("ix_databrieftranslation_brief_id"), "databrieftranslation", ["brief_id"])


def downgrade() -> None:
    op.drop_table("databrieftranslation")
