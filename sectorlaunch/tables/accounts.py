"""Who signs in, and at which address. What a convener writes about a person changes nothing here."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import SHORT, words


class Account(Row, table=True):
    """Somebody who signs in. The persons of partnerships they act as point here (`Person.account_id`)."""

    name: str = Field(max_length=SHORT)
    email: str = Field(unique=True, max_length=254)
    """Lower case. Links to sign in go here, and nowhere else; only its owner changes it."""
    created_at: datetime
    verified_at: datetime | None = None
    """When a link that was sent to the address was used first; None while nobody has shown that it reaches them."""
    keeper_since: datetime | None = None
    """Since when they keep the installation; None for those who do not, and for all while nobody has been named."""
    lead_since: datetime | None = None
    """Since when they see every partnership; None for those who do not, and for all while nobody has been named."""
    lead_ended_at: datetime | None = None
    """When that ended: once somebody was named, what the machine's settings say of leads counts no more."""


class SignIn(Row, table=True):
    """A browser somebody is signed in with. Only the hash of its secret is kept."""

    account_id: int = Field(foreign_key="account.id", index=True)
    secret_hash: str = Field(unique=True, max_length=64)
    browser: str = Field(default="", max_length=SHORT)
    """Such as “Firefox on Windows”."""
    began_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None


class AddressChange(Row, table=True):
    """An account is to have another address: agreed to at the old one first, then confirmed at the new one."""

    account_id: int = Field(foreign_key="account.id", index=True)
    email: str = Field(max_length=254)
    asked_at: datetime
    agreed_at: datetime | None = None
    """When the link at the old address was used."""
    done_at: datetime | None = None


class AccountLinkPurpose(StrEnum):
    SIGN_IN = "sign in"
    OLD_ADDRESS = "old address"
    """Held at the address an account has: to agree that another one takes its place."""
    NEW_ADDRESS = "new address"
    """Held at the address that is to take its place: to show that it reaches its owner."""
    LETTERS_WAY = "letters' way"
    """Sent the way letters leave now: to agree that they leave another way."""


class AccountLink(Row, table=True):
    """A link mailed to whoever has an account, good once. Only the hash of its token is kept."""

    token_hash: str = Field(unique=True, max_length=64)
    purpose: AccountLinkPurpose = words(AccountLinkPurpose)
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
