"""Due touches carried out: a message to each whom one reaches, or a call for somebody to make."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from notifications.rendering import traits
from playbooks.model import Anchor, Touch
from sectorlaunch import events
from sectorlaunch.actions import champions, documents
from sectorlaunch.actions import letter as letter_actions
from sectorlaunch.engine import held, messages, plan, rhythms, set_aside, surveys
from sectorlaunch.events import EventKind
from sectorlaunch.letters import week
from sectorlaunch.outbox import message_states
from sectorlaunch.outbox.write import double_asks, tasks, team_posts
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import (
    deadlines,
    delivery,
    overrides,
    partnerships,
    playbook_editions,
    reach,
    release_status,
    releases,
    waves,
)
from sectorlaunch.records import tasks as task_records
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    ChampionStage,
    DocumentKind,
    DocumentState,
    HeldBecause,
    Message,
    MessageState,
    Person,
    PlannedTouch,
    ToDoKind,
    ToDoPurpose,
    TouchState,
)

SWEEP = 200
COME_ROUND = frozenset({Anchor.TEAM_REPORT, Anchor.PLEDGE_REPORT, Anchor.SURVEY_ROUND})
"""Once one of these is carried out, the one after the next is planned."""


def due(session: Session, now: datetime, limit: int = SWEEP) -> list[str]:
    """Carries out what is due in any run, oldest first, at most `limit` touches; says in sentences what was done."""
    return carry_out(session, now, due_now(session, now, limit))


def carry_out(session: Session, now: datetime, those: Iterable[PlannedTouch]) -> list[str]:
    """Carries out each of these; one that cannot be handled is set aside for an hour, with a task for the convener."""

    def put_aside(planned: PlannedTouch, why: str) -> str:
        planned.due_at, planned.held_because = now + set_aside.LOOK_AGAIN, HeldBecause.NOT_JUDGED
        planned.result = why[:200]
        session.add(planned)
        what = f"The touch {planned.step_key}/{planned.touch_key}"
        set_aside.give_task(session, now, planned.run_id, what, why, About.of(planned))
        return what

    return set_aside.each(session, those, lambda planned: one(session, now, planned), put_aside)


def due_now(session: Session, now: datetime, limit: int = SWEEP) -> Sequence[PlannedTouch]:
    """The touches that are due in any run, oldest first, held for this unit of work; rhythms are kept up before."""
    rhythms.keep_up(session, now)
    return session.exec(
        select(PlannedTouch)
        .where(text("plannedtouch.state = 'planned'"), PlannedTouch.due_at <= now)
        .order_by(col(PlannedTouch.due_at), col(PlannedTouch.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def due_of(session: Session, now: datetime, run_id: int) -> list[str]:
    """The same for one run, as many as there are."""
    due = session.exec(
        select(PlannedTouch)
        .where(
            PlannedTouch.run_id == run_id,
            PlannedTouch.state == TouchState.PLANNED,
            PlannedTouch.due_at <= now,
        )
        .order_by(col(PlannedTouch.due_at), col(PlannedTouch.id))
    ).all()
    return carry_out(session, now, due)


def one(session: Session, now: datetime, planned: PlannedTouch) -> list[str]:
    """Writes the messages of one due touch to the outbox, or hands the task at the end of a ladder to its owner."""
    if planned.state is not TouchState.PLANNED:
        return []
    touch = playbook_editions.touch_of(session, planned)
    decisions = overrides.of(session, planned.pk)
    if skip := decisions.skip_of(overrides.EVERYONE):
        return _skip(session, now, planned, touch, skip.by)
    waits_for_somebody = planned.held_because is HeldBecause.NOT_RELEASED
    if held.is_too_late(now, planned.due_at, touch) and not waits_for_somebody:
        held.miss(session, now, planned, touch, "the system was not running at its moment")
        return [held.words(planned)]
    if why := held.why_held(session, now, planned, touch):
        return held.hold(session, now, planned, touch, why)
    partnership = partnerships.partnership_of(session, planned.run_id)
    people = wanted(session, partnership.pk, planned, touch)
    left_out = [person for person in people if decisions.skip_of(person.id)]
    people = [person for person in people if person not in left_out]
    if waiting := [p for p in people if not releases.may_leave(session, planned.run_id, touch, p)]:
        people = [person for person in people if person not in waiting]
        if not people:
            return _wait_for_release(session, now, planned, touch)
    if traits(touch.kind).needs_news:
        people = [person for person in people if _has_news(session, now, planned, touch, person)]
    if days := traits(touch.kind).after_silence_of:
        heard = delivery.heard_since(session, planned.run_id, now - timedelta(days=days))
        people = [person for person in people if person.id not in heard]
    if touch.opens is not None:
        result = surveys.open_by(Launch.of(session, now, planned.run_id), touch)
    elif touch.task_for is None:
        result = _write(session, now, planned, touch, people)
    else:
        result = _hand_over(session, now, planned, partnership.pk, touch, people)
    if waiting:
        result += f", {len(waiting)} not released yet"
    if left_out:
        result += f", {len(left_out)} left out by hand"
    held.settle(session, now, planned, TouchState.DONE, result)
    said = f"{touch.title}{_about_whom(session, planned)}: {result}."
    came = EventKind.TOUCH_CARRIED_OUT if people else EventKind.TOUCH_REACHED_NOBODY
    events.record(session, now, planned.run_id, "Sector Launch", came, said)
    if plan.is_weekly(planned):
        plan.replan(session, now + timedelta(days=1), planned.run_id, {Anchor.WEEK})
    if touch.when.anchor in COME_ROUND:
        plan.replan(session, now, planned.run_id, COME_ROUND)
    if traits(touch.kind).invites and waves.second(session, partnership.pk):
        # The second wave, and what reminds of it, counts from this day.
        plan.replan(session, now, planned.run_id)
    return [f"{touch.title}: {result}"]


def _has_news(session: Session, now: datetime, planned: PlannedTouch, touch: Touch, person: Person) -> bool:
    launch = Launch.of(session, now, planned.run_id)
    since = week.last_sent(launch, touch.kind, person)
    return week.of(launch, person, since).has_news(since)


def _wait_for_release(session: Session, now: datetime, planned: PlannedTouch, touch: Touch) -> list[str]:
    """Held until somebody lets it go. What no gate waits for lapses with its date."""
    launch = Launch.of(session, now, planned.run_id)
    what = releases.find(launch.playbook, touch.key)
    due_at = launch.calendar.due_at(touch.when, planned.anchor_on, launch.playbook.office_hours)
    if what.gate is None and held.is_too_late(now, due_at, touch):
        held.miss(session, now, planned, touch, "nobody released it")
        return [held.words(planned)]
    words = release_status.words_of_waiting(launch, what)
    return held.hold(session, now, planned, touch, held.Why(HeldBecause.NOT_RELEASED, words))


def _about_whom(session: Session, planned: PlannedTouch) -> str:
    """The name of the one person a touch is about, to be put behind its title."""
    person_id = About.of(planned).id_of("person")
    return f", {session.get_one(Person, person_id).name}" if person_id is not None else ""


def _skip(session: Session, now: datetime, planned: PlannedTouch, touch: Touch, by: str) -> list[str]:
    held.settle(session, now, planned, TouchState.CANCELED, f"skipped by {by}"[:200])
    said = f"{touch.title} was not sent: {planned.result}."
    events.record(session, now, planned.run_id, by, EventKind.TOUCH_SKIPPED, said, touch=touch.key)
    if plan.is_weekly(planned):
        plan.replan(session, now + timedelta(days=1), planned.run_id)
    return [f"{touch.title}: {planned.result}"]


def _write(
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
        letter_actions.ready(session, now, planned.run_id)
    if traits(touch.kind).is_summary:
        kind = DocumentKind.EXECUTIVE_SUMMARY
        documents.settle(session, now, planned.run_id, kind, DocumentState.SENT, by="Sector Launch")
    for person in people:
        written += messages.queue_touch(session, now, planned, touch, person, urgent=urgent)
        if traits(touch.kind).asks_to_champion and not double_asks.is_held(session, planned.run_id, person):
            champions.move(session, now, planned.run_id, person, ChampionStage.ASKED, by="Sector Launch")
    return written


def wanted(session: Session, partnership_id: int, planned: PlannedTouch, touch: Touch) -> list[Person]:
    """The audience of a touch now, of the wave it is about, without those for whom its stop rule has come true."""
    return reach.reached(session, partnership_id, planned.run_id, touch, About.of(planned))


def not_left_out(session: Session, planned: PlannedTouch, people: list[Person]) -> list[Person]:
    decisions = overrides.of(session, planned.pk)
    return [person for person in people if not decisions.skip_of(person.id)]


def _hand_over(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    partnership_id: int,
    touch: Touch,
    people: list[Person],
) -> str:
    """The end of a ladder: a task for a named person about each of those who stayed silent, and one note that says so."""
    launch = Launch.of(session, now, planned.run_id)
    for owner, silent in reach.callers(session, partnership_id, touch, people):
        told = _named_today(launch, planned, touch, owner)
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
                due_on=deadlines.calls_by(launch),
            )
            tasks.create(launch, task)
        everybody = list({person.pk: person for person in (*told, *silent)}.values())
        messages.queue_phone_task(session, now, planned, touch, owner, everybody)
    if not people:
        return "nobody to call"
    return f"{len(people)} {'call' if len(people) == 1 else 'calls'} to make"


def _named_today(launch: Launch, planned: PlannedTouch, touch: Touch, owner: Person) -> list[Person]:
    """Whom somebody was asked today to call for the same touch, about other teams; their note is withdrawn while it waits.

    A quiet team is a matter of its own, and four of them one note: who leads two is named in it once.
    """
    if touch.when.anchor is not Anchor.TEAM_QUIET:
        return []
    purpose = f"{planned.step_key}/{touch.key}"
    waiting = select(Message).where(
        Message.run_id == launch.run_id,
        Message.person_id == owner.pk,
        Message.purpose == purpose,
        Message.state == MessageState.QUEUED,
    )
    for message in launch.session.exec(waiting).all():
        message_states.withdraw(
            launch.session, message, "another team is quiet too, and both are in one note"
        )
    named = {
        todo.about_id
        for todo in task_records.open_for(launch.session, launch.run_id)
        if (todo.purpose, todo.owner_id) == (purpose, owner.pk) and launch.on(todo.created_at) == launch.today
    }
    return [launch.session.get_one(Person, number) for number in sorted(filter(None, named))]
