"""What guests need to take part: said on their page, seen to by the convener, known at the door."""

from datetime import timedelta

import pytest
from httpx import Response
from sqlmodel import Session, col, select

from sectorlaunch import database
from sectorlaunch.actions import invitations, tasks
from sectorlaunch.tables import Event, Invitation, Meeting, Person, ToDo
from tests.sectorlaunch.portal.conftest import House, launch_meeting

GUEST = "Biz Alder"
NEEDS = "A step-free seat, please."


@pytest.fixture
def invited(house: House) -> House:
    """The launch is three weeks ahead, and one guest is on its list."""
    number = launch_meeting(house).pk
    with database.unit_of_work(house.engine, house.launch.now) as session:
        meeting = session.get_one(Meeting, number)
        meeting.starts_at = house.launch.now + timedelta(days=21)
        session.add(meeting)
        invitations.invite(session, house.launch.now, number, [_guest(house, session)])
    return house


def test_it_makes_a_task_with_a_date_of_what_a_guest_needs(invited: House) -> None:
    assert _answer(invited, NEEDS).status_code == 303
    assert NEEDS in invited.visitor().get(f"/p/{invited.link(GUEST)}").text
    with database.reading(invited.engine) as session:
        place, (todo,) = _place(invited, session), _tasks(session)
        assert (place.accommodation, place.accommodation_settled_on) == (NEEDS, None)
        assert (GUEST in todo.title, todo.script, todo.done_at) == (True, NEEDS, None)
        assert todo.due_on is not None
        assert place.accommodation_asked_on is not None
        assert 0 < (todo.due_on - place.accommodation_asked_on).days <= 5
        assert not [event for event in session.exec(select(Event)) if NEEDS in str(event.model_dump())], (
            "told to nobody else"
        )


def test_it_is_seen_to_once_the_task_is_done(invited: House) -> None:
    _answer(invited, NEEDS)
    _finish(invited)
    with database.reading(invited.engine) as session:
        assert _place(invited, session).accommodation_settled_on is not None


def test_it_gives_one_task_for_the_same_words_and_a_new_one_for_others(invited: House) -> None:
    for words in (NEEDS, NEEDS, "An interpreter for Spanish."):
        invited.launch.now += timedelta(minutes=5)
        _answer(invited, words)
    with database.reading(invited.engine) as session:
        assert [(one.script, one.done_at is None) for one in _tasks(session)] == [
            (NEEDS, False),
            ("An interpreter for Spanish.", True),
        ]
        assert _place(invited, session).accommodation_settled_on is None


def test_it_takes_back_what_is_no_longer_needed(invited: House) -> None:
    _answer(invited, NEEDS)
    _answer(invited, "")
    with database.reading(invited.engine) as session:
        place = _place(invited, session)
        assert (place.accommodation, place.accommodation_asked_on) == ("", None)
        assert [one.done_at is None for one in _tasks(session)] == [False]


def test_it_refuses_more_words_than_there_is_room_for(invited: House) -> None:
    assert _answer(invited, "x" * 4001).status_code == 422
    with database.reading(invited.engine) as session:
        assert (_place(invited, session).replied_at, _tasks(session)) == (None, [])


def _answer(house: House, needs: str) -> Response:
    page = f"/p/{house.link(GUEST)}/meetings/{launch_meeting(house).pk}"
    return house.visitor().post(page, data={"reply": "accepted", "needs": needs})


def _finish(house: House) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        (todo,) = _tasks(session)
        tasks.finish(session, house.launch.now, todo.pk, "Reserved.", "Cora Convener")


def _guest(house: House, session: Session) -> Person:
    return session.get_one(Person, house.launch.person(session, GUEST))


def _place(house: House, session: Session) -> Invitation:
    return session.exec(select(Invitation).where(Invitation.person_id == _guest(house, session).pk)).one()


def _tasks(session: Session) -> list[ToDo]:
    return list(session.exec(select(ToDo).where(ToDo.purpose == "accommodation").order_by(col(ToDo.id))))
