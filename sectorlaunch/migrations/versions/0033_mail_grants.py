"""Mail grants

Microsoft and Google let programs into a mailbox by tokens instead of a password. What they are asked for them by is kept
here; a channel keeps the limits of its server, and a try the Message-ID the server gave. Channels that lead to the two
providers already get their limits, and no return paths with a plus.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MICROSOFT = ("smtp.office365.com", "smtp-mail.outlook.com")
GOOGLE = ("smtp.gmail.com", "smtp-relay.gmail.com")


def upgrade() -> None:
    op.create_table(
        "mailgrant",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("door", sa.String(40), nullable=False),
        sa.Column("mailbox", sa.String(254), nullable=False),
        sa.Column("tenant", sa.String(200), nullable=False),
        sa.Column("client_id", sa.String(200), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("refresh_token", sa.Text(), nullable=False),
        sa.Column("access_token", sa.Text(), nullable=False),
        sa.Column("access_ends_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("renewing_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("asked_state", sa.String(64), nullable=False),
        sa.Column("asked_verifier", sa.Text(), nullable=False),
        sa.Column("asked_until", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("trouble", sa.String(1000), nullable=False),
    )
    op.add_column(
        "attempt", sa.Column("server_message_id", sa.String(200), nullable=False, server_default="")
    )
    op.create_index(
        "ix_attempt_server_message_id",
        "attempt",
        ["server_message_id"],
        sqlite_where=sa.text("server_message_id <> ''"),
        postgresql_where=sa.text("server_message_id <> ''"),
    )
    op.add_column(
        "channel", sa.Column("plus_return_paths", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column("channel", sa.Column("per_minute", sa.Integer(), nullable=True))
    op.add_column("channel", sa.Column("per_day", sa.Integer(), nullable=True))
    op.add_column("channel", sa.Column("paused_until", sqltypes.UTCDateTime(), nullable=True))
    channel = sa.table(
        "channel",
        sa.column("masked", sa.String()),
        sa.column("plus_return_paths", sa.Boolean()),
        sa.column("per_minute", sa.Integer()),
        sa.column("per_day", sa.Integer()),
    )
    for hosts, limits in ((MICROSOFT, {"per_minute": 30, "per_day": 10_000}), (GOOGLE, {"per_day": 2_000})):
        leads_there = sa.or_(*(channel.c.masked.contains(host) for host in hosts))
        op.execute(channel.update().where(leads_there).values(plus_return_paths=False, **limits))


def downgrade() -> None:
    with op.batch_alter_table("channel") as batch:
        for name in ("paused_until", "per_day", "per_minute", "plus_return_paths"):
            batch.drop_column(name)
    op.drop_index("ix_attempt_server_message_id", "attempt")
    with op.batch_alter_table("attempt") as batch:
        batch.drop_column("server_message_id")
    op.drop_table("mailgrant")
