"""Calls: outcomes that do what they mean, and the end of a call whose answer came another way."""

from datetime import date, datetime
from enum import StrEnum
from functools import partial

from sqlmodel import Session

from notifications import phrases
from playbooks.model import Stop
from sectorlaunch import events, wording
from sectorlaunch.actions import answers as answer_actions
from sectorlaunch.actions import champions, contact_log, invitations, roles, tasks
from sectorlaunch.actions.invitations import Reply
from sectorlaunch.engine import calls_to_make
from sectorlaunch.engine import double_asks as double_ask_engine
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.outbox.write import tasks as task_outbox
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import answers
from sectorlaunch.records import tasks as task_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    AnswerVerdict,
    ChampionStage,
    ContactKind,
    InvitationState,
    Person,
    ToDo,
    ToDoKind,
    ToDoOutcome,
    ToDoPurpose,
)

TRY_AGAIN_DAYS = 2
"""Business days until somebody is called again who was left a message."""


class CallOutcome(StrEnum):
    YES = "reached-yes"
    NO = "reached-no"
    CALL_BACK = "call-back"
    WRONG_NUMBER = "wrong-number"
    LEFT_MESSAGE = "left-message"


def settle(
    session: Session,
    now: datetime,
    todo_id: int,
    outcome: str,
    *,
    by: str,
    note: str = "",
    on: date | None = None,
) -> ToDo:
    """Notes what came of a task. One of the five outcomes of a call does what it means; other words are only kept.

    A yes or a no is recorded where the call was to settle something: the invitation, the pipeline, the gate's questions,
    the role sheet. `on` is the day to call back. Raises NotFound, and BadInput where words or a day are missing.
    """
    todo = session.get(ToDo, todo_id)
    if todo is None:
        raise NotFound("There is no task number %(number)s.", number=todo_id)
    if todo.done_at is not None:
        return todo
    chosen = outcome.strip()
    if todo.purpose_kind is ToDoPurpose.DECIDE_ASK and chosen in (
        double_ask_engine.ASK,
        double_ask_engine.LET_BE,
    ):
        double_ask_engine.decide(session, now, todo, chosen == double_ask_engine.ASK, by=by)
        return tasks.finish(session, now, todo_id, _words(chosen, note), by)
    if chosen not in set(CallOutcome) or todo.kind is not ToDoKind.PHONE or todo.about_id is None:
        return tasks.finish(session, now, todo_id, _words(outcome, note), by)
    about = session.get_one(Person, todo.about_id)
    _BY_OUTCOME[CallOutcome(chosen)](session, now, todo, about, by, note.strip(), on)
    _log(session, now, todo, about, chosen, note, by)
    return todo


def end_when_answered(launch: Launch, answered: Happening) -> None:
    """Ends the open calls about an answer to an invitation that has come another way; it is kept as their outcome."""
    if answered.data["on_a_call"]:
        return
    session = launch.session
    for todo in task_records.open_for(session, launch.run_id):
        if todo.kind is not ToDoKind.PHONE or todo.about_id != answered.data["person_id"]:
            continue
        if (
            calls_to_make.stop_of(session, todo) is not Stop.REPLIED
            or calls_to_make.meeting_id_of(session, todo) != answered.data["meeting_id"]
        ):
            continue
        kind = ToDoOutcome.ANSWERED_MEANWHILE
        outcome = f"{kind.value}: {answered.data['state']}"
        tasks.finish(session, launch.now, todo.pk, outcome, answered.actor, kind)


def _yes(
    session: Session, now: datetime, todo: ToDo, about: Person, by: str, note: str, _on: date | None
) -> None:
    _record(session, now, todo, about, True, by, note)
    _finish(session, now, todo, ToDoOutcome.REACHED_YES, note, by)


def _no(
    session: Session, now: datetime, todo: ToDo, about: Person, by: str, note: str, _on: date | None
) -> None:
    _record(session, now, todo, about, False, by, note)
    _finish(session, now, todo, ToDoOutcome.REACHED_NO, note, by)


def _call_back(
    session: Session, now: datetime, todo: ToDo, about: Person, by: str, note: str, on: date | None
) -> None:
    if on is None or on < Launch.of(session, now, todo.run_id).today:
        raise BadInput("Choose a day to call back, today or later.")
    _put_off(session, now, todo, about, on, _words("to be called back", note), by)


def _left_message(
    session: Session, now: datetime, todo: ToDo, about: Person, by: str, note: str, _on: date | None
) -> None:
    launch = Launch.of(session, now, todo.run_id)
    again = launch.calendar.add_business_days(launch.today, TRY_AGAIN_DAYS)
    _put_off(session, now, todo, about, again, _words("left a message", note), by)


def _wrong_number(
    session: Session, now: datetime, todo: ToDo, about: Person, by: str, note: str, _on: date | None
) -> None:
    owner = session.get_one(Person, todo.owner_id)
    say = partial(phrases.say, task_records.language_for(session, owner))
    was_wrong = say("task.was wrong", number=about.phone or say("task.no number"))
    task = Task(
        ToDoKind.ADDRESS,
        purpose="mend number",
        occurrence=f"task:{todo.id}",
        owner=owner,
        about=about,
        title=say("task.right number", name=about.name),
        script=f"{was_wrong} {note}".strip(),
    )
    task_outbox.create(Launch.of(session, now, todo.run_id), task)
    _finish(session, now, todo, ToDoOutcome.WRONG_NUMBER, note, by)


_BY_OUTCOME = {
    CallOutcome.YES: _yes,
    CallOutcome.NO: _no,
    CallOutcome.CALL_BACK: _call_back,
    CallOutcome.WRONG_NUMBER: _wrong_number,
    CallOutcome.LEFT_MESSAGE: _left_message,
}


def _record(
    session: Session, now: datetime, todo: ToDo, about: Person, yes: bool, by: str, note: str
) -> None:
    touch = calls_to_make.touch_of(session, todo)
    match calls_to_make.stop_of(session, todo):
        case Stop.REPLIED:
            meeting_id = calls_to_make.meeting_id_of(session, todo)
            if meeting_id is not None:
                state = InvitationState.ACCEPTED if yes else InvitationState.DECLINED
                invitations.reply(
                    session,
                    now,
                    todo.run_id,
                    meeting_id,
                    about,
                    Reply(state, "" if yes else note),
                    by=by,
                    on_a_call=True,
                )
        case Stop.REPLIED_TO_ASK:
            stage = ChampionStage.AGREED if yes else ChampionStage.DECLINED
            champions.move(session, now, todo.run_id, about, stage, by=by, note=note)
        case Stop.SIGNED:
            if not yes:
                champions.move(session, now, todo.run_id, about, ChampionStage.DECLINED, by=by, note=note)
        case Stop.ANSWERED:
            assert touch is not None
            _answer(session, now, todo, about, touch.gate or "", yes, by, note)
        case Stop.ACKNOWLEDGED:
            if yes and about.id is not None:
                roles.acknowledge_role_sheet(session, now, todo.run_id, about.id)


def _answer(
    session: Session, now: datetime, todo: ToDo, about: Person, gate: str, yes: bool, by: str, note: str
) -> None:
    """A yes settles every question that is open for them; a no leaves them open, and says why."""
    verdict = AnswerVerdict.DONE if yes else AnswerVerdict.STILL_OPEN
    for question in answers.open_questions(session, todo.run_id, gate, about.pk):
        answer_actions.record(
            session,
            now,
            todo.run_id,
            gate,
            question.key,
            about.pk,
            answer_actions.GivenAnswer(verdict, note, came_by="phone", recorded_by=by),
        )


def _put_off(
    session: Session, now: datetime, todo: ToDo, about: Person, on: date, words: str, by: str
) -> None:
    todo.due_on = on
    session.add(todo)
    said = f"{about.name}: {words}; to be called on {wording.short_day(on)}."
    events.record(session, now, todo.run_id, by, EventKind.TASK_PUT_OFF, said)


def _log(
    session: Session, now: datetime, todo: ToDo, about: Person, outcome: str, note: str, by: str
) -> None:
    today = Launch.of(session, now, todo.run_id).today
    contact_log.add(
        session, now, todo.run_id, about, ContactKind.CALL, _words(outcome, note), on=today, by=by
    )


def _finish(session: Session, now: datetime, todo: ToDo, kind: ToDoOutcome, note: str, by: str) -> None:
    tasks.finish(session, now, todo.pk, _words(kind.value, note), by, kind)


def _words(outcome: str, note: str) -> str:
    return ". ".join(part for part in (outcome.strip(), note.strip()) if part)
