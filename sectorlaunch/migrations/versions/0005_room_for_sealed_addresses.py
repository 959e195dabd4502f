"""Room for sealed addresses"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("channel", "inbox"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(
                "url", existing_type=sa.String(length=1000), type_=sa.Text(), existing_nullable=False
            )


def downgrade() -> None:
    for table in ("channel", "inbox"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(
                "url", existing_type=sa.Text(), type_=sa.String(length=1000), existing_nullable=False
            )
