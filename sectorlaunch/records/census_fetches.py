"""The newest fetch of census files."""

from sqlmodel import Session, col, select

from sectorlaunch.tables import CensusFetch


def newest(session: Session, partnership_id: int) -> CensusFetch | None:
    return session.exec(
        select(CensusFetch)
        .where(CensusFetch.partnership_id == partnership_id)
        .order_by(col(CensusFetch.id).desc())
        .limit(1)
    ).one_or_none()
