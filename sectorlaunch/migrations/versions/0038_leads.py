"""Leads

Who sees every partnership is kept with the accounts. Nobody is marked here: until a keeper names or ends one, it is those
the machine's settings name, as before.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("lead_since", sqltypes.UTCDateTime(), nullable=True))
    op.add_column("account", sa.Column("lead_ended_at", sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("account") as batch:
        batch.drop_column("lead_ended_at")
        batch.drop_column("lead_since")
