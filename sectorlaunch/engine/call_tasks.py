"""Calls about a meeting that has moved or is called off, and the end of calls that would speak of a date that is gone."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from languages import Language, formatting
from notifications import phrases
from notifications.rendering import traits
from playbooks.model import Stop, Touch
from sectorlaunch.actions import tasks
from sectorlaunch.engine import calls_to_make
from sectorlaunch.outbox import message_states
from sectorlaunch.outbox.write import enqueue
from sectorlaunch.outbox.write import tasks as task_outbox
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import meeting_moves, meetings, partnerships
from sectorlaunch.records import people as people_records
from sectorlaunch.records import tasks as task_records
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules import call_scripts
from sectorlaunch.rules.call_scripts import Call
from sectorlaunch.tables import (
    AboutKind,
    Meeting,
    MeetingKind,
    Message,
    MessageState,
    Person,
    ToDo,
    ToDoKind,
    ToDoOutcome,
    ToDoPurpose,
)

_NOT_TALKED = (
    ToDoOutcome.MEETING_MOVED,
    ToDoOutcome.MEETING_CALLED_OFF,
    ToDoOutcome.ANSWERED_MEANWHILE,
    ToDoOutcome.WRONG_NUMBER,
)
"""The ends of a call with which nobody was spoken to."""
_NOTE = "meeting-moved/calls"


def of_move(launch: Launch, meeting: Meeting, by_phone: Iterable[Person]) -> None:
    """A call with the old and the new date to each of `by_phone`, and to whoever was phoned about this meeting before.

    Once for each move: open calls that would speak of the old date end. Who phoned somebody before phones again, the
    convener the others; each gets one note with all of theirs.
    """
    session = launch.session
    owners = {person.id: (person, launch.convener) for person in by_phone}
    for todo in _calls_about(session, launch.run_id, meeting):
        person = session.get_one(Person, todo.about_id)
        if _was_phoned(session, todo) and _may_be_phoned(session, meeting, person):
            owners[person.id] = (person, session.get_one(Person, todo.owner_id))
    _end_open(launch, meeting, ToDoOutcome.MEETING_MOVED)
    given: dict[int, tuple[Person, list[Person]]] = {}
    for person, owner in owners.values():
        task = Task(
            ToDoKind.PHONE,
            purpose="tell/meeting-moved",
            purpose_kind=ToDoPurpose.TELL_OF_MOVE,
            occurrence=_this_date(meeting),
            matter=About(AboutKind.MEETING, meeting.id),
            owner=owner,
            about=person,
            title=_said(launch, "task.moved", owner, meeting, name=person.name),
            script=_script_of_move(launch, meeting, person, owner),
        )
        if task_outbox.create(launch, task) is not None:
            given.setdefault(owner.pk, (owner, []))[1].append(person)
    for owner, people in given.values():
        _note(launch, meeting, owner, people)


def of_cancellation(launch: Launch, meeting: Meeting, why: str, by_phone: Iterable[Person]) -> None:
    """A call to each of `by_phone`; nobody is called any more about whether they come."""
    _end_open(launch, meeting, ToDoOutcome.MEETING_CALLED_OFF)
    for person in by_phone:
        task = Task(
            ToDoKind.PHONE,
            purpose="tell/meeting-canceled",
            purpose_kind=ToDoPurpose.TELL,
            occurrence=_this_date(meeting),
            matter=About(AboutKind.MEETING, meeting.id),
            owner=launch.convener,
            about=person,
            title=_said(launch, "task.called off", launch.convener, meeting, name=person.name),
            script=call_scripts.called_off(_call(launch, meeting, person, launch.convener), why),
        )
        task_outbox.create(launch, task)


def told_by_phone(session: Session, run_id: int, meeting: Meeting) -> set[int]:
    """Whom somebody was asked to tell this meeting's date by phone: of its move, or what puts the date into a hand."""
    return {
        todo.about_id
        for todo in _calls_about(session, run_id, meeting)
        if todo.about_id is not None and _puts_the_date_into_a_hand(session, todo)
    }


def _puts_the_date_into_a_hand(session: Session, todo: ToDo) -> bool:
    if todo.purpose_kind is ToDoPurpose.TELL_OF_MOVE:
        return True
    touch = calls_to_make.touch_of(session, todo)
    return touch is not None and touch.announces_change


def _this_date(meeting: Meeting) -> str:
    """A meeting as it stands now: what is said of it is said once for each move."""
    return f"meeting:{meeting.id}#{meeting.sequence}"


def _calls_about(session: Session, run_id: int, meeting: Meeting) -> list[ToDo]:
    """Every call about coming to this meeting, done or not, oldest first."""
    given = select(ToDo).where(
        ToDo.run_id == run_id, ToDo.kind == ToDoKind.PHONE, col(ToDo.about_id).is_not(None)
    )
    return [todo for todo in session.exec(given.order_by(col(ToDo.id))) if _is_about(session, todo, meeting)]


def _is_about(session: Session, todo: ToDo, meeting: Meeting) -> bool:
    touch = calls_to_make.touch_of(session, todo)
    if touch is None and todo.purpose_kind is not ToDoPurpose.TELL_OF_MOVE:
        return False
    if touch is not None and not _asks_to_come(touch):
        return False
    if touch is not None and traits(touch.kind).about_the_debrief:
        return meeting.kind is MeetingKind.DEBRIEF  # it is counted from the launch, and about the debrief
    named = About.of_task(todo).id_of("meeting")
    return named == meeting.id if named is not None else meeting.kind is MeetingKind.LAUNCH


def _asks_to_come(touch: Touch) -> bool:
    if touch.task_for is not None:
        return touch.stop is Stop.REPLIED
    return traits(touch.kind).about_a_meeting


def _was_phoned(session: Session, todo: ToDo) -> bool:
    """Whether somebody was spoken to, or is still to be."""
    return todo.purpose_kind is not ToDoPurpose.TELL and todo.outcome_kind not in _NOT_TALKED


def _may_be_phoned(session: Session, meeting: Meeting, person: Person) -> bool:
    if people_records.left_alone_since(session, person) is not None or person.anonymized_at is not None:
        return False
    return calls_to_make.has_place(session, meeting.id, person)


def _end_open(launch: Launch, meeting: Meeting, why: ToDoOutcome) -> None:
    session = launch.session
    for todo in _calls_about(session, launch.run_id, meeting):
        if todo.done_at is None:
            tasks.finish(session, launch.now, todo.pk, why.value, "Sector Launch", why)
    notes = select(Message).where(
        Message.run_id == launch.run_id,
        Message.purpose == _NOTE,
        Message.about_kind == AboutKind.MEETING,
        Message.about_id == meeting.id,
        Message.state == MessageState.QUEUED,
    )
    for message in session.exec(notes).all():
        message_states.withdraw(session, message, why.value)


def _script_of_move(launch: Launch, meeting: Meeting, person: Person, owner: Person) -> str:
    known = meeting_moves.known_to(launch.session, launch.run_id, meeting, person)
    return call_scripts.moved(
        _call(launch, meeting, person, owner),
        was_when=meeting_moves.was_when(_language(launch, owner), known, meeting, launch.zone),
        was_where=meeting_moves.was_where(known, meeting),
        where=meeting_moves.WhenAndWhere.of(meeting).place,
        asks=calls_to_make.has_place(launch.session, meeting.id, person),
    )


def _call(launch: Launch, meeting: Meeting, person: Person, owner: Person) -> Call:
    language = _language(launch, owner)
    when = (
        formatting.span(language, meeting.starts_at, meeting.minutes, launch.zone)
        if meeting.starts_at
        else ""
    )
    title = meetings.in_a_sentence(language, meeting)
    said = partnerships.name_in_a_sentence(language, launch.partnership)
    return Call(person.name, owner.name, said, title, when, language=language)


def _said(launch: Launch, key: str, owner: Person, meeting: Meeting, **more: str) -> str:
    """A phrase about the meeting, for whoever has the task."""
    language = _language(launch, owner)
    return phrases.say(language, key, meeting=meetings.title_in(language, meeting), **more)


def _language(launch: Launch, owner: Person) -> Language:
    return task_records.language_for(launch.session, owner)


def _note(launch: Launch, meeting: Meeting, owner: Person, people: list[Person]) -> None:
    """One note to whoever makes the calls."""
    draft = Draft(
        "phone-task",
        owner,
        about=About(AboutKind.MEETING, meeting.id),
        purpose=_NOTE,
        occurrence=_this_date(meeting),
        reason=_said(launch, "task.moved note", owner, meeting),
        silent=people,
    )
    enqueue.write(launch, draft)
