"""Calls to make: whom, what to say, and what each is to settle."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session

from languages import DEFAULT, Language, formatting
from languages.catalogs import mark
from playbooks.model import NotInPlaybook, Stop, Touch
from sectorlaunch.records import (
    answers,
    invitations,
    meetings,
    partnerships,
    people,
    playbook_editions,
    tasks,
    teams,
)
from sectorlaunch.records.about import About
from sectorlaunch.rules import call_scripts
from sectorlaunch.rules.call_scripts import Call
from sectorlaunch.tables import Meeting, Person, PlannedTouch, ToDo, ToDoKind, ToDoPurpose
from sectorlaunch.tables.columns import SHORT


@dataclass(frozen=True)
class CallToMake:
    """One line of a call list. `settles` says what a yes or a no will record."""

    id: int
    owner_id: int
    owner: str
    person_id: int
    name: str
    phone: str
    title: str
    script: str
    due_on: date
    settles: str
    note: str = ""
    """What to know before calling."""
    team_id: int | None = None
    """The action team whose page offers what the call is to settle: times for a call, or a report."""


_SETTLES = {
    Stop.REPLIED: mark("whether they come"),
    Stop.REPLIED_TO_ASK: mark("whether they will be a champion"),
    Stop.SIGNED: mark("whether they will sign the letter"),
    Stop.ANSWERED: mark("their answer to what is open"),
    Stop.ACKNOWLEDGED: mark("that the role is theirs"),
}


def call_list(session: Session, run_id: int, owner_id: int | None = None) -> list[CallToMake]:
    """Open calls, oldest first; those of one person, or everybody's."""
    listed = []
    partnership_id = partnerships.partnership_of(session, run_id).pk
    for todo in tasks.open_for(session, run_id):
        if todo.kind is not ToDoKind.PHONE or todo.about_id is None or owner_id not in (None, todo.owner_id):
            continue
        about = session.get_one(Person, todo.about_id)
        listed.append(
            CallToMake(
                id=todo.pk,
                owner_id=todo.owner_id,
                person_id=todo.about_id,
                owner=session.get_one(Person, todo.owner_id).name,
                name=about.name,
                phone=about.phone,
                title=todo.title,
                script=script_of(session, todo),
                due_on=todo.due_on,
                settles=settles(session, todo),
                note=people.note_on(session, partnership_id, todo.about_id),
                team_id=_team_of(session, partnership_id, todo),
            )
        )
    return listed


def _team_of(session: Session, partnership_id: int, todo: ToDo) -> int | None:
    """The team a lead is called about; the first that waits for them where they lead several."""
    stop = stop_of(session, todo)
    if stop not in (Stop.FIRST_CALL_SET, Stop.NEXT_CALL_SET, Stop.REPORTED) or todo.about_id is None:
        return None
    about = teams.teams_about(session, partnership_id, About.of_task(todo))
    waiting = teams.led_without_a_call(session, partnership_id, todo.about_id)
    led = [team for team in (*waiting, *about) if team.lead_id == todo.about_id]
    return led[0].pk if led else None


def settles(session: Session, todo: ToDo) -> str:
    """What a yes or a no on the phone will record, in words; empty where nothing is."""
    return _SETTLES.get(stop_of(session, todo), "") if todo.kind is ToDoKind.PHONE else ""


def title_of(session: Session, todo: ToDo, language: Language) -> str:
    """What is to be done, in a language where it comes from the playbook; any other task as it was written."""
    english, said = touch_of(session, todo), touch_of(session, todo, language)
    is_as_planned = english is not None and todo.title == english.title[:SHORT]
    return said.title if said is not None and is_as_planned else todo.title


def script_of(session: Session, todo: ToDo, language: Language = DEFAULT) -> str:
    """The words kept with the task, else those for what the call is to settle; nothing for a task that is no call."""
    if todo.script or todo.kind is not ToDoKind.PHONE or todo.about_id is None:
        return todo.script
    touch = touch_of(session, todo, language)
    partnership = partnerships.partnership_of(session, todo.run_id)
    meeting_id = meeting_id_of(session, todo)
    meeting = session.get_one(Meeting, meeting_id) if meeting_id is not None else None
    questions: tuple[str, ...] = ()
    if touch is not None and touch.stop is Stop.ANSWERED and touch.gate:
        opened = answers.open_questions(session, todo.run_id, touch.gate, todo.about_id)
        gate = answers.find_gate(session, todo.run_id, touch.gate, language)
        questions = tuple(gate.question(question.key).ask for question in opened)
    call = Call(
        name=session.get_one(Person, todo.about_id).name,
        caller=session.get_one(Person, todo.owner_id).name,
        partnership=partnerships.name_in_a_sentence(language, partnership),
        meeting=meetings.in_a_sentence(language, meeting) if meeting else "",
        when=formatting.span(language, meeting.starts_at, meeting.minutes, ZoneInfo(partnership.zone))
        if meeting and meeting.starts_at
        else "",
        questions=questions,
        language=language,
    )
    return call_scripts.script(touch.stop if touch else Stop.NEVER, call, touch.script if touch else "")


def touch_of(session: Session, todo: ToDo, language: Language = DEFAULT) -> Touch | None:
    """The touch a task came from, its words in a language; None for one that came otherwise, or is in no playbook now."""
    planned = session.get(PlannedTouch, todo.planned_id) if todo.planned_id is not None else None
    try:
        return None if planned is None else playbook_editions.touch_of(session, planned, language)
    except NotInPlaybook:
        return None


def stop_of(session: Session, todo: ToDo) -> Stop:
    """What a call is to settle: what its touch stops at; whether they come, where it tells a guest of a new date."""
    touch = touch_of(session, todo)
    if touch is not None:
        return touch.stop
    if todo.purpose_kind is ToDoPurpose.TELL_OF_MOVE and todo.about_id is not None:
        about = session.get_one(Person, todo.about_id)
        return Stop.REPLIED if has_place(session, meeting_id_of(session, todo), about) else Stop.NEVER
    return Stop.NEVER


def has_place(session: Session, meeting_id: int | None, person: Person) -> bool:
    """Whether somebody is a guest of a meeting, and not on the team behind it."""
    places = invitations.invited(session, meeting_id) if meeting_id is not None else []
    return any(guest.id == person.id for _, guest in places)


def meeting_id_of(session: Session, todo: ToDo) -> int | None:
    """The meeting a task is about: the one it names, else the launch."""
    named = About.of_task(todo).id_of("meeting")
    if named is not None:
        return named
    partnership = partnerships.partnership_of(session, todo.run_id)
    launch = meetings.launch_meeting(session, partnership.pk)
    return launch.id if launch else None
