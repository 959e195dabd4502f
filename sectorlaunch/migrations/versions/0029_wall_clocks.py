"""Wall clocks

What was said of a meeting, or offered in a date poll, is an hour on the clock of the place. It is kept beside the moment,
so that a law that changes the clocks moves the moment and not the hour.
"""

from datetime import UTC
from zoneinfo import ZoneInfo, available_timezones

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("meeting", "polloption"):
        op.add_column(
            name, sa.Column("starts_local", sa.String(length=19), nullable=False, server_default="")
        )
    zones = sa.table("partnership", sa.column("id", sa.Integer), sa.column("zone", sa.String))
    poll = sa.table("poll", sa.column("id", sa.Integer), sa.column("partnership_id", sa.Integer))
    meeting, option = (
        sa.table(
            name,
            sa.column("id", sa.Integer),
            sa.column(of, sa.Integer),
            sa.column("starts_at", sa.DateTime(timezone=True)),
            sa.column("starts_local", sa.String),
        )
        for name, of in (("meeting", "partnership_id"), ("polloption", "poll_id"))
    )
    meetings = sa.select(meeting.c.id, meeting.c.starts_at, zones.c.zone).join_from(
        meeting, zones, meeting.c.partnership_id == zones.c.id
    )
    options = (
        sa.select(option.c.id, option.c.starts_at, zones.c.zone)
        .join_from(option, poll, option.c.poll_id == poll.c.id)
        .join(zones, poll.c.partnership_id == zones.c.id)
    )
    connection, known = op.get_bind(), available_timezones()
    for table, found in ((meeting, meetings), (option, options)):
        for row in connection.execute(found.where(table.c.starts_at.is_not(None))).all():
            if row.zone not in known:
                continue
            aware = row.starts_at if row.starts_at.tzinfo else row.starts_at.replace(tzinfo=UTC)
            local = aware.astimezone(ZoneInfo(row.zone)).replace(tzinfo=None).isoformat(timespec="seconds")
            connection.execute(table.update().where(table.c.id == row.id).values(starts_local=local))


def downgrade() -> None:
    for name in ("polloption", "meeting"):
        op.drop_column(name, "starts_local")
