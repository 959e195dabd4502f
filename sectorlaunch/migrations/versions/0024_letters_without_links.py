"""Letters without links

A stored letter opens nobody's page: the links of its reader are put in when it leaves. Those of letters that were stored
before are taken out; whoever has such a letter in their mailbox can go on using its links.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

PRIVATE = re.compile(r"/(p|u|sign-in|account/address)/[A-Za-z0-9_-]{16,}")
STORED = r"/\1/put-in-when-it-leaves"
COLUMNS = ("text", "html", "short_text", "unsubscribe_url")
AT_ONCE = 500


def upgrade() -> None:
    message = sa.table(
        "message", sa.column("id", sa.Integer), *(sa.column(name, sa.String) for name in COLUMNS)
    )
    connection, last = op.get_bind(), 0
    while rows := connection.execute(
        sa.select(message).where(message.c.id > last).order_by(message.c.id).limit(AT_ONCE)
    ).all():
        for row in rows:
            last = row.id
            kept = {name: PRIVATE.sub(STORED, getattr(row, name) or "") for name in COLUMNS}
            if any(kept[name] != getattr(row, name) for name in COLUMNS):
                connection.execute(message.update().where(message.c.id == row.id).values(**kept))


def downgrade() -> None:
    """Links that were taken out do not come back."""
