"""When the whole installation stands still: a copy that was put back must not do again what its original did."""

from datetime import datetime

from sqlmodel import Field

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import SHORT


class Standstill(Row, table=True):
    """From `since` until somebody ends it nothing leaves, no mailbox is read, and no run is started or woken."""

    since: datetime
    copied_at: datetime | None = None
    """When the copy was made that was put back here; None for a copy that does not say."""
    ended_at: datetime | None = None
    ended_by: str = Field(default="", max_length=SHORT)
    ran_until: datetime | None = None
    """Until when the original may have gone on, as whoever ended it said."""
