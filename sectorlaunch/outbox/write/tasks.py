"""A task for a named person, given once; the way out for whoever no letter reaches."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.records import accounts, keepers, people
from sectorlaunch.records.about import THE_RUN, About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    Account,
    Message,
    Person,
    PlaybookRun,
    Role,
    RoleKind,
    ToDo,
    ToDoKind,
    ToDoPurpose,
)

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
    """A task for the convener, once a day for each purpose; for the keepers where the letter was to somebody who signs in.

    `unless_open`: none while one of the purpose is open.
    """
    if message.run_id is None and message.account_id is not None:
        _give_keepers(session, now, message, script)
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


def _give_keepers(session: Session, now: datetime, message: Message, script: str) -> None:
    """A letter to an account belongs to no partnership, and a task to one: each keeper has it where they convene, or, where
    none does, whoever convened first. One while it is open, however many letters to the same account come back."""
    why, purpose = message.state_reason or script, f"letter to account {message.account_id}"
    kept_by = [place for one in keepers.of(session, ()) if (place := _place_of(session, one))]
    convening = (_place_of(session, one) for one in accounts.that_convene(session))
    for person, run_id in kept_by or [place for place in convening if place][:1]:
        if _is_open(session, run_id, purpose):
            continue
        task = Task(
            ToDoKind.OTHER,
            purpose=purpose,
            occurrence=f"message:{message.pk}",
            owner=person,
            about=None,
            title=f"A letter to {message.to_name}, who signs in here, may not have arrived: “{message.subject}”",
            script=f"To {message.to_address}: {why}\n\nWithout these letters they cannot sign in. Ask them for an address "
            "that works; whoever has the command line gives it to their account: "
            f"`sector-launch accounts change-address {message.to_address} NEW`.",
        )
        create(Launch.of(session, now, run_id), task)


def _place_of(session: Session, account: Account) -> tuple[Person, int] | None:
    """Who an account is in the partnership it convened first, with its run."""
    found = session.exec(
        select(Person, PlaybookRun.id)
        .join(Role, col(Role.person_id) == col(Person.id))
        .join(PlaybookRun, col(PlaybookRun.partnership_id) == col(Role.partnership_id))
        .where(
            Person.account_id == account.id,
            col(Person.anonymized_at).is_(None),
            col(Role.kind).in_(people.CONVENING),
            col(Role.ended_at).is_(None),
        )
        .order_by(col(Role.id))
        .limit(1)
    ).first()
    return (found[0], found[1]) if found is not None and found[1] is not None else None


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
