"""What needs a convener today, over all their partnerships: oldest first, each thing with the one place where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select, text

from notifications.rendering import traits
from sectorlaunch.engine import held
from sectorlaunch.records import accounts, people, playbook_editions, release_status, second_yes, umbrella
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    Document,
    DocumentKind,
    DocumentState,
    GateRun,
    GateState,
    HeldBecause,
    Partnership,
    Person,
    PlannedTouch,
    PlaybookRun,
    StepRun,
    ToDo,
    ToDoKind,
    Waiver,
)

SHOWN_AFTER_MISS = timedelta(days=14)
"""A touch that was missed is shown for two weeks; after that it is history, and stands on the timeline."""
NAMED = 3
"""How many people a call to several names; the others are counted."""

Mine = dict[int, Person]
"""Who the reader is on the lists of partnerships, by person id."""


@dataclass(frozen=True)
class Need:
    """One thing to do. `since` is the day from which it has waited, in the partnership's zone."""

    since: date
    kind: str
    """call, gate, step, letter, waiver, address, message or task: what the page puts before it."""
    title: str
    why: str
    slug: str
    partnership: str
    button: str
    address: str
    is_late: bool = False


class _InNeed(Launch):
    """A launch, with what it needs put into words."""

    def need(self, since: date, kind: str, title: str, why: str, button: str, address: str) -> Need:
        return Need(
            since=since,
            kind=kind,
            title=title,
            why=why,
            slug=self.partnership.slug,
            partnership=self.partnership.name,
            button=button,
            address=f"/partnerships/{self.partnership.slug}{address}",
            is_late=since < self.today,
        )


def needs(session: Session, now: datetime, account_id: int, partnerships: list[Partnership]) -> list[Need]:
    """Everything in these partnerships that waits for whoever has this account, oldest first."""
    by_id = {partnership.id: partnership for partnership in partnerships}
    runs = session.exec(select(PlaybookRun).where(col(PlaybookRun.partnership_id).in_(by_id)))
    launches = {run.pk: _InNeed(session, now, run.pk) for run in runs}
    mine = {person.pk: person for person in accounts.persons_of(session, account_id)}
    found = [
        *_tasks(session, mine, launches),
        *_gates(session, mine, launches),
        *_releases(session, mine, launches),
        *_second_yeses(mine, launches),
        *_asked_from_above(session, launches),
        *_stopped(session, launches),
        *_held(session, launches),
        *_missed(session, now, launches),
        *_documents(session, mine, launches),
    ]
    return sorted(found, key=lambda need: (need.since, need.partnership, need.kind, need.title))


def _tasks(session: Session, mine: Mine, launches: dict[int, _InNeed]) -> Iterator[Need]:
    rows = session.exec(
        select(ToDo)
        .where(col(ToDo.owner_id).in_(mine), col(ToDo.run_id).in_(launches), col(ToDo.done_at).is_(None))
        .order_by(col(ToDo.due_on), col(ToDo.id))
    ).all()
    people.read_together(session, (task.about_id for task in rows if task.about_id is not None))
    calls: dict[tuple[int, str], list[ToDo]] = {}
    for task in rows:
        if task.kind is ToDoKind.PHONE and task.about_id is not None:
            calls.setdefault((task.run_id, task.title), []).append(task)
        else:
            yield _task(launches[task.run_id], task)
    for (run_id, title), group in calls.items():
        yield _calls(launches[run_id], title, group)


def _calls(launch: _InNeed, title: str, tasks: list[ToDo]) -> Need:
    """Calls for the same reason are one thing to do: somebody sits down and makes them."""
    names = [launch.session.get_one(Person, task.about_id).name for task in tasks]
    more = len(names) - NAMED
    whom = ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
    button = f"Call {names[0]}" if len(names) == 1 else f"Make the {len(names)} calls"
    return launch.need(tasks[0].due_on, "call", title, whom, button, f"/calls#task-{tasks[0].id}")


def _task(launch: _InNeed, task: ToDo) -> Need:
    about = launch.session.get_one(Person, task.about_id).name if task.about_id is not None else ""
    why = task.script.partition("\n")[0]
    match task.kind:
        case ToDoKind.WAIVER:
            waiver = launch.session.get(Waiver, task.matter_id)
            gate = f"/gates/{waiver.gate_key}" if waiver is not None else f"#task-{task.id}"
            return launch.need(task.due_on, "waiver", task.title, why, "Look at the gate", gate)
        case ToDoKind.ADDRESS:
            page = f"/people/{task.about_id}#address"
            return launch.need(task.due_on, "address", task.title, why, f"Mend it for {about}", page)
        case ToDoKind.MISSED:
            return launch.need(task.due_on, "message", task.title, why, "See it", "/messages?state=missed")
        case _:
            return launch.need(task.due_on, "task", task.title, why, "Do it", f"#task-{task.id}")


def _gates(session: Session, mine: Mine, launches: dict[int, _InNeed]) -> Iterator[Need]:
    """Gates that wait on one person: the reader, or somebody the reader may want to talk to."""
    names = {person.name for person in mine.values()}
    shut = select(GateRun).where(col(GateRun.run_id).in_(launches), GateRun.state == GateState.SHUT)
    waiting = session.exec(shut.order_by(col(GateRun.id)))
    for gate, rule in playbook_editions.with_gates(session, waiting):
        if len(gate.settled_by) != 1:
            continue
        launch, (name,) = launches[gate.run_id], gate.settled_by
        title = rule.title
        since = launch.on(gate.reached_at or launch.now)
        says = gate.missing[0] if gate.missing else ""
        if name in names:
            words, button = f"“{title}” waits on you alone", "Answer"
        else:
            words, button = f"“{title}” waits on {name} alone", f"See what {name.partition(' ')[0]} is asked"
        yield launch.need(since, "gate", words, says, button, f"/gates/{gate.key}")


def _releases(session: Session, mine: Mine, launches: dict[int, _InNeed]) -> Iterator[Need]:
    """What leaves only when this convener lets it go, where a gate waits for nothing else."""
    waits = select(GateRun).where(
        col(GateRun.run_id).in_(launches),
        GateRun.state == GateState.SHUT,
        col(GateRun.settled_at).is_not(None),
    )
    gates = {(gate.run_id, gate.key): gate for gate in session.exec(waits.order_by(col(GateRun.id)))}
    for run_id in dict.fromkeys(run_id for run_id, _ in gates):
        launch = launches[run_id]
        for standing in release_status.that_ask(launch):
            rule = standing.what.gate
            gate = gates.get((run_id, rule.key)) if rule is not None else None
            if gate is None or mine.keys().isdisjoint(person.pk for person in standing.by):
                continue
            count = len(standing.waiting)
            why = f"{count} {'letter leaves' if count == 1 else 'letters leave'} only when you let them go."
            yield launch.need(
                launch.on(gate.settled_at or launch.now),
                "letter",
                f"“{standing.what.touch.title}” waits for your release",
                why,
                "Look and release",
                f"/releases/{standing.what.touch.key}",
            )


def _asked_from_above(session: Session, launches: dict[int, _InNeed]) -> Iterator[Need]:
    """Which partnerships want one of these to hang below them."""
    by_id = {launch.partnership_id: launch for launch in launches.values()}
    for ask, above in umbrella.open_asks_to(session, by_id.keys()):
        launch = by_id[ask.child_id or 0]
        title = f"{above.name} asks you to hang this partnership below it"
        why = "It would read where this one stands, and change nothing."
        yield launch.need(launch.on(ask.asked_at), "task", title, why, "Say yes or no", "/below")


def _second_yeses(mine: Mine, launches: dict[int, _InNeed]) -> Iterator[Need]:
    """What another convener asked for, and this one may agree to."""
    for launch in launches.values():
        if not launch.playbook.two_for:
            continue
        for asked in second_yes.asked(launch):
            if mine.keys().isdisjoint(person.pk for person in asked.others):
                continue
            yield launch.need(
                launch.on(asked.asked_at),
                asked.kind.value,
                f"{asked.asked_by} asks for your yes",
                asked.title,
                "Say yes or no",
                f"/second-yes#{asked.kind.value}-{asked.number}",
            )


_IS_OPEN = text("steprun.state = 'open'")
"""As a literal, so that the partial index is used."""


def _stopped(session: Session, launches: dict[int, _InNeed]) -> Iterator[Need]:
    """Steps whose flow run failed or crashed and does not go on yet."""
    rows = select(StepRun).where(
        col(StepRun.run_id).in_(launches), _IS_OPEN, col(StepRun.stopped_at).is_not(None)
    )
    for step in session.exec(rows.order_by(col(StepRun.id))):
        launch = launches[step.run_id]
        if not playbook_editions.has_step(session, step.run_id, step.key):
            continue
        yield launch.need(
            launch.on(step.stopped_at or launch.now),
            "step",
            f"The step “{launch.playbook.step(step.key).title}” stopped",
            f"{step.stopped_because} It is tried again by itself, each time later.",
            "See the step",
            "",
        )


def _held(session: Session, launches: dict[int, _InNeed]) -> Iterator[Need]:
    """Letters that are due and may not leave yet."""
    for planned, touch in playbook_editions.with_touches(session, held.held(session, *launches)):
        launch = launches[planned.run_id]
        where = "/letter" if traits(touch.kind).is_joint_letter else f"/coming#touch-{planned.id}"
        if planned.held_because is HeldBecause.NOT_RELEASED:
            where = f"/releases/{touch.key}"
        yield launch.need(
            launch.today, "letter", f"“{touch.title}” is held back", planned.result, "See it", where
        )


_IS_MISSED = text("plannedtouch.state = 'missed'")
"""As a literal, so that the partial index is used."""


def _missed(session: Session, now: datetime, launches: dict[int, _InNeed]) -> Iterator[Need]:
    rows = session.exec(
        select(PlannedTouch)
        .where(
            col(PlannedTouch.run_id).in_(launches),
            _IS_MISSED,
            col(PlannedTouch.settled_at) > now - SHOWN_AFTER_MISS,
        )
        .order_by(col(PlannedTouch.id))
    )
    for planned, touch in playbook_editions.with_touches(session, rows):
        launch = launches[planned.run_id]
        yield launch.need(
            launch.on(planned.due_at),
            "message",
            f"“{touch.title}” was not sent",
            planned.result,
            "See the timeline",
            "/timeline#past",
        )


def _documents(session: Session, mine: Mine, launches: dict[int, _InNeed]) -> Iterator[Need]:
    """Drafts this person is to read and let go."""
    by_partnership = {launch.partnership.id: launch for launch in launches.values()}
    drafted = select(Document).where(
        col(Document.partnership_id).in_(by_partnership),
        Document.state == DocumentState.DRAFTED,
        Document.kind != DocumentKind.INVITATION_LETTER,  # the champions sign that one
        col(Document.owner_id).in_(mine),
    )
    for document in session.exec(drafted.order_by(col(Document.id))):
        launch = by_partnership[document.partnership_id]
        yield launch.need(
            launch.on(document.drafted_at),
            "letter",
            f"“{document.title}” is drafted",
            f"Read the {document.kind.value}, and call it ready.",
            "Read it",
            f"/documents/{document.id}",
        )
