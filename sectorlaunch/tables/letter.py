"""The joint letter: each version of its words, and who has put their name under which."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import SHORT


class LetterRevision(Row, table=True):
    """The words of the invitation letter at one time. Never changed: an edit is a new revision."""

    __table_args__ = (UniqueConstraint("partnership_id", "number"),)

    partnership_id: int = Field(foreign_key="partnership.id")
    number: int
    """1, 2, 3 … within the partnership; the highest is the one that counts."""
    body: str
    """Exactly as it is printed in the letter: paragraphs with an empty line between them."""
    own_paragraph: str = ""
    """The convener's own part of it, so that the next draft can begin from there."""
    sha256: str = Field(max_length=64)
    """Of `body` in UTF-8."""
    drafted_at: datetime
    drafted_by: str = Field(max_length=SHORT)


class Signature(Row, table=True):
    """A champion's name under one revision; kept when the words change, and no longer counting then."""

    revision_id: int = Field(foreign_key="letterrevision.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    sha256: str = Field(max_length=64)
    """Of the words that were signed."""
    signed_at: datetime
    how: str = Field(max_length=SHORT)
    """ "on their page", or who recorded it for them."""
