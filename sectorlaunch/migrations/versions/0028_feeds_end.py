"""Feeds end

Private calendar addresses had no end. Those that work get one, as far from the day they were made as the playbook's
personal links last; whoever holds one keeps it for longer on their own page.
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

LASTS = timedelta(days=400)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    link = sa.table(
        "accesslink",
        sa.column("id", sa.Integer),
        sa.column("purpose", sa.String),
        sa.column("created_at", moment),
        sa.column("expires_at", moment),
        sa.column("revoked_at", moment),
    )
    endless = (link.c.purpose == "feed") & link.c.expires_at.is_(None) & link.c.revoked_at.is_(None)
    connection = op.get_bind()
    for row in connection.execute(sa.select(link.c.id, link.c.created_at).where(endless)).all():
        ends = row.created_at + LASTS
        connection.execute(link.update().where(link.c.id == row.id).values(expires_at=ends))


def downgrade() -> None:
    """An end that was set stays."""
