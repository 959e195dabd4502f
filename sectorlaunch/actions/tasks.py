"""Tasks for named people: calls to make, waivers that return, addresses to mend."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.tables import ToDo


def finish(session: Session, now: datetime, todo_id: int, outcome: str, by: str) -> ToDo:
    """Notes the outcome of a task. Raises NotFound, and BadInput without an outcome."""
    todo = session.get(ToDo, todo_id)
    if todo is None:
        raise NotFound(f"There is no task number {todo_id}.")
    if not outcome.strip():
        raise BadInput("Say in a few words what came of it.")
    if todo.done_at is None:
        todo.done_at, todo.outcome = now, outcome.strip()
        session.add(todo)
        events.record(session, now, todo.run_id, by, EventKind.TASK_DONE, f"{todo.title}: {todo.outcome}")
    return todo
