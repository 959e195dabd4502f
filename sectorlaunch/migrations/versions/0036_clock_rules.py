"""Clock rules

By which edition of the time-zone rules the touches of a partnership were planned: a newer one has their hours kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "partnership", sa.Column("clock_rules", sa.String(length=20), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("partnership", "clock_rules")
