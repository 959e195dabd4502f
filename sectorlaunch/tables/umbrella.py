"""What a partnership above others keeps: the regions it plans, and whom it asked to hang below it."""

from datetime import datetime

from sqlmodel import Field

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import SHORT, json_of


class PlannedRegion(Row, table=True):
    """A place for one partnership below; a region that is to have several has as many."""

    parent_id: int = Field(foreign_key="partnership.id", index=True)
    """Whose plan it is in."""
    region: str = Field(max_length=SHORT)
    counties: list[str] = json_of(list)
    position: int
    partnership_id: int | None = Field(default=None, foreign_key="partnership.id", unique=True)
    """The partnership that takes the place; None while it is free."""


class HangingAsk(Row, table=True):
    """A partnership was asked to hang below another one. It says nothing to it until its own convener has agreed."""

    parent_id: int = Field(foreign_key="partnership.id", index=True)
    slug: str = Field(max_length=60)
    """The short name as it was given: whoever asks is told nothing more of who is asked."""
    child_id: int | None = Field(default=None, foreign_key="partnership.id", index=True)
    """None where there was no partnership of that name; nobody is asked then, and the asker sees no difference."""
    region_id: int | None = Field(default=None, foreign_key="plannedregion.id")
    """The place it is to take."""
    asked_by: str = Field(max_length=SHORT)
    asked_at: datetime
    ended_at: datetime | None = None
    """When it was agreed to, declined or withdrawn."""
