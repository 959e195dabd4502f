"""Keepers

Somebody keeps the installation. Nobody is marked here: until somebody is named, it is whoever convened first, or the
leads where there are any, as before. A channel that is live has been used by letters, and is not led elsewhere by one alone.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("keeper_since", sqltypes.UTCDateTime(), nullable=True))
    op.add_column("channel", sa.Column("first_live_at", sqltypes.UTCDateTime(), nullable=True))
    op.execute("UPDATE channel SET first_live_at = live_since")
    op.create_table(
        "channelchange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("masked", sa.String(length=1000), nullable=False),
        sa.Column("sender_address", sa.String(length=254), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("lapses_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_channelchange_asked_by_id", "channelchange", ["asked_by_id"])


def downgrade() -> None:
    op.drop_index("ix_channelchange_asked_by_id", "channelchange")
    op.drop_table("channelchange")
    with op.batch_alter_table("channel") as batch:
        batch.drop_column("first_live_at")
    with op.batch_alter_table("account") as batch:
        batch.drop_column("keeper_since")
