"""One partnership at a glance: its path, the gates it waits at, what is coming, what is to be done."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from languages import DEFAULT, Language
from playbooks.model import Stop
from sectorlaunch.engine import calls_to_make
from sectorlaunch.events import OF_MESSAGES, EventKind
from sectorlaunch.portal.views import checklist
from sectorlaunch.portal.views.checklist import GatePage
from sectorlaunch.records import dates, progress
from sectorlaunch.records import tasks as task_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.pace import Pace
from sectorlaunch.status import paces, path, timeline
from sectorlaunch.status.path import StepMark
from sectorlaunch.status.timeline import Kind
from sectorlaunch.tables import Event, GateState, Partnership, Person, StepState, ToDo, ToDoKind, ToDoPurpose

COMING = 8
EVENTS = 6


COMING_KINDS = (Kind.TOUCH, Kind.MEETING, Kind.COMMITMENT, Kind.WAIVER, Kind.POLL)


@dataclass(frozen=True)
class TaskView:
    id: int
    title: str
    script: str
    owner: str
    about: str
    phone: str
    due_on: date
    is_late: bool
    is_call: bool = False
    settles: str = ""
    """What a yes or a no on the phone will record; empty where nothing is."""
    settles_questions: bool = False
    """Whether that is an answer to questions of a gate: a no to one needs a note."""
    is_choice: bool = False
    """Whether it asks to ask somebody, or to let it be."""


@dataclass(frozen=True)
class TaskGroup:
    """Tasks that differ only in the person they are about, such as calls to everyone who has not answered."""

    title: str
    owner: str
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True)
class LaunchPage:
    partnership: Partnership
    run_id: int
    ended_at: datetime | None
    launch_on: date | None
    pace: Pace
    steps: list[StepMark]
    here: StepMark
    gates: list[GatePage]
    coming: list[timeline.Entry]
    more_coming: int
    tasks: list[TaskGroup]
    events: list[Event]


def launch_page(launch: Launch) -> LaunchPage:
    """Everything the partnership's page shows."""
    steps = path.steps(launch.session, launch.run_id)
    under_way = [step for step in steps if step.state is StepState.OPEN]
    waiting = [
        g.key for g in progress.gates_of(launch.session, launch.run_id).values() if g.state is GateState.SHUT
    ]
    coming = [
        entry
        for entry in timeline.timeline(launch)
        if entry.kind in COMING_KINDS and not entry.past and entry.state in ("planned", "due")
    ]
    return LaunchPage(
        partnership=launch.partnership,
        run_id=launch.run_id,
        ended_at=launch.run.ended_at,
        launch_on=dates.launch_date(launch.session, launch.partnership),
        pace=paces.of(launch),
        steps=steps,
        here=under_way[-1] if under_way else steps[-1],
        gates=[checklist.gate(launch, key) for key in waiting],
        coming=coming[:COMING],
        more_coming=max(0, len(coming) - COMING),
        tasks=_grouped(tasks(launch)),
        events=_events(launch.session, launch.run_id),
    )


def tasks(launch: Launch, owner_id: int | None = None, language: Language = DEFAULT) -> list[TaskView]:
    """Open tasks of the run, or only those of one person."""

    return [
        _task(launch.session, task, launch.today, language)
        for task in task_records.open_for(launch.session, launch.run_id)
        if owner_id in (None, task.owner_id)
    ]


def _task(session: Session, task: ToDo, today: date, language: Language) -> TaskView:
    about = session.get_one(Person, task.about_id) if task.about_id is not None else None
    return TaskView(
        id=task.pk,
        title=calls_to_make.title_of(session, task, language),
        script=calls_to_make.script_of(session, task, language),
        owner=session.get_one(Person, task.owner_id).name,
        about=about.name if about else "",
        phone=about.phone if about else "",
        due_on=task.due_on,
        is_late=task.due_on < today,
        is_call=task.kind is ToDoKind.PHONE and about is not None,
        settles=calls_to_make.settles(session, task),
        settles_questions=calls_to_make.stop_of(session, task) is Stop.ANSWERED,
        is_choice=task.purpose_kind is ToDoPurpose.DECIDE_ASK,
    )


def _grouped(tasks: list[TaskView]) -> list[TaskGroup]:
    groups: dict[tuple[str, str], list[TaskView]] = {}
    for task in tasks:
        groups.setdefault((task.title, task.owner), []).append(task)
    return [TaskGroup(title, owner, tuple(group)) for (title, owner), group in groups.items()]


def _events(session: Session, run_id: int) -> list[Event]:
    """What happened last, newest first. Messages and tasks have places of their own, and what found nobody did not happen."""
    return list(
        session.exec(
            select(Event)
            .where(
                Event.run_id == run_id,
                col(Event.kind).not_in([*OF_MESSAGES, EventKind.TASK_GIVEN, EventKind.TOUCH_REACHED_NOBODY]),
            )
            .order_by(col(Event.id).desc())
            .limit(EVENTS)
        )
    )
