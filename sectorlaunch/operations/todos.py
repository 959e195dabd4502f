"""Tasks for named people: calls to make, waivers that return, addresses to mend."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from sectorlaunch import playbook_shelf
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.operations import events
from sectorlaunch.operations.people import people_of
from sectorlaunch.tables import Person, ToDo, ToDoKind, Waiver


def create(
    session: Session,
    now: datetime,
    run_id: int,
    kind: ToDoKind,
    *,
    purpose: str,
    occurrence: str,
    owner: Person,
    about: Person | None,
    title: str,
    script: str = "",
) -> ToDo | None:
    """A task due today (in the partnership's zone), once for each purpose, occurrence and person it is about."""
    already = session.exec(
        select(ToDo.id).where(
            ToDo.run_id == run_id,
            ToDo.purpose == purpose,
            ToDo.occurrence == occurrence,
            ToDo.about_id == (about.id if about else None),
        )
    ).first()
    if already is not None:
        return None
    assert owner.id is not None
    zone = ZoneInfo(people_of.partnership_of(session, run_id).zone)
    todo = ToDo(
        run_id=run_id,
        kind=kind,
        purpose=purpose,
        occurrence=occurrence,
        owner_id=owner.id,
        about_id=about.id if about else None,
        title=title,
        script=script,
        due_on=now.astimezone(zone).date(),
        created_at=now,
    )
    session.add(todo)
    whom = f" about {about.name}" if about else ""
    events.record(
        session, now, run_id, "Sector Launch", "task given", f"{owner.name} has a task{whom}: {title}."
    )
    return todo


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
        events.record(session, now, todo.run_id, by, "task done", f"{todo.title}: {todo.outcome}")
    return todo


def open_for(session: Session, run_id: int) -> list[ToDo]:
    """Open tasks of a run, oldest first; the people they name are read along."""
    waiting = select(ToDo).where(ToDo.run_id == run_id, col(ToDo.done_at).is_(None))
    found = list(session.exec(waiting.order_by(col(ToDo.due_on), col(ToDo.id))))
    named = {key for todo in found for key in (todo.owner_id, todo.about_id) if key is not None}
    people_of.read_together(session, named)
    return found


def bring_back_waivers(session: Session, now: datetime) -> list[str]:
    """Turns waivers whose date has come into tasks for the convener; says which."""
    said = []
    waiting = session.exec(
        select(Waiver).where(col(Waiver.returned_at).is_(None), col(Waiver.ended_at).is_(None))
    ).all()
    for waiver in waiting:
        partnership = people_of.partnership_of(session, waiver.run_id)
        if waiver.until > now.astimezone(ZoneInfo(partnership.zone)).date():
            continue
        assert partnership.id is not None
        waiver.returned_at = now
        session.add(waiver)
        convener = people_of.convener(session, partnership.id)
        gates = playbook_shelf.of_run(session, waiver.run_id).gates()
        gate_title = next(gate.title for _, gate in gates if gate.key == waiver.gate_key)
        title = f"The waiver {waiver.given_by} gave on “{gate_title}” ends today: {waiver.why}"[:200]
        create(
            session,
            now,
            waiver.run_id,
            ToDoKind.WAIVER,
            purpose=f"waiver/{waiver.id}",
            occurrence="run",
            owner=convener,
            about=None,
            title=title,
        )
        said.append(title)
    return said
