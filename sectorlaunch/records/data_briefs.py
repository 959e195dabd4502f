"""Data briefs on record: one by its number, the newest, whether any has gone out."""

from sqlmodel import Session, col, select

from sectorlaunch.errors import NotFound
from sectorlaunch.tables import DataBrief, Partnership


def find(session: Session, partnership: Partnership, brief_id: int) -> DataBrief:
    """Raises NotFound for another partnership's."""
    brief = session.get(DataBrief, brief_id)
    if brief is None or brief.partnership_id != partnership.id:
        raise NotFound("There is no such data brief in this partnership.")
    return brief


def newest(session: Session, partnership_id: int, *, sent: bool = False) -> DataBrief | None:
    """The brief drawn up last; with `sent`, among those that went out."""
    wanted = select(DataBrief).where(DataBrief.partnership_id == partnership_id)
    if sent:
        wanted = wanted.where(col(DataBrief.sent_at).is_not(None))
    return session.exec(wanted.order_by(col(DataBrief.id).desc()).limit(1)).one_or_none()


def was_sent(session: Session, partnership_id: int) -> bool:
    """Whether any brief has gone out; asked without reading one."""
    found = select(DataBrief.id).where(
        DataBrief.partnership_id == partnership_id, col(DataBrief.sent_at).is_not(None)
    )
    return session.exec(found.limit(1)).first() is not None
