"""A meeting that gets a date, moves or is called off: who hears of it, in what words, how often."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import champions, invitations, meetings, signatures
from sectorlaunch.engine import calls, carry_out, launch_moves
from sectorlaunch.engine import plan as plan_engine
from sectorlaunch.records import invitations as invitation_records
from sectorlaunch.tables import (
    ChampionStage,
    InvitationState,
    Meeting,
    MeetingKind,
    Message,
    MessageState,
    Person,
    StepRun,
    StepState,
    ToDo,
    ToDoKind,
)
from tests.cast import CONVENER, TEAM, Launch

FAY, EDDA, ALDER, BIRCH, CEDAR, PHONE_ONLY = (
    *("Fay Neutral", "Edda Teach", "Biz Alder", "Biz Birch", "Biz Cedar"),
    "Phone Only",
)
BEHIND_IT = {FAY, *TEAM}
READY = datetime(2026, 7, 6, 16, 0, tzinfo=UTC)
STARTS_AT = datetime(2026, 9, 10, 14, 30, tzinfo=UTC)
WEEK = timedelta(days=7)
ANNOUNCED, MOVED, OFF = "launch-date", "meeting-moved", "meeting-canceled"
TOLD_OF_MOVE = "tell/meeting-moved"


@pytest.fixture
def settled(launch: Launch) -> Launch:
    """Date and place are settled, two champions have signed, the guests are listed; nothing is written yet."""
    launch.now = READY

    def begin(session: Session, now: datetime) -> None:
        for name in ("Champ One", "Champ Two"):
            champions.move(session, now, launch.run_id, someone(session, name), ChampionStage.AGREED, by=name)
            signatures.sign(session, now, launch.run_id, someone(session, name), by=name)
        step = session.exec(
            select(StepRun).where(StepRun.run_id == launch.run_id, StepRun.key == "prepare-to-launch")
        ).one()
        step.state, step.opened_at = StepState.OPEN, now
        step.activities_begun = dict.fromkeys(("build-invite-list", "send-invitations"), now.isoformat())
        session.add(step)
        invitations.list_guests(session, now, launch.run_id)
        fay = someone(session, FAY)
        change(session, now, launch, starts_at=STARTS_AT, place="One Gears, hall 2", facilitator_id=fay.id)

    work(launch, begin)
    return launch


@pytest.fixture
def told(settled: Launch) -> Launch:
    """Everyone who is to know the date has it in hand."""
    go_on(settled)
    go_on(settled, 1)
    return settled


def someone(session: Session, name: str) -> Person:
    return session.exec(select(Person).where(Person.name == name)).one()


def work(launch: Launch, deed: Callable[[Session, datetime], Any]) -> Any:
    with database.unit_of_work(launch.engine, launch.now) as session:
        return deed(session, launch.now)


def change(session: Session, now: datetime, launch: Launch, **details: Any) -> None:
    meeting = session.exec(select(Meeting).where(Meeting.kind == MeetingKind.LAUNCH)).one()
    meetings.change(session, now, launch.run_id, meeting.pk, by=CONVENER, **details)


def move(launch: Launch, starts_at: datetime = STARTS_AT + WEEK) -> None:
    work(launch, lambda session, now: change(session, now, launch, starts_at=starts_at))


def go_on(launch: Launch, days: float = 0) -> None:
    """Lets days pass and carries out what is due; everything written leaves."""
    launch.now += timedelta(days=days)
    work(launch, lambda session, now: carry_out.due_of(session, now, launch.run_id))
    work(launch, _deliver)


def _deliver(session: Session, now: datetime) -> None:
    for message in session.exec(select(Message).where(Message.state == MessageState.QUEUED)):
        message.state, message.sent_at = MessageState.SENT, now
        session.add(message)


def to(launch: Launch, kind: str, state: MessageState = MessageState.SENT) -> list[str]:
    return sorted(one.to_name for one in launch.messages(kind) if one.state is state)


def letter(launch: Launch, kind: str, name: str) -> Message:
    (found,) = [
        one for one in launch.messages(kind) if one.to_name == name and one.state is not MessageState.CANCELED
    ]
    return found


def open_calls(launch: Launch, purpose: str = TOLD_OF_MOVE) -> dict[str, ToDo]:
    with database.reading(launch.engine) as session:
        given = session.exec(select(ToDo).where(ToDo.kind == ToDoKind.PHONE))
        return {
            session.get_one(Person, todo.about_id).name: todo
            for todo in given
            if todo.done_at is None and todo.purpose == purpose
        }


def sequence(message: Message) -> int:
    (event,) = Calendar.from_ical(message.calendar_text).walk("VEVENT")
    return int(event["SEQUENCE"])


def plan_debrief(launch: Launch, starts_at: datetime | None) -> Meeting:
    planned = work(
        launch,
        lambda session, now: meetings.plan(
            session,
            now,
            launch.run_id,
            meetings.NewMeeting(MeetingKind.DEBRIEF, "Partners' debrief", starts_at),
            by=CONVENER,
        ),
    )
    assert isinstance(planned, Meeting)
    return planned


def debrief(launch: Launch) -> Meeting:
    with database.reading(launch.engine) as session:
        return session.exec(select(Meeting).where(Meeting.kind == MeetingKind.DEBRIEF)).one()


# The team behind the launch


def test_it_tells_facilitator_and_support_team_the_day_once(told: Launch) -> None:
    go_on(told, 1)
    assert to(told, ANNOUNCED) == sorted(BEHIND_IT)
    assert not BEHIND_IT & set(to(told, "invitation"))


def test_it_tells_the_facilitator_the_part_and_the_team_to_listen(told: Launch) -> None:
    assert "Your part on the day: lead the conversation." in letter(told, ANNOUNCED, FAY).text
    assert letter(told, ANNOUNCED, FAY).subject == "Thursday, September 10: your part at the launch"
    assert "our team listens" in letter(told, ANNOUNCED, EDDA).text


def test_it_waits_with_the_news_until_there_is_an_hour(launch: Launch) -> None:
    launch.now = READY

    def begin(session: Session, now: datetime) -> None:
        step = session.exec(
            select(StepRun).where(StepRun.run_id == launch.run_id, StepRun.key == "prepare-to-launch")
        ).one()
        step.state, step.opened_at = StepState.OPEN, now
        step.activities_begun = {"build-invite-list": now.isoformat()}
        session.add(step)
        plan_engine.replan(session, now, launch.run_id)

    work(launch, begin)
    go_on(launch, 1)
    assert to(launch, ANNOUNCED) == []
    move(launch, STARTS_AT)
    go_on(launch)
    assert to(launch, ANNOUNCED) == sorted(BEHIND_IT)


def test_it_tells_the_team_of_a_move_once_and_asks_no_guest_questions(told: Launch) -> None:
    go_on(told, 1)
    move(told)
    go_on(told)
    go_on(told, 1)
    assert [name for name in to(told, MOVED) if name in BEHIND_IT] == sorted(BEHIND_IT)
    for name in BEHIND_IT:
        news = letter(told, MOVED, name)
        assert "It is no longer on Thursday, September 10" in news.text
        assert "Please keep the new date free." in news.text
        assert "I will come" not in news.text
        assert sequence(news) > sequence(letter(told, ANNOUNCED, name))
    assert "Your part on the day: lead the conversation." in letter(told, MOVED, FAY).text


def test_it_takes_the_date_out_of_the_teams_calendars_once(told: Launch) -> None:
    go_on(told, 1)
    meeting_id = told.launch_meeting().pk
    for _ in range(2):
        work(
            told,
            lambda session, now: meetings.call_off(
                session, now, told.run_id, meeting_id, by=CONVENER, why="A flood."
            ),
        )
    go_on(told)
    assert [name for name in to(told, OFF) if name in BEHIND_IT] == sorted(BEHIND_IT)
    assert letter(told, OFF, FAY).calendar_method == "CANCEL"


def test_it_leaves_out_whoever_is_not_on_the_team_any_more(told: Launch) -> None:
    from sectorlaunch.tables import Role

    def leave(session: Session, now: datetime) -> None:
        edda = someone(session, EDDA)
        for role in session.exec(select(Role).where(Role.person_id == edda.id)):
            role.ended_at = now
            session.add(role)

    work(told, leave)
    move(told)
    assert EDDA not in to(told, MOVED, MessageState.QUEUED)


# One letter, not two


def test_it_writes_anew_what_has_not_left_instead_of_correcting_it(settled: Launch) -> None:
    work(settled, lambda session, now: carry_out.due_of(session, now, settled.run_id))
    move(settled)
    assert to(settled, MOVED, MessageState.QUEUED) == []
    waiting = letter(settled, "invitation", ALDER)
    assert "September 17, 2026" in waiting.text
    assert "September 10" not in waiting.text
    assert sequence(waiting) == settled.launch_meeting().sequence


def test_it_sends_the_news_of_the_last_of_two_moves_only(told: Launch) -> None:
    go_on(told, 1)
    move(told)
    told.now += timedelta(hours=1)
    move(told, STARTS_AT + 2 * WEEK)
    go_on(told)
    news = letter(told, MOVED, ALDER)
    assert "September 24" in news.subject
    assert "It is no longer on Thursday, September 10" in news.text


def test_it_says_where_it_was_when_only_the_place_changes(told: Launch) -> None:
    go_on(told, 1)
    work(told, lambda session, now: change(session, now, told, place="Town Hall"))
    news = letter(told, MOVED, ALDER)
    assert news.subject.startswith("New place for Thursday, September 10")
    assert "It is no longer at One Gears, hall 2." in news.text


def test_it_says_the_old_date_to_those_who_only_had_to_save_it(settled: Launch) -> None:
    def only_the_list(session: Session, now: datetime) -> None:
        step = session.exec(select(StepRun).where(StepRun.key == "prepare-to-launch")).one()
        step.activities_begun = {"build-invite-list": now.isoformat()}
        session.add(step)
        plan_engine.replan(session, now, settled.run_id)

    work(settled, only_the_list)
    go_on(settled, 18)
    assert ALDER in to(settled, "save-the-date")
    settled.now += timedelta(days=1)
    move(settled)
    assert "It is no longer on Thursday, September 10" in letter(settled, MOVED, ALDER).text


# By phone


def test_it_phones_those_without_an_address_with_old_and_new_date(told: Launch) -> None:
    go_on(told, 1)
    move(told)
    (call,) = open_calls(told).values()
    assert call.title.startswith("Tell Phone Only by phone: ")
    assert "It was to be on Thursday, September 10" in call.script
    assert "it is now on Thursday, September 17, 2026" in call.script
    assert "Can you come then?" in call.script


def phone_the_silent(told: Launch) -> None:
    """The day after the answer was due: who has not answered is on the call list."""
    go_on(told, 51)
    assert {ALDER, BIRCH, CEDAR, PHONE_ONLY} <= set(open_calls(told, "prepare-to-launch/phone-the-silent"))


def settle(
    told: Launch, name: str, outcome: str, purpose: str = "prepare-to-launch/phone-the-silent"
) -> None:
    todo = open_calls(told, purpose)[name]
    work(told, lambda session, now: calls.settle(session, now, todo.pk, outcome, by=CONVENER))


def reply(told: Launch, name: str, state: InvitationState) -> None:
    meeting_id = told.launch_meeting().pk
    work(
        told,
        lambda session, now: invitations.reply(
            session, now, told.run_id, meeting_id, someone(session, name), invitations.Reply(state)
        ),
    )


def test_it_phones_anew_whoever_was_phoned_once_for_each_move(told: Launch) -> None:
    phone_the_silent(told)
    settle(told, BIRCH, "reached-yes")
    settle(told, CEDAR, "reached-no")
    reply(told, ALDER, InvitationState.ACCEPTED)
    move(told)
    first = open_calls(told)
    assert {BIRCH, CEDAR, PHONE_ONLY} <= set(first)
    assert ALDER not in first, "they answered on the page before anybody called"
    assert not open_calls(told, "prepare-to-launch/phone-the-silent"), "nobody is asked about the old date"
    told.now += timedelta(days=1)
    move(told, STARTS_AT + 2 * WEEK)
    second = open_calls(told)
    assert set(second) == set(first)
    assert {todo.id for todo in second.values()}.isdisjoint(todo.id for todo in first.values())
    assert "September 24, 2026" in second[BIRCH].script


def test_it_notes_what_somebody_says_of_the_new_date_on_the_phone(told: Launch) -> None:
    phone_the_silent(told)
    settle(told, BIRCH, "reached-yes")
    move(told)
    settle(told, BIRCH, "reached-yes", TOLD_OF_MOVE)
    settle(told, PHONE_ONLY, "reached-no", TOLD_OF_MOVE)
    with database.reading(told.engine) as session:
        meeting_id = told.launch_meeting().pk
        places = {
            name: invitation_records.place_of(session, meeting_id, someone(session, name)).state
            for name in (BIRCH, PHONE_ONLY)
        }
    assert places == {BIRCH: InvitationState.ACCEPTED, PHONE_ONLY: InvitationState.DECLINED}


def test_it_ends_the_call_when_the_answer_to_the_new_date_comes_another_way(told: Launch) -> None:
    phone_the_silent(told)
    settle(told, BIRCH, "reached-yes")
    move(told)
    reply(told, BIRCH, InvitationState.ACCEPTED)
    assert BIRCH not in open_calls(told)


def test_it_hands_over_the_calls_of_a_move_in_one_note_to_each_caller(told: Launch) -> None:
    phone_the_silent(told)
    before = len(told.messages("phone-task"))
    settle(told, BIRCH, "reached-yes")
    move(told)
    notes = {note.to_name: note for note in told.messages("phone-task")[before:]}
    assert len(told.messages("phone-task")) == before + len(notes), "one note each"
    assert set(notes) == {CONVENER, EDDA, "Will Work"}, "whoever phoned them before phones again"
    assert "Champ One" in notes[EDDA].text
    assert "Champ Two" in notes["Will Work"].text
    for name in (ALDER, BIRCH, CEDAR, PHONE_ONLY):
        assert name in notes[CONVENER].text
    for note in notes.values():
        assert "tell by phone that Launch of the Fernwater Valley Partnership has moved" in note.text


def test_it_phones_nobody_about_coming_to_what_is_called_off(told: Launch) -> None:
    phone_the_silent(told)
    meeting_id = told.launch_meeting().pk
    work(
        told,
        lambda session, now: meetings.call_off(
            session, now, told.run_id, meeting_id, by=CONVENER, why="A flood has closed the hall."
        ),
    )
    assert not open_calls(told, "prepare-to-launch/phone-the-silent")
    (call,) = open_calls(told, "tell/meeting-canceled").values()
    assert "does not take place. A flood has closed the hall." in call.script


# The debrief, and other meetings


def test_it_moves_the_debrief_with_the_launch_and_tells_those_who_had_its_date(told: Launch) -> None:
    friday = datetime(2026, 9, 11, 21, 0, tzinfo=UTC)
    plan_debrief(told, friday)
    told.now = STARTS_AT - timedelta(days=9)
    go_on(told)
    assert set(to(told, "debrief-call")) >= set(TEAM)
    told.now += timedelta(minutes=10)
    monday_week = date(2026, 9, 21)
    work(
        told,
        lambda session, now: launch_moves.move(
            session, now, told.run_id, monday_week, time(8, 30), by=CONVENER
        ),
    )
    assert debrief(told).starts_at == datetime(2026, 9, 22, 21, 0, tzinfo=UTC)
    about = [m for m in told.messages(MOVED) if m.meeting_id == debrief(told).id]
    assert {m.to_name for m in about} >= set(TEAM)
    assert len({m.to_name for m in about}) == len(about)
    assert "It is no longer on Friday, September 11" in about[0].text


def test_it_tells_of_the_debriefs_own_move(told: Launch) -> None:
    planned = plan_debrief(told, datetime(2026, 9, 11, 21, 0, tzinfo=UTC))
    told.now = STARTS_AT - timedelta(days=9)
    go_on(told)
    told.now += timedelta(minutes=10)
    work(
        told,
        lambda session, now: meetings.change(
            *(session, now, told.run_id, planned.pk),
            by=CONVENER,
            starts_at=datetime(2026, 9, 14, 21, 0, tzinfo=UTC),
        ),
    )
    assert set(TEAM) <= {m.to_name for m in told.messages(MOVED) if m.meeting_id == planned.id}


def test_it_sends_the_hour_that_the_call_to_the_debrief_had_promised(told: Launch) -> None:
    told.now = STARTS_AT - timedelta(days=9)
    go_on(told)
    assert "time to follow" in letter(told, "debrief-call", EDDA).text
    planned = plan_debrief(told, datetime(2026, 9, 11, 21, 0, tzinfo=UTC))
    (dated,) = [m for m in told.messages("debrief-call") if m.meeting_id == planned.id and m.to_name == EDDA]
    assert "Friday, September 11, 2026" in dated.text
    assert dated.calendar_method == "REQUEST"


def test_it_tells_those_with_a_place_that_a_team_meeting_has_moved(told: Launch) -> None:
    """Once they have its date in hand: two weeks ahead they get it."""
    at = datetime(2026, 8, 10, 16, 0, tzinfo=UTC)
    told.now = at - timedelta(days=13)

    def plan(session: Session, now: datetime) -> int:
        planned = meetings.plan(
            session,
            now,
            told.run_id,
            meetings.NewMeeting(MeetingKind.SUPPORT_TEAM, "Planning meeting", at),
            by=CONVENER,
        )
        invitations.invite(session, now, planned.pk, [someone(session, name) for name in TEAM])
        return planned.pk

    meeting_id = work(told, plan)
    go_on(told)
    told.now += timedelta(days=1)
    work(
        told,
        lambda session, now: meetings.change(
            session, now, told.run_id, meeting_id, by=CONVENER, starts_at=at + WEEK
        ),
    )
    news = [m for m in told.messages(MOVED) if m.meeting_id == meeting_id]
    assert sorted(m.to_name for m in news) == sorted(TEAM)
    assert "It is no longer on Monday, August 10" in news[0].text
