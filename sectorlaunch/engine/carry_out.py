"""Whom a due touch reaches, and what it writes to them: a message each, or a call for somebody to make."""

from datetime import datetime

from sqlmodel import Session

from notifications.rendering import traits
from playbooks.model import Touch
from sectorlaunch.actions import champions, letter
from sectorlaunch.engine import messages
from sectorlaunch.outbox.write import double_asks, tasks, team_posts
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import audiences, overrides, stop_rules, waves
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, ChampionStage, Person, PlannedTouch, ToDoKind, ToDoPurpose


def write(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    touch: Touch,
    people: list[Person],
) -> str:
    if not people:
        return "nobody to write to"
    written = write_to(session, now, planned, touch, people)
    posted = ", and one post" if team_posts.for_touch(session, now, planned, touch) else ""
    return f"{written} {'message' if written == 1 else 'messages'}{posted}"


def write_to(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    touch: Touch,
    people: list[Person],
    *,
    urgent: bool = False,
) -> int:
    """Writes the message of a touch to those who do not have it yet; says to how many. `urgent` ignores office hours."""
    written = 0
    if traits(touch.kind).asks_to_sign:
        letter.ready(session, now, planned.run_id)
    for person in people:
        written += messages.queue_touch(session, now, planned, touch, person, urgent=urgent)
        if traits(touch.kind).asks_to_champion and not double_asks.is_held(session, planned.run_id, person):
            champions.move(session, now, planned.run_id, person, ChampionStage.ASKED, by="Sector Launch")
    return written


def wanted(session: Session, partnership_id: int, planned: PlannedTouch, touch: Touch) -> list[Person]:
    """The audience of a touch now, of the wave it is about, without those for whom its stop rule has come true."""
    about = About.of(planned)
    return [
        person
        for person in audiences.resolve(session, partnership_id, touch.to, about)
        if person.id is not None
        and waves.belongs(session, partnership_id, touch, about, person)
        and not stop_rules.is_stopped(session, planned.run_id, touch.stop, person.id, about, touch.gate)
    ]


def not_left_out(session: Session, planned: PlannedTouch, people: list[Person]) -> list[Person]:
    decisions = overrides.of(session, planned.pk)
    return [person for person in people if not decisions.skip_of(person.id)]


def calls(
    session: Session, partnership_id: int, touch: Touch, people: list[Person]
) -> list[tuple[Person, list[Person]]]:
    """Who calls whom at the end of a ladder. Nobody is asked to phone themselves; the digest tells them what is open."""
    assert touch.task_for is not None
    by_owner: dict[int, tuple[Person, list[Person]]] = {}
    for person in people:
        owner = audiences.resolve(
            session, partnership_id, touch.task_for, About(AboutKind.PERSON, person.id)
        )[0]
        if owner.pk != person.id or touch.task_for == touch.to:
            by_owner.setdefault(owner.pk, (owner, []))[1].append(person)
    return list(by_owner.values())


def hand_over(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    partnership_id: int,
    touch: Touch,
    people: list[Person],
) -> str:
    """The end of a ladder: a task for a named person about each of those who stayed silent, and one note that says so."""
    for owner, silent in calls(session, partnership_id, touch, people):
        for person in silent:
            task = Task(
                ToDoKind.PHONE,
                purpose=f"{planned.step_key}/{touch.key}",
                purpose_kind=ToDoPurpose.CALL,
                occurrence=planned.occurrence,
                planned_id=planned.id,
                matter=About.of(planned),
                owner=owner,
                about=person,
                title=touch.title,
            )
            tasks.create(Launch.of(session, now, planned.run_id), task)
        messages.queue_phone_task(session, now, planned, touch, owner, silent)
    if not people:
        return "nobody to call"
    return f"{len(people)} {'call' if len(people) == 1 else 'calls'} to make"
