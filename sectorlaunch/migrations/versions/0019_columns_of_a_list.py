"""Columns of a list

What somebody said the columns of a list mean, so that they are asked once.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listcolumns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("header", sa.String(length=64), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("partnership_id", "header"),
    )
    op.create_index("ix_listcolumns_partnership_id", "listcolumns", ["partnership_id"])


def downgrade() -> None:
    op.drop_index("ix_listcolumns_partnership_id", table_name="listcolumns")
    op.drop_table("listcolumns")
