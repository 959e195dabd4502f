"""A meeting with room for so many: who says yes after that waits, and a place that is given up goes to the first of them."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from sectorlaunch import database
from sectorlaunch.actions import invitations, meetings
from sectorlaunch.actions.invitations import Reply
from sectorlaunch.errors import BadInput
from sectorlaunch.records import invitations as places
from sectorlaunch.tables import InvitationState as State
from sectorlaunch.tables import Message, MessageState, Person
from tests.cast import CONVENER, TEAM, Launch

FIRST, SECOND, THIRD = TEAM[:3]
STARTS_AT = datetime.fromisoformat("2026-05-14T14:30:00+00:00")


@pytest.fixture
def full(launch: Launch) -> Launch:
    """Three are invited, there is room for one, and the first has it."""
    settle(launch, starts_at=STARTS_AT, place="Town Hall", capacity=1)
    invite(launch, FIRST, SECOND, THIRD)
    answer(launch, FIRST, State.ACCEPTED)
    return launch


def settle(launch: Launch, **details: object) -> None:
    meeting_id = launch.launch_meeting().pk
    launch.do(
        lambda session, now: meetings.change(
            *(session, now, launch.run_id, meeting_id), by=CONVENER, **details
        )
    )


def invite(launch: Launch, *names: str) -> None:
    meeting_id = launch.launch_meeting().pk

    def deed(session: Session, now: datetime) -> None:
        people = [session.get_one(Person, launch.person(session, name)) for name in names]
        invitations.invite(session, now, meeting_id, people)

    launch.do(deed)


def answer(launch: Launch, name: str, state: State) -> None:
    launch.now += timedelta(hours=1)
    meeting_id = launch.launch_meeting().pk

    def deed(session: Session, now: datetime) -> None:
        person = session.get_one(Person, launch.person(session, name))
        invitations.reply(session, now, launch.run_id, meeting_id, person, Reply(state))

    launch.do(deed)


def state_of(launch: Launch, name: str) -> State:
    meeting_id = launch.launch_meeting().pk
    with database.reading(launch.engine) as session:
        person = session.get_one(Person, launch.person(session, name))
        return places.place_of(session, meeting_id, person).state


def arrive(launch: Launch) -> None:
    sent = launch.messages()

    def deed(session: Session, now: datetime) -> None:
        for message in sent:
            row = session.get_one(Message, message.pk)
            if row.state is MessageState.QUEUED:
                row.state, row.sent_at = MessageState.SENT, now
                session.add(row)

    launch.do(deed)


def kinds(launch: Launch, name: str) -> list[str]:
    of_replies = ("coming-confirmed", "declined-thanks", "place-waiting")
    return [one.kind for one in launch.messages() if one.to_name == name and one.kind in of_replies]


def test_it_has_whoever_comes_too_late_wait_and_tells_them(full: Launch) -> None:
    answer(full, SECOND, State.ACCEPTED)
    assert state_of(full, SECOND) is State.WAITING
    assert kinds(full, SECOND) == ["place-waiting"]


def test_it_gives_a_free_place_to_whoever_has_waited_longest(full: Launch) -> None:
    answer(full, THIRD, State.ACCEPTED)
    answer(full, SECOND, State.ACCEPTED)
    arrive(full)
    answer(full, FIRST, State.DECLINED)
    assert [state_of(full, name) for name in (FIRST, SECOND, THIRD)] == [
        State.DECLINED,
        State.WAITING,
        State.ACCEPTED,
    ]
    assert kinds(full, THIRD) == ["place-waiting", "coming-confirmed"]
    told = [one for one in full.messages("coming-confirmed") if one.to_name == THIRD]
    assert "a place is free" in told[-1].text


def test_it_gives_places_when_there_is_more_room(full: Launch) -> None:
    answer(full, SECOND, State.ACCEPTED)
    answer(full, THIRD, State.ACCEPTED)
    settle(full, capacity=2)
    assert state_of(full, SECOND) is State.ACCEPTED
    assert state_of(full, THIRD) is State.WAITING
    settle(full, capacity=None)
    assert state_of(full, THIRD) is State.ACCEPTED


def test_it_keeps_the_place_of_whoever_says_yes_again(full: Launch) -> None:
    answer(full, FIRST, State.ACCEPTED)
    assert state_of(full, FIRST) is State.ACCEPTED


def test_it_takes_nobodys_place_when_the_date_moves(full: Launch) -> None:
    answer(full, SECOND, State.ACCEPTED)
    settle(full, starts_at=STARTS_AT + timedelta(days=7))
    answer(full, FIRST, State.ACCEPTED)
    assert state_of(full, FIRST) is State.ACCEPTED
    assert state_of(full, SECOND) is State.WAITING


def test_it_never_happens__more_come_than_there_is_room_for(full: Launch) -> None:
    meeting_id = full.launch_meeting().pk

    def send_another(session: Session, now: datetime) -> None:
        person = session.get_one(Person, full.person(session, SECOND))
        said = Reply(State.DECLINED, substitute="Ada Desk")
        invitations.reply(session, now, full.run_id, meeting_id, person, said)

    with pytest.raises(BadInput, match="in your place"):
        full.do(send_another)
    settle(full, capacity=3)
    answer(full, SECOND, State.ACCEPTED)
    with pytest.raises(BadInput, match="have a place already"):
        settle(full, capacity=1)
    assert state_of(full, SECOND) is State.ACCEPTED


@pytest.mark.parametrize("room", [0, -3, 5_001])
def test_it_refuses_room_that_cannot_be(full: Launch, room: int) -> None:
    with pytest.raises(BadInput, match="how many"):
        settle(full, capacity=room)


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_it_never_happens__the_last_place_is_given_twice(launch: Launch) -> None:
    settle(launch, starts_at=STARTS_AT, place="Town Hall", capacity=1)
    invite(launch, FIRST, SECOND)
    both = threading.Barrier(2)
    meeting_id = launch.launch_meeting().pk

    def say_yes(name: str) -> None:
        with database.unit_of_work(launch.engine, launch.now) as session:
            person = session.get_one(Person, launch.person(session, name))
            both.wait(10)
            invitations.reply(
                *(session, launch.now, launch.run_id, meeting_id, person), Reply(State.ACCEPTED)
            )

    threads = [threading.Thread(target=say_yes, args=(name,)) for name in (FIRST, SECOND)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(state_of(launch, name) for name in (FIRST, SECOND)) == [State.ACCEPTED, State.WAITING]
