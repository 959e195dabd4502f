"""Calls about a meeting that has moved or is called off, and the end of calls that would speak of a date that is gone."""

from collections.abc import Collection, Iterable

from sqlmodel import Session, col, select

from notifications.rendering import traits
from playbooks.model import Stop, Touch
from sectorlaunch import wording
from sectorlaunch.actions import tasks
from sectorlaunch.engine import calls, calls_to_make
from sectorlaunch.outbox.write import enqueue
from sectorlaunch.outbox.write import tasks as task_outbox
from sectorlaunch.records import meeting_moves
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules import call_scripts
from sectorlaunch.rules.call_scripts import Call
from sectorlaunch.tables import Meeting, MeetingKind, Message, MessageState, Person, ToDo, ToDoKind

MOVED_ON = "the meeting has moved"
CALLED_OFF = "the meeting is called off"
_NOT_TALKED = (MOVED_ON, CALLED_OFF, calls.ANSWERED_MEANWHILE, "wrong number")
"""How the outcome of a call begins with which nobody was spoken to."""
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
    _end_open(launch, meeting, MOVED_ON)
    given: dict[int, tuple[Person, list[Person]]] = {}
    for person, owner in owners.values():
        script = _script_of_move(launch, meeting, person, owner)
        if _give(launch, meeting, calls_to_make.TOLD_OF_MOVE, "has moved", person, owner, script):
            given.setdefault(owner.pk, (owner, []))[1].append(person)
    for owner, people in given.values():
        _note(launch, meeting, owner, people)


def of_cancellation(launch: Launch, meeting: Meeting, why: str, by_phone: Iterable[Person]) -> None:
    """A call to each of `by_phone`; nobody is called any more about whether they come."""
    _end_open(launch, meeting, CALLED_OFF)
    for person in by_phone:
        script = call_scripts.called_off(_call(launch, meeting, person, launch.convener), why)
        purpose = "tell/meeting-cancelled"
        _give(launch, meeting, purpose, "is called off", person, launch.convener, script)


def told_by_phone(session: Session, run_id: int, meeting: Meeting, binding: Collection[str]) -> set[int]:
    """Whom somebody was asked to tell this meeting's date by phone. `binding`: purposes that put it into a hand."""
    return {
        todo.about_id
        for todo in _calls_about(session, run_id, meeting)
        if todo.about_id is not None
        and (todo.purpose == calls_to_make.TOLD_OF_MOVE or todo.purpose.removeprefix("tell/") in binding)
    }


def _calls_about(session: Session, run_id: int, meeting: Meeting) -> list[ToDo]:
    """Every call about coming to this meeting, done or not, oldest first."""
    given = select(ToDo).where(
        ToDo.run_id == run_id, ToDo.kind == ToDoKind.PHONE, col(ToDo.about_id).is_not(None)
    )
    return [todo for todo in session.exec(given.order_by(col(ToDo.id))) if _is_about(session, todo, meeting)]


def _is_about(session: Session, todo: ToDo, meeting: Meeting) -> bool:
    touch = calls_to_make.touch_of(session, todo)
    if touch is None and todo.purpose != calls_to_make.TOLD_OF_MOVE:
        return False
    if touch is not None and not _asks_to_come(touch):
        return False
    if touch is not None and traits(touch.kind).about_the_debrief:
        return meeting.kind is MeetingKind.DEBRIEF  # it is counted from the launch, and about the debrief
    named = About.parse(todo.occurrence.split("#")[0]).id_of("meeting")
    return named == meeting.id if named is not None else meeting.kind is MeetingKind.LAUNCH


def _asks_to_come(touch: Touch) -> bool:
    if touch.task_for is not None:
        return touch.stop is Stop.REPLIED
    return traits(touch.kind).about_a_meeting


def _was_phoned(session: Session, todo: ToDo) -> bool:
    """Whether somebody was spoken to, or is still to be."""
    ladder = not todo.purpose.startswith("tell/") or todo.purpose == calls_to_make.TOLD_OF_MOVE
    return ladder and not todo.outcome.startswith(_NOT_TALKED)


def _may_be_phoned(session: Session, meeting: Meeting, person: Person) -> bool:
    if person.do_not_contact_since is not None or person.anonymised_at is not None:
        return False
    return calls_to_make.has_place(session, meeting.id, person)


def _end_open(launch: Launch, meeting: Meeting, why: str) -> None:
    session = launch.session
    for todo in _calls_about(session, launch.run_id, meeting):
        if todo.done_at is None:
            tasks.finish(session, launch.now, todo.pk, why, "Sector Launch")
    notes = select(Message).where(
        Message.run_id == launch.run_id,
        Message.purpose == _NOTE,
        col(Message.occurrence).startswith(f"meeting:{meeting.id}#"),
        Message.state == MessageState.QUEUED,
    )
    for message in session.exec(notes).all():
        message.state, message.state_reason = MessageState.CANCELLED, why
        session.add(message)


def _give(
    launch: Launch, meeting: Meeting, purpose: str, news: str, person: Person, owner: Person, script: str
) -> bool:
    todo = task_outbox.create(
        launch.session,
        launch.now,
        launch.run_id,
        ToDoKind.PHONE,
        purpose=purpose,
        occurrence=f"meeting:{meeting.id}#{meeting.sequence}",
        owner=owner,
        about=person,
        title=f"Tell {person.name} by phone: {meeting.title} {news}"[:200],
        script=script,
    )
    return todo is not None


def _script_of_move(launch: Launch, meeting: Meeting, person: Person, owner: Person) -> str:
    known = meeting_moves.known_to(launch.session, launch.run_id, meeting, person)
    return call_scripts.moved(
        _call(launch, meeting, person, owner),
        was_when=meeting_moves.was_when(known, meeting, launch.zone),
        was_where=meeting_moves.was_where(known, meeting),
        where=meeting_moves.WhenAndWhere.of(meeting).place,
        asks=calls_to_make.has_place(launch.session, meeting.id, person),
    )


def _call(launch: Launch, meeting: Meeting, person: Person, owner: Person) -> Call:
    when = wording.span(meeting.starts_at, meeting.minutes, launch.zone) if meeting.starts_at else ""
    return Call(person.name, owner.name, launch.partnership.name, meeting.title, when)


def _note(launch: Launch, meeting: Meeting, owner: Person, people: list[Person]) -> None:
    """One note to whoever makes the calls."""
    enqueue.write(
        launch.session,
        launch.now,
        launch.run_id,
        owner,
        "phone-task",
        About("meeting", str(meeting.id)),
        purpose=_NOTE,
        occurrence=f"meeting:{meeting.id}#{meeting.sequence}",
        reason=f"Tell by phone that {meeting.title} has moved"[:200],
        silent=people,
        explanation=call_scripts.MOVED_FOR_SEVERAL if len(people) > 1 else call_scripts.MOVED_FOR_ONE,
    )
