"""Released by a person

What people let go before it leaves, and when a gate waited for nothing else.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "touchrelease",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("step_key", sa.String(length=60), nullable=False),
        sa.Column("touch_key", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("wave", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.String(length=1000), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("taken_back_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("taken_back_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["playbookrun.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_touchrelease_run_id", "touchrelease", ["run_id"])
    op.add_column("gaterun", sa.Column("settled_at", sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("gaterun", "settled_at")
    op.drop_index("ix_touchrelease_run_id", table_name="touchrelease")
    op.drop_table("touchrelease")
