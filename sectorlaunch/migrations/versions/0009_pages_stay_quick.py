"""Pages stay quick"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_message_sent",
            ["sent_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'sent'"),
            postgresql_where=sa.text("state = 'sent'"),
        )

    with op.batch_alter_table("plannedtouch", schema=None) as batch_op:
        batch_op.create_index(
            "ix_plannedtouch_held",
            ["run_id"],
            unique=False,
            sqlite_where=sa.text("state = 'planned' AND result <> ''"),
            postgresql_where=sa.text("state = 'planned' AND result <> ''"),
        )
        batch_op.create_index(
            "ix_plannedtouch_missed",
            ["run_id"],
            unique=False,
            sqlite_where=sa.text("state = 'missed'"),
            postgresql_where=sa.text("state = 'missed'"),
        )

    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_person_id"))
        batch_op.create_index("ix_role_in_turn", ["person_id", "partnership_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_index("ix_role_in_turn")
        batch_op.create_index(batch_op.f("ix_role_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("plannedtouch", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_plannedtouch_missed",
            sqlite_where=sa.text("state = 'missed'"),
            postgresql_where=sa.text("state = 'missed'"),
        )
        batch_op.drop_index(
            "ix_plannedtouch_held",
            sqlite_where=sa.text("state = 'planned' AND result <> ''"),
            postgresql_where=sa.text("state = 'planned' AND result <> ''"),
        )

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_message_sent",
            sqlite_where=sa.text("state = 'sent'"),
            postgresql_where=sa.text("state = 'sent'"),
        )
