"""Polls close on the wall

Until when a poll is open was said as an hour on the clock of the place, as its dates were. It is kept beside the moment.
"""

from datetime import UTC
from zoneinfo import ZoneInfo, available_timezones

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("poll", sa.Column("closes_local", sa.String(length=19), nullable=False, server_default=""))
    zones = sa.table("partnership", sa.column("id", sa.Integer), sa.column("zone", sa.String))
    poll = sa.table(
        "poll",
        sa.column("id", sa.Integer),
        sa.column("partnership_id", sa.Integer),
        sa.column("closes_at", sa.DateTime(timezone=True)),
        sa.column("closes_local", sa.String),
    )
    polls = sa.select(poll.c.id, poll.c.closes_at, zones.c.zone).join_from(
        poll, zones, poll.c.partnership_id == zones.c.id
    )
    connection, known = op.get_bind(), available_timezones()
    for row in connection.execute(polls).all():
        if row.zone not in known:
            continue
        aware = row.closes_at if row.closes_at.tzinfo else row.closes_at.replace(tzinfo=UTC)
        local = aware.astimezone(ZoneInfo(row.zone)).replace(tzinfo=None).isoformat(timespec="seconds")
        connection.execute(poll.update().where(poll.c.id == row.id).values(closes_local=local))


def downgrade() -> None:
    op.drop_column("poll", "closes_local")
