"""Waves, digests for champions, and team channels"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("actionteam", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(length=40), server_default="", nullable=False))

    with op.batch_alter_table("champion", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("wants_digest", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wave", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("partnership", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("team_channel", sa.String(length=40), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("partnership", schema=None) as batch_op:
        batch_op.drop_column("team_channel")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_column("wave")

    with op.batch_alter_table("champion", schema=None) as batch_op:
        batch_op.drop_column("wants_digest")

    with op.batch_alter_table("actionteam", schema=None) as batch_op:
        batch_op.drop_column("channel")
