"""The census files of a partnership as they are on record, and every figure in them."""

from __future__ import annotations

from sqlmodel import Session, col, select

from sectorlaunch.census import packing
from sectorlaunch.census.libraries import pl
from sectorlaunch.query_cache import cached
from sectorlaunch.tables import CensusFile


def files(session: Session, partnership_id: int) -> list[CensusFile]:
    """The files on record, the earliest first."""

    def read() -> list[CensusFile]:
        return list(
            session.exec(
                select(CensusFile)
                .where(CensusFile.partnership_id == partnership_id)
                .order_by(col(CensusFile.id))
            )
        )

    return cached(session, (CensusFile,), ("census files", partnership_id), read)


def has_files(session: Session, partnership_id: int) -> bool:
    """Whether anything is loaded; asked without reading it."""
    found = select(CensusFile.id).where(CensusFile.partnership_id == partnership_id)
    return session.exec(found.limit(1)).first() is not None


def figures(session: Session, partnership_id: int) -> pl.DataFrame:
    """Every row on record, of all files; where two files have the same row, the one loaded last holds."""
    return packing.unpack(*(file.content for file in files(session, partnership_id)))
