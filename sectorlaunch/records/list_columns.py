"""What the columns of a list were said to mean the last time."""

import hashlib
from collections.abc import Mapping, Sequence

from sqlmodel import Session, select

from sectorlaunch.contacts.meanings import Meaning
from sectorlaunch.tables import ListColumns


def key(header: Sequence[str]) -> str:
    """The same for lists whose columns are called the same, in the same order."""
    return hashlib.sha256("\x1f".join(cell.strip().casefold() for cell in header).encode()).hexdigest()


def remembered(session: Session, partnership_id: int, header: Sequence[str]) -> Mapping[str, Meaning | None]:
    """Column names to meanings, as they were matched by hand; none where nobody has yet."""
    wanted = select(ListColumns).where(
        ListColumns.partnership_id == partnership_id, ListColumns.header == key(header)
    )
    row = session.exec(wanted).first()
    return (
        {column: Meaning(means) if means else None for column, means in row.meanings.items()} if row else {}
    )
