"""Teams at work

A team may rest, go into another or end, and a priority may have one team after another; where its calls are held; what
partners offer a team, what became of it, and how teams and organizations say they stand.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

MOMENT = "moment"
"""A column of this kind is called differently by each database."""
NEW = (
    *(("actionteam", name, "VARCHAR(200) NOT NULL DEFAULT ''") for name in ("join_url", "dial_in", "place")),
    ("actionteam", "state", "VARCHAR(40) NOT NULL DEFAULT 'active'"),
    ("actionteam", "rests_until", "DATE"),
    ("actionteam", "merged_into_id", "INTEGER REFERENCES actionteam (id)"),
    ("actionteam", "ended_at", MOMENT),
    ("actionteam", "ended_why", "VARCHAR(4000) NOT NULL DEFAULT ''"),
    ("actionteam", "learned", "VARCHAR(4000) NOT NULL DEFAULT ''"),
    ("commitment", "organization_id", "INTEGER REFERENCES organization (id)"),
    ("commitment", "meeting_id", "INTEGER REFERENCES meeting (id)"),
    ("commitment", "settled_why", "VARCHAR(4000) NOT NULL DEFAULT ''"),
    ("meeting", "closed_at", MOMENT),
    ("person", "is_contact", "BOOLEAN NOT NULL DEFAULT false"),
)
NAMES = {"uq": "uq_%(table_name)s_%(column_0_name)s"}
"""What SQLite's unnamed constraints are called while a table is copied."""
ONE_EACH = "uq_actionteam_priority_id"


def upgrade() -> None:
    (before,) = sa.inspect(op.get_bind()).get_unique_constraints("actionteam")
    with op.batch_alter_table("actionteam", naming_convention=NAMES) as team:
        team.drop_constraint(before["name"] or ONE_EACH, type_="unique")
        team.alter_column("priority_id", existing_type=sa.Integer(), nullable=True)
        team.create_index("ix_actionteam_priority_id", ["priority_id"])
    moment = "DATETIME" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    for table, column, kind in NEW:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {moment if kind == MOMENT else kind}")
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=4000), nullable=False),
        sa.Column("by_on", sa.Date(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.String(length=4000), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["actionteam.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "reportback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.String(length=4000), nullable=False),
        sa.Column("next", sa.String(length=4000), nullable=False),
        sa.Column("help", sa.String(length=4000), nullable=False),
        sa.Column("win", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"]),
        sa.ForeignKeyConstraint(["team_id"], ["actionteam.id"]),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitment.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, columns in (
        ("offer", ("team_id", "person_id")),
        ("reportback", ("partnership_id", "team_id", "commitment_id")),
    ):
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Fails where a team has no priority, or a priority several teams: no row is thrown away for an older version."""
    op.drop_table("reportback")
    op.drop_table("offer")
    for table in dict.fromkeys(table for table, _, _ in NEW):
        with op.batch_alter_table(table) as batch:
            for name, column, _ in NEW:
                if name == table:
                    batch.drop_column(column)
    with op.batch_alter_table("actionteam") as team:
        team.drop_index("ix_actionteam_priority_id")
        team.create_unique_constraint(ONE_EACH, ["priority_id"])
        team.alter_column("priority_id", existing_type=sa.Integer(), nullable=False)
