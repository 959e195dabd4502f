"""One deadline for each ask, and who knows a guest best"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("step_key", sa.String(length=60), nullable=False),
        sa.Column("touch_key", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["playbookrun.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("run_id", "step_key", "touch_key", "due_on"),
    )
    op.create_index("ix_deadline_run_id", "deadline", ["run_id"])
    op.execute("ALTER TABLE role ADD COLUMN owner_id INTEGER REFERENCES person (id)")
    op.execute("ALTER TABLE role ADD COLUMN note VARCHAR(4000) NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE message ADD COLUMN deadline_id INTEGER REFERENCES deadline (id)")


def downgrade() -> None:
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_column("note")
        batch_op.drop_column("owner_id")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("deadline_id")
    op.drop_index("ix_deadline_run_id", table_name="deadline")
    op.drop_table("deadline")
