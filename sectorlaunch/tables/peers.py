"""Somebody a member of an action team would bring in: known by name, and written to by nobody until whoever named them says so."""

from datetime import datetime

from sqlmodel import Field

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT


class NamedPeer(Row, table=True):
    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    team_id: int = Field(foreign_key="actionteam.id", index=True)
    """Where they are to have their place."""
    named_by_id: int = Field(foreign_key="person.id", index=True)
    """Who named them, and lets the welcome go."""
    name: str = Field(max_length=SHORT)
    company: str = Field(max_length=SHORT)
    email: str | None = Field(default=None, max_length=254)
    phone: str = Field(default="", max_length=SHORT)
    words: str = Field(default="", max_length=LONG)
    """What whoever named them would say to them; it stands in the welcome."""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """Who it is on the list; from the beginning where they were on it already, else once they are welcomed."""
    named_at: datetime
    welcomed_at: datetime | None = None
    let_be_at: datetime | None = None
