"""A task for a named person, given once; the way out for whoever no letter reaches."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships, people
from sectorlaunch.tables import Message, Person, PlaybookRun, RoleKind, ToDo, ToDoKind


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
    zone = ZoneInfo(partnerships.partnership_of(session, run_id).zone)
    todo = ToDo(
        run_id=run_id,
        kind=kind,
        purpose=purpose,
        occurrence=occurrence,
        owner_id=owner.pk,
        about_id=about.id if about else None,
        title=title,
        script=script,
        due_on=now.astimezone(zone).date(),
        created_at=now,
    )
    session.add(todo)
    whom = f" about {about.name}" if about else ""
    events.record(
        session,
        now,
        run_id,
        "Sector Launch",
        EventKind.TASK_GIVEN,
        f"{owner.name} has a task{whom}: {title}.",
    )
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
) -> None:
    """A task for the convener, once a day for each purpose; none where the message belongs to no partnership."""
    convener = convener_of(session, message.run_id)
    if message.run_id is None or convener is None:
        return
    create(
        session,
        now,
        message.run_id,
        kind,
        purpose=purpose[:120],
        occurrence=f"day:{now:%Y-%m-%d}",
        owner=convener,
        about=session.get(Person, message.person_id) if about_person else None,
        title=title[:200],
        script=script[:4000],
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
