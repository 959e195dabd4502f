"""Fetching from the page, and the footprint statement"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "censusfetch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("periods", sa.JSON(), nullable=False),
        sa.Column("nation", sa.Boolean(), nullable=False),
        sa.Column("states", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("held_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=4000), nullable=False),
        sa.Column("troubles", sa.JSON(), nullable=False),
        sa.Column("asked_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("censusfetch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_censusfetch_partnership_id"), ["partnership_id"], unique=False)

    op.create_table(
        "footprintstatement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("counties", sa.JSON(), nullable=False),
        sa.Column("not_too_small", sa.String(length=4000), nullable=False),
        sa.Column("not_too_large", sa.String(length=4000), nullable=False),
        sa.Column("commuting", sa.String(length=4000), nullable=False),
        sa.Column("written_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("footprintstatement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_footprintstatement_partnership_id"), ["partnership_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("footprintstatement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_footprintstatement_partnership_id"))

    op.drop_table("footprintstatement")
    with op.batch_alter_table("censusfetch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_censusfetch_partnership_id"))

    op.drop_table("censusfetch")
