"""The rhythm of meetings

Meetings may come round by a rule; each date is a meeting of its own that knows which month of which rhythm it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rhythm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("every_months", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("join_url", sa.String(length=200), nullable=False),
        sa.Column("dial_in", sa.String(length=200), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("kept_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"]),
        sa.ForeignKeyConstraint(["team_id"], ["actionteam.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("partnership_id", "team_id"):
        op.create_index(f"ix_rhythm_{column}", "rhythm", [column])
    op.execute("ALTER TABLE meeting ADD COLUMN rhythm_id INTEGER REFERENCES rhythm (id)")
    op.execute("ALTER TABLE meeting ADD COLUMN rhythm_month VARCHAR(7) NOT NULL DEFAULT ''")
    op.create_index("ix_meeting_rhythm_id", "meeting", ["rhythm_id"])


def downgrade() -> None:
    op.drop_index("ix_meeting_rhythm_id", "meeting")
    with op.batch_alter_table("meeting") as meeting:
        meeting.drop_column("rhythm_month")
        meeting.drop_column("rhythm_id")
    op.drop_table("rhythm")
