"""The day

What a meeting is made of while it is held: its run of show, notes one by one, candidates with dots and tallies, who
wants to lead, join or be told, who arrived when; how many there is room for, who waits, what somebody needs to take
part, and the notice of a public body. A priority of before keeps standing as it was.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _words(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def _of_meeting() -> list[sa.Column[Any]]:
    return [
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("vote_opened_at", MOMENT, nullable=True),
        sa.Column("vote_closed_at", MOMENT, nullable=True),
        sa.Column("needs_notice", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("notice_posted_on", sa.Date(), nullable=True),
        _words("notice_where", 200),
    ]


def _of_place() -> list[sa.Column[Any]]:
    return [
        sa.Column("waits_since", MOMENT, nullable=True),
        sa.Column("arrived_at", MOMENT, nullable=True),
        _words("checked_in_by", 200),
        sa.Column("state_before", sa.String(length=40), nullable=True),
        sa.Column("reminder_seen_at", MOMENT, nullable=True),
        _words("accommodation", 4000),
        sa.Column("accommodation_asked_on", sa.Date(), nullable=True),
        sa.Column("accommodation_settled_on", sa.Date(), nullable=True),
    ]


def upgrade() -> None:
    for column in _of_meeting():
        op.add_column("meeting", column)
    for column in _of_place():
        op.add_column("invitation", column)
    op.add_column("priority", sa.Column("taken_out_at", MOMENT, nullable=True))
    op.create_table(
        "prioritytally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.Column("counted_by", sa.String(length=200), nullable=False),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["priority_id"], ["priority.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("priority_id"),
    )
    op.create_table(
        "priorityinterest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("interest", sa.String(length=40), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("said_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["priority_id"], ["priority.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("priority_id", "person_id"),
    )
    op.create_index("ix_priorityinterest_priority_id", "priorityinterest", ["priority_id"])
    op.create_index("ix_priorityinterest_person_id", "priorityinterest", ["person_id"])
    op.create_table(
        "agendaitem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("handout", sa.String(length=200), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=4000), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"]),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_agendaitem_meeting_id", "agendaitem", ["meeting_id"])
    op.create_table(
        "meetingnote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=4000), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("speaker_name", sa.String(length=200), nullable=False),
        sa.Column("quotable", sa.String(length=40), nullable=False),
        sa.Column("quote_settled_at", MOMENT, nullable=True),
        sa.Column("agenda_item_id", sa.Integer(), nullable=True),
        sa.Column("priority_id", sa.Integer(), nullable=True),
        sa.Column("is_held_back", sa.Boolean(), nullable=False),
        sa.Column("taken_by", sa.String(length=200), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("taken_out_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["agenda_item_id"], ["agendaitem.id"]),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"]),
        sa.ForeignKeyConstraint(["priority_id"], ["priority.id"]),
        sa.ForeignKeyConstraint(["speaker_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "client_key"),
    )
    op.create_index("ix_meetingnote_meeting_id", "meetingnote", ["meeting_id"])


def downgrade() -> None:
    for table in ("meetingnote", "agendaitem", "priorityinterest", "prioritytally"):
        op.drop_table(table)
    op.drop_column("priority", "taken_out_at")
    with op.batch_alter_table("invitation") as batch:
        for column in _of_place():
            batch.drop_column(column.name)
    with op.batch_alter_table("meeting") as batch:
        for column in _of_meeting():
            batch.drop_column(column.name)
