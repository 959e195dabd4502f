"""Partnerships above others

A partnership may hang below another one, which plans regions and reads where those below stand.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE partnership ADD COLUMN parent_id INTEGER REFERENCES partnership (id)")
    op.create_index("ix_partnership_parent_id", "partnership", ["parent_id"])
    op.add_column("partnership", sa.Column("planned", sa.Integer(), nullable=True))
    op.create_table(
        "plannedregion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=200), nullable=False),
        sa.Column("counties", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["partnership.id"]),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("partnership_id"),
    )
    op.create_index("ix_plannedregion_parent_id", "plannedregion", ["parent_id"])
    op.create_table(
        "hangingask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["partnership.id"]),
        sa.ForeignKeyConstraint(["child_id"], ["partnership.id"]),
        sa.ForeignKeyConstraint(["region_id"], ["plannedregion.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_hangingask_parent_id", "hangingask", ["parent_id"])
    op.create_index("ix_hangingask_child_id", "hangingask", ["child_id"])


def downgrade() -> None:
    op.drop_index("ix_hangingask_child_id", "hangingask")
    op.drop_index("ix_hangingask_parent_id", "hangingask")
    op.drop_table("hangingask")
    op.drop_index("ix_plannedregion_parent_id", "plannedregion")
    op.drop_table("plannedregion")
    with op.batch_alter_table("partnership") as batch:
        batch.drop_index("ix_partnership_parent_id")
        batch.drop_column("planned")
        batch.drop_column("parent_id")
