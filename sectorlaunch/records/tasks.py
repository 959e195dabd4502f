"""Open tasks of a partnership."""

from sqlmodel import Session, col, select

from languages import DEFAULT, Language
from sectorlaunch.records import people
from sectorlaunch.tables import Person, ToDo


def language_for(session: Session, owner: Person) -> Language:
    """What a task is written in: its owner's language; a convener's, which stand on their pages, in English."""
    convenes = people.with_role(session, owner.partnership_id, people.CONVENING)
    return DEFAULT if owner.pk in {one.pk for one in convenes} else people.language_of(session, owner)


def open_for(session: Session, run_id: int) -> list[ToDo]:
    """Open tasks of a run, oldest first; the people they name are read along."""
    waiting = select(ToDo).where(ToDo.run_id == run_id, col(ToDo.done_at).is_(None))
    found = list(session.exec(waiting.order_by(col(ToDo.due_on), col(ToDo.id))))
    named = {key for todo in found for key in (todo.owner_id, todo.about_id) if key is not None}
    people.read_together(session, named)
    return found
