"""What people had answered, when the meeting moves: asked anew, and counted for nothing until they say it again."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from sectorlaunch import database
from sectorlaunch.actions import invitations, meetings
from sectorlaunch.facts import invitations as invitation_facts
from sectorlaunch.facts.fact_reader import FactReader
from sectorlaunch.records import audiences
from sectorlaunch.records.about import About
from sectorlaunch.tables import InvitationState, Person
from tests.sectorlaunch.inbox.conftest import GUEST, OTHER_GUEST, House

WEEK = timedelta(days=7)
ANSWERS = {
    InvitationState.ACCEPTED: InvitationState.TO_CONFIRM,
    InvitationState.TENTATIVE: InvitationState.TO_CONFIRM,
    InvitationState.DECLINED: InvitationState.DECLINED,
}


def answer(house: House, state: InvitationState, name: str = GUEST) -> None:
    meeting_id = house.meeting.pk

    def reply(session: Session, now: object) -> None:
        person = session.get_one(Person, house.launch.person(session, name))
        invitations.reply(
            session, house.launch.now, house.launch.run_id, meeting_id, person, invitations.Reply(state)
        )

    house.launch.do(reply)


def expected(house: House) -> int:
    with database.reading(house.launch.engine) as session:
        reader = FactReader(session, house.launch.now, house.launch.run_id)
        return invitation_facts.guest_facts(reader).business_expected.value


@pytest.mark.parametrize(("before", "after"), ANSWERS.items())
def test_it_asks_anew_who_meant_to_come(
    house: House, before: InvitationState, after: InvitationState
) -> None:
    house.sent(GUEST)
    answer(house, before)
    house.move(WEEK)
    assert house.place(GUEST).state is after


def test_it_counts_nobody_for_a_date_they_have_not_answered(house: House) -> None:
    answer(house, InvitationState.ACCEPTED)
    assert expected(house) == 1
    house.move(WEEK)
    assert expected(house) == 0
    answer(house, InvitationState.ACCEPTED)
    assert expected(house) == 1


def test_it_lets_answers_stand_when_only_the_place_changes(house: House) -> None:
    answer(house, InvitationState.ACCEPTED)
    meeting_id = house.meeting.pk
    house.launch.do(
        lambda session, now: meetings.change(
            session, now, house.launch.run_id, meeting_id, by="Cora Venner", place="Town Hall"
        )
    )
    assert house.place(GUEST).state is InvitationState.ACCEPTED


def test_it_asks_those_who_meant_to_come_in_words_of_their_own(house: House) -> None:
    for name in (GUEST, OTHER_GUEST):
        house.sent(name)
    answer(house, InvitationState.ACCEPTED)
    answer(house, InvitationState.DECLINED, OTHER_GUEST)
    house.move(WEEK)
    words = {m.to_name: m.text for m in house.launch.messages("meeting-moved")}
    assert "You were planning to come. Can you still?" in words[GUEST]
    assert "You couldn’t come before. Can you now?" in words[OTHER_GUEST]


def test_it_sends_directions_to_those_who_have_to_confirm_and_asks_them(house: House) -> None:
    house.sent(GUEST)
    answer(house, InvitationState.ACCEPTED)
    house.move(WEEK)
    with database.reading(house.launch.engine) as session:
        coming = audiences.resolve(session, house.meeting.partnership_id, "guests-coming", About())
    assert [person.name for person in coming] == [GUEST]
    house.write("logistics", GUEST)
    assert (
        "we don’t know yet whether Thursday, September 17 works for you"
        in house.sent(GUEST, "logistics").text
    )


def test_it_tells_nobody_that_they_were_missed_who_had_not_confirmed(house: House) -> None:
    answer(house, InvitationState.ACCEPTED)
    house.move(WEEK)
    house.launch.now = (house.meeting.starts_at or house.launch.now) + timedelta(hours=3)
    meeting_id = house.meeting.pk
    house.launch.do(
        lambda session, now: meetings.hold(
            session, now, house.launch.run_id, meeting_id, [], by="Cora Venner"
        )
    )
    assert house.place(GUEST).state is InvitationState.TO_CONFIRM
