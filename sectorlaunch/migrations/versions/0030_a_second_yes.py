"""A second yes

A playbook may ask two people for a waiver or a release: one asks, and it waits until another agrees. What stands already
waits for nobody.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("waiver", sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("ALTER TABLE waiver ADD COLUMN asked_by_account_id INTEGER REFERENCES account (id)")
    op.execute("ALTER TABLE waiver ADD COLUMN agreed_by_account_id INTEGER REFERENCES account (id)")
    op.add_column("touchrelease", sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("ALTER TABLE touchrelease ADD COLUMN agreed_by_id INTEGER REFERENCES person (id)")


def downgrade() -> None:
    with op.batch_alter_table("touchrelease") as batch:
        batch.drop_column("agreed_by_id")
        batch.drop_column("waits")
    with op.batch_alter_table("waiver") as batch:
        batch.drop_column("agreed_by_account_id")
        batch.drop_column("asked_by_account_id")
        batch.drop_column("waits")
