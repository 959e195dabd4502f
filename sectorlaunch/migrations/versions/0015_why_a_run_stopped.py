"""Why a run stopped

What happened to the flow run of a step that failed or crashed, so that Today can say it in words.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("steprun", sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "steprun", sa.Column("stopped_because", sa.String(length=400), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("steprun", "stopped_because")
    op.drop_column("steprun", "stopped_at")
