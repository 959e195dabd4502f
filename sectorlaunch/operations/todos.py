"""Tasks for named people: calls to make, waivers that return, addresses to mend."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from sectorlaunch import calendars, playbook_shelf, wording
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.operations import events
from sectorlaunch.operations.people import people_of
from sectorlaunch.tables import Person, ToDo, ToDoKind, Waiver

LEFT_DAYS, USUAL_LEFT_DAYS = "call_left_days", 5
"""After how many business days a call that nobody has made goes to the convener; 0 leaves it where it is."""


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


def hand_up_left_calls(session: Session, now: datetime) -> list[str]:
    """Gives the convener the calls that have waited for days with somebody else (F51); says which, in sentences.

    Business days of the partnership count, from the day the call is due: whoever puts it off has that day. How many
    is the playbook's `call_left_days`, or the partnership's own. Nobody's call is handed up twice: then the convener
    has it.
    """
    left = session.exec(
        select(ToDo)
        .where(
            ToDo.kind == ToDoKind.PHONE,
            col(ToDo.done_at).is_(None),
            col(ToDo.due_on) < now.date() - timedelta(days=1),
        )
        .order_by(col(ToDo.id))
    ).all()
    said = []
    for todo in left:
        partnership = people_of.partnership_of(session, todo.run_id)
        assert partnership.id is not None
        conveners = people_of.with_role(session, partnership.id, people_of.CONVENING)
        if todo.about_id is None or todo.owner_id in {person.id for person in conveners}:
            continue
        if _is_left(session, now, todo):
            said.append(_hand_up(session, now, todo, people_of.convener(session, partnership.id)))
    return said


def _is_left(session: Session, now: datetime, todo: ToDo) -> bool:
    partnership = people_of.partnership_of(session, todo.run_id)
    numbers = {**playbook_shelf.of_run(session, todo.run_id).numbers, **partnership.numbers}
    days = numbers.get(LEFT_DAYS, USUAL_LEFT_DAYS)
    calendar = calendars.of(partnership)
    return days > 0 and calendar.local_date(now) > calendar.add_business_days(todo.due_on, days)


def _hand_up(session: Session, now: datetime, todo: ToDo, convener: Person) -> str:
    before, about = session.get_one(Person, todo.owner_id), session.get_one(Person, todo.about_id)
    since: date = todo.due_on
    assert convener.id is not None
    todo.owner_id = convener.id
    session.add(todo)
    words = (
        f"The call to {about.name} (“{todo.title}”) has waited with {before.name} since {wording.day(since)}; "
        f"{convener.name} has it now."
    )
    events.record(session, now, todo.run_id, "Sector Launch", "call handed up", words[:4000])
    return words
