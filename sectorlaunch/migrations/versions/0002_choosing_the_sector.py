"""Choosing the sector"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "censusfile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("dialect", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("periods", sa.JSON(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("loaded_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("loaded_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("partnership_id", "sha256"),
    )
    with op.batch_alter_table("censusfile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_censusfile_partnership_id"), ["partnership_id"], unique=False)

    op.create_table(
        "databrief",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("summary", sa.String(length=4000), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("editable", sa.LargeBinary(), nullable=False),
        sa.Column("drawn_up_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("drawn_up_by", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("databrief", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_databrief_partnership_id"), ["partnership_id"], unique=False)

    op.create_table(
        "rankingchoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("ownership", sa.String(length=20), nullable=False),
        sa.Column("against", sa.String(length=20), nullable=False),
        sa.Column("least_jobs", sa.Integer(), nullable=False),
        sa.Column("set_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("set_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("rankingchoice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rankingchoice_partnership_id"), ["partnership_id"], unique=False)

    op.create_table(
        "scoringround",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("industries", sa.JSON(), nullable=False),
        sa.Column("opened_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("shown_at", sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("scoringround", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scoringround_partnership_id"), ["partnership_id"], unique=False)

    op.create_table(
        "sectordecision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("industry", sa.String(length=10), nullable=False),
        sa.Column("next_industry", sa.String(length=10), nullable=False),
        sa.Column("reasons", sa.String(length=4000), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("decided_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sectordecision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sectordecision_partnership_id"), ["partnership_id"], unique=False
        )

    op.create_table(
        "sectornote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("industry", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("noted_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sectornote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sectornote_partnership_id"), ["partnership_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sectornote_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sectorscore",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("industry", sa.String(length=10), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=4000), nullable=False),
        sa.Column("given_at", sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["scoringround.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sectorscore", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sectorscore_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sectorscore_round_id"), ["round_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sectorscore", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sectorscore_round_id"))
        batch_op.drop_index(batch_op.f("ix_sectorscore_person_id"))

    op.drop_table("sectorscore")
    with op.batch_alter_table("sectornote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sectornote_person_id"))
        batch_op.drop_index(batch_op.f("ix_sectornote_partnership_id"))

    op.drop_table("sectornote")
    with op.batch_alter_table("sectordecision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sectordecision_partnership_id"))

    op.drop_table("sectordecision")
    with op.batch_alter_table("scoringround", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scoringround_partnership_id"))

    op.drop_table("scoringround")
    with op.batch_alter_table("rankingchoice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rankingchoice_partnership_id"))

    op.drop_table("rankingchoice")
    with op.batch_alter_table("databrief", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_databrief_partnership_id"))

    op.drop_table("databrief")
    with op.batch_alter_table("censusfile", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_censusfile_partnership_id"))

    op.drop_table("censusfile")
