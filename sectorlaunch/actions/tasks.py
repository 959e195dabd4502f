"""Tasks for named people: calls to make, waivers that return, addresses to mend."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.tables import ToDo, ToDoOutcome


def finish(
    session: Session,
    now: datetime,
    todo_id: int,
    outcome: str,
    by: str,
    kind: ToDoOutcome | None = None,
) -> ToDo:
    """Notes the outcome of a task, in words; and its kind, where it has one. Raises NotFound, and BadInput without words."""
    todo = session.get(ToDo, todo_id)
    if todo is None:
        raise NotFound("There is no task number %(number)s.", number=todo_id)
    if not outcome.strip():
        raise BadInput("Say in a few words what came out of it.")
    if todo.done_at is None:
        todo.done_at, todo.outcome, todo.outcome_kind = now, outcome.strip(), kind
        session.add(todo)
        words = f"{todo.title}: {todo.outcome}"
        events.record(session, now, todo.run_id, by, EventKind.TASK_DONE, words, todo_id=todo.pk)
    return todo
