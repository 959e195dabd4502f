"""Accounts

Who signs in has an account with an address of its own, apart from what a list says of a person. Whoever convenes gets
one with the address they have now; links to sign in belong to it. A letter about signing in is for an account, and for
no person of a partnership.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )
    op.create_table(
        "addresschange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_addresschange_account_id", "addresschange", ["account_id"])
    op.create_table(
        "accountlink",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_accountlink_account_id", "accountlink", ["account_id"])
    for table in ("person", "message"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN account_id INTEGER REFERENCES account (id)")
        op.create_index(f"ix_{table}_account_id", table, ["account_id"])
    with op.batch_alter_table("message") as batch:
        batch.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
    _open_accounts()
    _move_links()


def _open_accounts() -> None:
    """One for everyone who may sign in today: who convenes, and has an address."""
    op.execute(
        "INSERT INTO account (name, email, created_at, verified_at) "
        "SELECT name, email, created_at, (SELECT max(used_at) FROM accesslink "
        "WHERE accesslink.person_id = person.id AND purpose = 'sign in') FROM person "
        "WHERE email IS NOT NULL AND anonymized_at IS NULL AND id IN (SELECT person_id FROM role "
        "WHERE kind IN ('convener', 'co-convener') AND ended_at IS NULL) ORDER BY id"
    )
    op.execute(
        "UPDATE person SET account_id = (SELECT account.id FROM account WHERE account.email = person.email) "
        "WHERE email IS NOT NULL"
    )


def _move_links() -> None:
    """Links to sign in belong to accounts; whoever has none any more could not use theirs."""
    op.execute(
        "INSERT INTO accountlink (token_hash, purpose, account_id, created_at, expires_at, used_at, revoked_at) "
        "SELECT token_hash, purpose, account_id, accesslink.created_at, "
        "coalesce(expires_at, accesslink.created_at), used_at, revoked_at "
        "FROM accesslink JOIN person ON person.id = accesslink.person_id "
        "WHERE purpose = 'sign in' AND account_id IS NOT NULL ORDER BY accesslink.id"
    )
    op.execute("DELETE FROM accesslink WHERE purpose = 'sign in'")


def downgrade() -> None:
    op.execute(
        "INSERT INTO accesslink (token_hash, purpose, person_id, for_assistant, created_at, expires_at, "
        "used_at, revoked_at) SELECT token_hash, purpose, (SELECT min(person.id) FROM person "
        "WHERE person.account_id = accountlink.account_id), false, created_at, expires_at, used_at, revoked_at "
        "FROM accountlink WHERE purpose = 'sign in' "
        "AND account_id IN (SELECT account_id FROM person) ORDER BY id"
    )
    to_accounts = "(SELECT id FROM message WHERE person_id IS NULL)"
    op.execute(f"DELETE FROM attempt WHERE message_id IN {to_accounts}")
    op.execute("DELETE FROM message WHERE person_id IS NULL")
    with op.batch_alter_table("message") as batch:
        batch.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
    for table in ("message", "person"):
        with op.batch_alter_table(table) as batch:
            batch.drop_index(f"ix_{table}_account_id")
            batch.drop_column("account_id")
    for table in ("accountlink", "addresschange", "account"):
        op.drop_table(table)
