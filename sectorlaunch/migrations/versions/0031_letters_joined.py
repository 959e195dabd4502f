"""Letters joined

Where the week of a reader is full, what waits for them goes in one letter: each of these names the message that says it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("joined_to_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "joined_to_id")
