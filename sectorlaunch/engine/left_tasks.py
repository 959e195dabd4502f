"""Tasks that come back or move on by themselves: waivers whose day has come, calls nobody has made."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from sectorlaunch import events, wording
from sectorlaunch.engine import set_aside
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import people
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Person, ToDo, ToDoKind, Waiver

LEFT_DAYS, USUAL_LEFT_DAYS = "call_left_days", 5
"""After how many business days a call that nobody has made goes to the convener; 0 leaves it where it is."""


def bring_back_waivers(session: Session, now: datetime) -> list[str]:
    """Turns waivers whose date has come into tasks for the convener; says which."""
    waiting = session.exec(
        select(Waiver).where(
            col(Waiver.returned_at).is_(None), col(Waiver.ended_at).is_(None), col(Waiver.waits).is_(False)
        )
    ).all()

    def put_aside(waiver: Waiver, why: str) -> str:
        what = f"The waiver of {waiver.given_by}"
        set_aside.give_task(session, now, waiver.run_id, what, why, About(AboutKind.WAIVER, waiver.id))
        return what

    return set_aside.each(session, waiting, lambda waiver: _bring_back(session, now, waiver), put_aside)


def _bring_back(session: Session, now: datetime, waiver: Waiver) -> list[str]:
    launch = Launch.of(session, now, waiver.run_id)
    if waiver.until > launch.today:
        return []
    waiver.returned_at = now
    session.add(waiver)
    gate_title = next(gate.title for _, gate in launch.playbook.gates() if gate.key == waiver.gate_key)
    title = f"The waiver {waiver.given_by} gave on “{gate_title}” ends today: {waiver.why}"[:200]
    task = Task(
        ToDoKind.WAIVER,
        purpose=f"waiver/{waiver.id}",
        occurrence="run",
        matter=About(AboutKind.WAIVER, waiver.id),
        owner=launch.convener,
        about=None,
        title=title,
    )
    tasks.create(launch, task)
    return [title]


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

    def look(todo: ToDo) -> list[str]:
        launch = Launch.of(session, now, todo.run_id)
        conveners = people.with_role(session, launch.partnership_id, people.CONVENING)
        if todo.about_id is None or todo.owner_id in {person.id for person in conveners}:
            return []
        return [_hand_up(session, now, todo, launch.convener)] if _is_left(session, now, todo) else []

    def put_aside(todo: ToDo, why: str) -> str:
        what = f"The call “{todo.title}”"
        set_aside.give_task(session, now, todo.run_id, what, why)
        return what

    return set_aside.each(session, left, look, put_aside)


def _is_left(session: Session, now: datetime, todo: ToDo) -> bool:
    launch = Launch.of(session, now, todo.run_id)
    days = launch.number(LEFT_DAYS, USUAL_LEFT_DAYS)
    return days > 0 and launch.today > launch.calendar.add_business_days(todo.due_on, days)


def _hand_up(session: Session, now: datetime, todo: ToDo, convener: Person) -> str:
    before, about = session.get_one(Person, todo.owner_id), session.get_one(Person, todo.about_id)
    since: date = todo.due_on
    todo.owner_id = convener.pk
    session.add(todo)
    words = (
        f"The call to {about.name} (“{todo.title}”) has waited with {before.name} since {wording.day(since)}; "
        f"{convener.name} has it now."
    )
    events.record(session, now, todo.run_id, "Sector Launch", EventKind.CALL_HANDED_UP, words[:4000])
    return words
