"""What people let go: a touch of the playbook that leaves only once a named person has released it."""

from datetime import datetime

from sqlalchemy import false
from sqlmodel import Field

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import SHORT


class TouchRelease(Row, table=True):
    """A touch let go: for everyone, for a wave, or for one person. Append-only but for being taken back."""

    run_id: int = Field(foreign_key="playbookrun.id", index=True)
    step_key: str = Field(max_length=60)
    touch_key: str = Field(max_length=60)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Whom it goes to; None: everyone of the wave, or everyone."""
    wave: int | None = None
    """1 or 2; None where it is not given by waves."""
    sentence: str = Field(default="", max_length=1000)
    """What whoever released it says to the person in their own words; stands in the letter."""
    given_by_id: int = Field(foreign_key="person.id")
    given_at: datetime
    waits: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether it was asked for and nobody has agreed yet, where the playbook wants two."""
    agreed_by_id: int | None = Field(default=None, foreign_key="person.id")
    taken_back_at: datetime | None = None
    taken_back_by: str = Field(default="", max_length=SHORT)
