"""A task for a named person, given once; the way out for whoever no letter reaches."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.records import people
from sectorlaunch.records.about import THE_RUN, About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Message, Person, PlaybookRun, RoleKind, ToDo, ToDoKind, ToDoPurpose

MEND = "mend address"
SENDER_REFUSED = "sender refused"


@dataclass(frozen=True)
class Task:
    """What somebody is to do. It is given once for each purpose, occurrence and person it is about."""

    kind: ToDoKind
    purpose: str
    occurrence: str
    owner: Person
    about: Person | None
    title: str
    script: str = ""
    due_on: date | None = None
    """Today where none is given."""
    purpose_kind: ToDoPurpose = ToDoPurpose.OTHER
    planned_id: int | None = None
    """The touch it comes from."""
    matter: About = THE_RUN
    """What it is about besides the person."""


def create(launch: Launch, task: Task) -> ToDo | None:
    """A task, due today unless it says otherwise, in the partnership's zone; None where it was given before."""
    session, about_id = launch.session, task.about.id if task.about else None
    already = session.exec(
        select(ToDo.id).where(
            ToDo.run_id == launch.run_id,
            ToDo.purpose == task.purpose,
            ToDo.occurrence == task.occurrence,
            ToDo.about_id == about_id,
        )
    ).first()
    if already is not None:
        return None
    todo = ToDo(
        run_id=launch.run_id,
        kind=task.kind,
        purpose=task.purpose,
        occurrence=task.occurrence,
        purpose_kind=task.purpose_kind,
        planned_id=task.planned_id,
        matter_kind=task.matter.kind,
        matter_id=task.matter.id,
        owner_id=task.owner.pk,
        about_id=about_id,
        title=task.title[:200],
        script=task.script[:4000],
        due_on=task.due_on or launch.today,
        created_at=launch.now,
    )
    session.add(todo)
    whom = f" about {task.about.name}" if task.about else ""
    said = f"{task.owner.name} has a task{whom}: {todo.title}."
    events.record(session, launch.now, launch.run_id, "Sector Launch", EventKind.TASK_GIVEN, said)
    return todo


def give_task(
    session: Session,
    now: datetime,
    message: Message,
    kind: ToDoKind,
    *,
    purpose: str,
    about_person: bool,
    title: str,
    script: str,
    unless_open: bool = False,
) -> None:
    """A task for the convener, once a day for each purpose; none where the message belongs to no partnership.

    `unless_open`: none either while one of the purpose is open.
    """
    convener = convener_of(session, message.run_id)
    if message.run_id is None or convener is None:
        return
    if unless_open and _is_open(session, message.run_id, purpose):
        return
    create(
        Launch.of(session, now, message.run_id),
        Task(
            kind,
            purpose=purpose[:120],
            occurrence=f"day:{now:%Y-%m-%d}",
            owner=convener,
            about=session.get(Person, message.person_id) if about_person else None,
            title=title,
            script=script,
        ),
    )


def _is_open(session: Session, run_id: int, purpose: str) -> bool:
    given = select(ToDo.id).where(ToDo.run_id == run_id, ToDo.purpose == purpose, col(ToDo.done_at).is_(None))
    return session.exec(given.limit(1)).first() is not None


def ask_to_mend(launch: Launch, person: Person) -> None:
    """A task to mend an address that was refused, unless one was given since: perhaps another partnership's letter was."""
    refused_at = people.address_refused_at(launch.session, person)
    given = select(ToDo.id).where(
        ToDo.run_id == launch.run_id, ToDo.about_id == person.id, ToDo.kind == ToDoKind.ADDRESS
    )
    if refused_at is None or launch.session.exec(given.where(ToDo.created_at >= refused_at)).first():
        return
    create(
        launch,
        Task(
            ToDoKind.ADDRESS,
            purpose=MEND,
            occurrence=f"day:{launch.now:%Y-%m-%d}",
            owner=launch.convener,
            about=person,
            title=f"Mend the address of {person.name}",
            script=f"{person.email} was refused. Nothing goes there until it is mended.",
        ),
    )


def convener_of(session: Session, run_id: int | None) -> Person | None:
    """The lead convener of the run's partnership, else a co-convener, else nobody."""
    run = session.get(PlaybookRun, run_id) if run_id is not None else None
    if run is None:
        return None
    for kind in (RoleKind.CONVENER, RoleKind.CO_CONVENER):
        if found := people.with_role(session, run.partnership_id, [kind]):
            return found[0]
    return None
