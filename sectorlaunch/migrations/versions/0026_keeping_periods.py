"""Keeping periods

When a partnership ended, and the day on which somebody's data goes, as it was announced.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("partnership", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("erase_on", sa.Date(), nullable=True))
    op.create_index("ix_person_erase_on", "person", ["erase_on"])


def downgrade() -> None:
    op.drop_index("ix_person_erase_on", "person")
    op.drop_column("person", "erase_on")
    op.drop_column("partnership", "ended_at")
