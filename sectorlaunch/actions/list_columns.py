"""Keeping what somebody said the columns of a list mean."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, select

from sectorlaunch.contacts.meanings import Meaning
from sectorlaunch.records import list_columns
from sectorlaunch.tables import ListColumns


def remember(
    session: Session,
    now: datetime,
    partnership_id: int,
    header: Sequence[str],
    told: Mapping[str, Meaning | None],
    *,
    by: str,
) -> None:
    """Keeps the match for the next list with these columns; an earlier one is replaced."""
    key = list_columns.key(header)
    wanted = select(ListColumns).where(
        ListColumns.partnership_id == partnership_id, ListColumns.header == key
    )
    row = session.exec(wanted).first() or ListColumns(
        partnership_id=partnership_id, header=key, by=by, at=now
    )
    row.meanings = {column: meaning.value if meaning else "" for column, meaning in told.items()}
    row.by, row.at = by, now
    session.add(row)
