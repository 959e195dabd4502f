"""Whether letters arrive: the key they are signed with, and the test letters sent to oneself."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from sectorlaunch.sealing import Sealed
from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import json_of


class SigningKey(Row, table=True):
    """The key of one sender's domain. Nothing is signed with it before the domain was seen to publish its other half."""

    domain: str = Field(unique=True, max_length=253)
    selector: str = Field(max_length=63)
    private: str = Field(sa_type=Sealed)
    """PEM: sealed, never shown, never logged."""
    public: str = Field(max_length=1000)
    """Base64, for the domain's record."""
    made_at: datetime
    signs_since: datetime | None = None


class ArrivalTest(Row, table=True):
    """A letter to a mailbox of one's own, to read there what a receiver found out about it."""

    code: str = Field(unique=True, max_length=20)
    """Stands in its subject, by which it is known when it comes back."""
    to_address: str = Field(max_length=254)
    sent_at: datetime
    came_at: datetime | None = None
    reception: dict[str, Any] = json_of()
    """What its receiver said, as `mail_domain.authentication_results.Reception` has it; empty until it came."""
