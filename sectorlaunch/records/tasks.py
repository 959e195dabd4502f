"""Open tasks of a partnership."""

from sqlmodel import Session, col, select

from sectorlaunch.records import people
from sectorlaunch.tables import ToDo


def open_for(session: Session, run_id: int) -> list[ToDo]:
    """Open tasks of a run, oldest first; the people they name are read along."""
    waiting = select(ToDo).where(ToDo.run_id == run_id, col(ToDo.done_at).is_(None))
    found = list(session.exec(waiting.order_by(col(ToDo.due_on), col(ToDo.id))))
    named = {key for todo in found for key in (todo.owner_id, todo.about_id) if key is not None}
    people.read_together(session, named)
    return found
