"""What was stated about the footprint of a sector."""

from sqlmodel import Session, col, select

from sectorlaunch.query_cache import cached
from sectorlaunch.tables import FootprintStatement, Partnership


def newest(session: Session, partnership_id: int) -> FootprintStatement | None:
    def read() -> FootprintStatement | None:
        wanted = select(FootprintStatement).where(FootprintStatement.partnership_id == partnership_id)
        return session.exec(wanted.order_by(col(FootprintStatement.id).desc()).limit(1)).one_or_none()

    return cached(session, (FootprintStatement,), ("footprint stated", partnership_id), read)


def holds(statement: FootprintStatement, partnership: Partnership) -> bool:
    """Whether it is about the counties the footprint has now."""
    return set(statement.counties) == set(partnership.counties)
