"""Calls: what to say, and outcomes that do what they mean."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from playbooks.model import Playbook, Stop
from sectorlaunch.actions import tasks as task_actions
from sectorlaunch.engine import calls, calls_to_make, left_tasks
from sectorlaunch.errors import BadInput
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import partnerships, playbook_editions
from sectorlaunch.records.about import THE_RUN, About
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.rules import call_scripts
from sectorlaunch.tables import (
    AboutKind,
    Answer,
    AnswerVerdict,
    Champion,
    ChampionStage,
    ContactNote,
    Invitation,
    InvitationState,
    Person,
    ToDo,
    ToDoKind,
)
from tests.cast import Launch

EDDA, ALDER, ONE = "Edda Teach", "Biz Alder", "Champ One"


def call_about(launch: Launch, name: str, purpose: str, matter: About = THE_RUN) -> int:
    def give(session: Session, now: object) -> int:
        task = Task(
            ToDoKind.PHONE,
            purpose=purpose,
            occurrence=str(matter),
            planned_id=launch.planned(session, purpose, matter),
            matter=matter,
            owner=session.get_one(Person, launch.person(session, "Cora Venner")),
            about=session.get_one(Person, launch.person(session, name)),
            title="Call",
        )
        todo = tasks.create(LaunchAtHand.of(session, launch.now, launch.run_id), task)
        assert todo is not None
        session.flush()
        return todo.pk

    return launch.do(give)


def settle(launch: Launch, todo_id: int, outcome: str, **rest: object) -> ToDo:
    launch.do(lambda session, now: calls.settle(session, now, todo_id, outcome, by="Cora Venner", **rest))  # type: ignore[arg-type]
    return next(todo for todo in launch.todos() if todo.id == todo_id)


def guest_call(launch: Launch) -> int:
    """A silent guest, to be called about the launch."""
    meeting_id = launch.launch_meeting().pk
    with Session(launch.engine) as session, session.begin():
        session.add(Invitation(meeting_id=meeting_id, person_id=launch.person(session, ALDER)))
    return call_about(
        launch, ALDER, touch_purpose(launch, Stop.REPLIED), About(AboutKind.MEETING, meeting_id)
    )


def place(launch: Launch) -> Invitation:
    with Session(launch.engine) as session:
        return session.exec(
            select(Invitation).where(Invitation.person_id == launch.person(session, ALDER))
        ).one()


def test_it_records_the_answer_of_a_guest_who_comes(launch: Launch) -> None:
    todo_id = guest_call(launch)
    assert settle(launch, todo_id, "reached-yes").done_at is not None
    assert (place(launch).state, place(launch).replied_by) == (InvitationState.ACCEPTED, "Cora Venner")


def test_it_records_why_a_guest_does_not_come(launch: Launch) -> None:
    todo_id = guest_call(launch)
    settle(launch, todo_id, "reached-no", note="In Tokyo that week")
    assert (place(launch).state, place(launch).reason) == (InvitationState.DECLINED, "In Tokyo that week")


@pytest.mark.parametrize(
    ("outcome", "stage"), [("reached-yes", ChampionStage.AGREED), ("reached-no", ChampionStage.DECLINED)]
)
def test_it_moves_a_champion_who_answered_on_the_phone(
    launch: Launch, outcome: str, stage: ChampionStage
) -> None:
    settle(launch, call_about(launch, ONE, touch_purpose(launch, Stop.REPLIED_TO_ASK)), outcome)
    with Session(launch.engine) as session:
        champion = session.exec(
            select(Champion).where(Champion.person_id == launch.person(session, ONE))
        ).one()
    assert champion.stage is stage


def test_it_records_the_answer_to_a_question_of_a_gate(launch: Launch) -> None:
    settle(launch, call_about(launch, EDDA, "build-support-team/shared-table-phone"), "reached-yes")
    with Session(launch.engine) as session:
        (answer,) = session.exec(select(Answer).where(Answer.person_id == launch.person(session, EDDA))).all()
    assert (answer.verdict, answer.came_by, answer.recorded_by) == (
        AnswerVerdict.DONE,
        "phone",
        "Cora Venner",
    )


def test_it_wants_a_sentence_with_a_no_to_a_question(launch: Launch) -> None:
    todo_id = call_about(launch, EDDA, "build-support-team/shared-table-phone")
    with pytest.raises(BadInput, match="needs a note"):
        settle(launch, todo_id, "reached-no")


def test_it_brings_a_call_back_on_its_day(launch: Launch) -> None:
    on = launch.now.date() + timedelta(days=9)
    todo = settle(launch, call_about(launch, EDDA, "x/y"), "call-back", on=on)
    assert (todo.due_on, todo.done_at) == (on, None)


def test_it_asks_on_which_day_to_call_back(launch: Launch) -> None:
    with pytest.raises(BadInput, match="a day to call back"):
        settle(launch, call_about(launch, EDDA, "x/y"), "call-back")


def test_it_calls_again_two_business_days_after_a_message_was_left(launch: Launch) -> None:
    todo = settle(launch, call_about(launch, EDDA, "x/y"), "left-message")
    assert (todo.due_on.isoformat(), todo.done_at) == ("2026-03-04", None)


def test_it_makes_a_task_of_a_wrong_number(launch: Launch) -> None:
    settle(launch, call_about(launch, EDDA, "x/y"), "wrong-number")
    mend = [todo for todo in launch.todos() if todo.kind is ToDoKind.ADDRESS]
    assert [todo.title for todo in mend] == ["Find the right number of Edda Teach"]


def test_it_keeps_other_words_as_they_are(launch: Launch) -> None:
    todo = settle(launch, call_about(launch, EDDA, "x/y"), "She will write")
    assert todo.outcome == "She will write"


def test_it_writes_each_call_into_the_touch_log(launch: Launch) -> None:
    settle(launch, call_about(launch, EDDA, "x/y"), "left-message", note="With the front desk")
    with Session(launch.engine) as session:
        (note,) = session.exec(select(ContactNote)).all()
    assert (note.kind, note.words) == ("call", "left-message. With the front desk")


def test_it_lists_each_call_with_number_and_script(launch: Launch) -> None:
    call_about(launch, EDDA, "build-support-team/shared-table-phone")
    with Session(launch.engine) as session:
        (call,) = calls_to_make.call_list(session, launch.run_id)
    assert (call.name, call.phone, call.settles) == (EDDA, "970-555-0102", "their answer to what is open")
    assert call.script.startswith("“This is Cora Venner, for the Fernwater Valley Partnership.")


@pytest.mark.parametrize("stop", list(Stop))
def test_it_has_three_or_four_lines_for_every_call(stop: Stop) -> None:
    call = call_scripts.Call("Gus Guest", "Cora Venner", "Fernwater", "The launch", "Thursday", ("Is it?",))
    assert len(call_scripts.script(stop, call).splitlines()) in (3, 4)


def touch_purpose(launch: Launch, stop: Stop) -> str:
    """The first phone task of the playbook that ends at this answer."""
    with Session(launch.engine) as session:
        touches = playbook_editions.of_run(session, launch.run_id).touches()
        return next(f"{step.key}/{t.key}" for step, _, t in touches if t.stop is stop and t.task_for)


def test_it_never_happens__a_phone_script_without_its_articles(launch: Launch) -> None:
    key = next(
        step.key
        for step, _, touch in _playbook(launch).touches()
        if touch.key == "no-show-phone" and touch.script
    )
    todo_id = call_about(launch, ALDER, f"{key}/no-show-phone")
    with Session(launch.engine) as session:
        script = calls_to_make.script_of(session, session.get_one(ToDo, todo_id))
    first, *rest = script.splitlines()
    assert launch.launch_meeting().title == "Launch of the Fernwater Valley Partnership"
    assert first == (
        "“This is Cora Venner, for the Fernwater Valley Partnership. We missed you at "
        "the launch of the Fernwater Valley Partnership; is this a good moment?”"
    )
    assert len(rest) == 2


def test_the_note_that_hands_a_call_over_has_the_same_script() -> None:
    call = call_scripts.Call(name="Biz Alder", caller="Cora Venner", partnership="Fernwater")
    words = "“{first_name}, this is {caller}.”\n\n  Ask about {meeting}, {when}.  \n"
    assert call_scripts.script(Stop.REPLIED, call, words) == call_scripts.own_words(words, call)
    assert call_scripts.own_words(words, call) == (
        "“Biz, this is Cora Venner.”\nAsk about the meeting, a day still to be settled."
    )


def test_a_name_with_braces_in_it_stays_a_name() -> None:
    call = call_scripts.Call(name="{caller} Braces", caller="Cora", partnership="Fernwater")
    assert call_scripts.own_words("Ask {name}.", call) == "Ask {caller} Braces."


def _playbook(launch: Launch) -> Playbook:
    with Session(launch.engine) as session:
        return playbook_editions.of_run(session, launch.run_id)


def left_with_edda(launch: Launch, title: str = "Ask again") -> int:
    def give(session: Session, now: datetime) -> int:
        task = Task(
            ToDoKind.PHONE,
            purpose=f"left/{title}",
            occurrence="run",
            owner=session.get_one(Person, launch.person(session, EDDA)),
            about=session.get_one(Person, launch.person(session, ALDER)),
            title=title,
        )
        todo = tasks.create(LaunchAtHand.of(session, now, launch.run_id), task)
        session.flush()
        assert todo is not None
        return todo.pk

    return launch.do(give)


def owner_of(launch: Launch, todo_id: int) -> str:
    with Session(launch.engine) as session:
        return session.get_one(Person, session.get_one(ToDo, todo_id).owner_id).name


@pytest.mark.parametrize(("days", "owner"), [(1, EDDA), (7, EDDA), (8, "Cora Venner"), (30, "Cora Venner")])
def test_it_hands_up_a_call_nobody_has_made_for_five_business_days(
    launch: Launch, days: int, owner: str
) -> None:
    todo_id = left_with_edda(launch)
    launch.now += timedelta(days=days)
    launch.do(left_tasks.hand_up_left_calls)
    assert owner_of(launch, todo_id) == owner


def test_it_says_with_whom_a_call_had_waited_and_hands_it_up_once(launch: Launch) -> None:
    left_with_edda(launch)
    launch.now += timedelta(days=10)
    said = launch.do(left_tasks.hand_up_left_calls)
    assert said == [
        "The call to Biz Alder (“Ask again”) has waited with Edda Teach since Monday, March 2, 2026; Cora Venner has it now."
    ]
    assert launch.do(left_tasks.hand_up_left_calls) == []


def test_it_leaves_a_call_that_was_made_or_put_off(launch: Launch) -> None:
    made, put_off = left_with_edda(launch, "Made"), left_with_edda(launch, "Put off")
    launch.do(lambda session, now: task_actions.finish(session, now, made, "Reached", by=EDDA))
    later = launch.now.date() + timedelta(days=9)
    launch.do(lambda session, now: calls.settle(session, now, put_off, "call-back", by=EDDA, on=later))
    launch.now += timedelta(days=10)
    assert launch.do(left_tasks.hand_up_left_calls) == []


def test_it_hands_up_nothing_where_the_playbook_says_so(launch: Launch) -> None:
    todo_id = left_with_edda(launch)

    def never(session: Session, now: datetime) -> None:
        partnership = partnerships.partnership_of(session, launch.run_id)
        partnership.numbers = {**partnership.numbers, "call_left_days": 0}
        session.add(partnership)

    launch.do(never)
    launch.now += timedelta(days=40)
    launch.do(left_tasks.hand_up_left_calls)
    assert owner_of(launch, todo_id) == EDDA
