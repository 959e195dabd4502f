"""What waits follows what is true: each letter is judged and addressed as it leaves, against what its reader was last told."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlmodel import Session

from notifications.envelope import Envelope, Outcome, Receipt
from sectorlaunch import database
from sectorlaunch.actions import addresses, assistants, departures, invitations, meetings
from sectorlaunch.engine import address_repair
from sectorlaunch.outbox.deliver.dispatcher import drain
from sectorlaunch.tables import HeldBecause, InvitationState, Message, MessageState, Person
from tests.notifications.inbox import came_back
from tests.notifications.inbox.came_back import answer, attendee
from tests.sectorlaunch.inbox.conftest import GUEST, OTHER_GUEST, House
from tests.sectorlaunch.outbox.cast import PretendWire

ALDER, NEW = "alder@example.com", "alder.new@example.com"
WEEK = timedelta(days=7)


def of(house: House, kind: str, name: str = GUEST) -> Message:
    return next(m for m in reversed(house.launch.messages(kind)) if m.to_name == name)


def leave(house: House) -> list[Envelope]:
    wire = PretendWire()
    drain(house.launch.engine, house.launch.now, wire)
    return wire.handed


def guest(house: House, session: Session) -> Person:
    return session.get_one(Person, house.launch.person(session, GUEST))


def say(house: House, state: InvitationState) -> None:
    def reply(session: Session, now: object) -> None:
        run_id, meeting_id = house.launch.run_id, house.meeting.pk
        said = invitations.Reply(state)
        invitations.reply(session, house.launch.now, run_id, meeting_id, guest(house, session), said)

    house.launch.do(reply)


def call_off(house: House) -> None:
    meeting_id = house.meeting.pk
    house.launch.do(
        lambda session, now: meetings.call_off(
            session, now, house.launch.run_id, meeting_id, by="Cora Venner", why="Snow."
        )
    )


def test_it_goes_to_the_address_that_holds_when_it_leaves(house: House) -> None:
    house.launch.do(
        lambda session, now: address_repair.mend_address(
            session, now, house.launch.person(session, GUEST), NEW, by="Cora Venner"
        )
    )
    letter = next(one for one in leave(house) if one.to_name == GUEST)
    assert letter.to_address == NEW
    assert letter.calendar is not None
    (event,) = Calendar.from_ical(letter.calendar.text).walk("VEVENT")
    assert event["ATTENDEE"] == f"mailto:{NEW}"


def test_it_is_told_by_phone_to_whom_no_address_is_left(house: House) -> None:
    house.launch.do(
        lambda session, now: addresses.mend(session, now, guest(house, session), email="", by="Cora Venner")
    )
    assert GUEST not in {one.to_name for one in leave(house)}
    letter = of(house, "invitation")
    assert (letter.state, letter.held_because) == (MessageState.WITHHELD, HeldBecause.ADDRESS_REFUSED)
    assert any(todo.title.startswith(f"Tell {GUEST} by phone") for todo in house.launch.todos())


def test_a_copy_goes_to_the_assistant_of_the_day(house: House) -> None:
    def name(who: str, email: str) -> None:
        house.launch.do(
            lambda session, now: assistants.name_assistant(
                session, now, guest(house, session), who, email, by="Cora Venner"
            )
        )

    name("Ada Desk", "ada@example.com")
    house.write("logistics", GUEST)
    name("Otto Desk", "otto@example.com")
    sent = {one.to_address: one.to_name for one in leave(house)}
    assert "ada@example.com" not in sent
    assert sent["otto@example.com"] == "Otto Desk"


def test_nothing_that_waits_goes_to_somebody_who_has_left(house: House) -> None:
    house.launch.do(
        lambda session, now: departures.end_access(
            session, now, "fernwater", house.launch.person(session, GUEST), by="Cora Venner"
        )
    )
    assert GUEST not in {one.to_name for one in leave(house)}
    assert of(house, "invitation").state is MessageState.CANCELED
    assert "no part" in of(house, "invitation").state_reason


def test_a_meeting_that_moved_and_moved_back_is_no_news_and_their_answer_holds(house: House) -> None:
    organizer, sequence = house.organizer(GUEST), house.meeting.sequence
    house.sent(OTHER_GUEST)
    say(house, InvitationState.ACCEPTED)
    house.sent(GUEST, "coming-confirmed")
    house.launch.now += timedelta(hours=1)
    house.move(WEEK)
    assert of(house, "meeting-moved").state is MessageState.QUEUED
    house.launch.now += timedelta(minutes=1)
    house.move(-WEEK)
    assert [one.subject for one in leave(house) if one.to_name in (GUEST, OTHER_GUEST)] == []
    assert house.place(GUEST).state is InvitationState.ACCEPTED
    text = answer(
        attendee(ALDER, "DECLINED"), uid=house.meeting.uid, sequence=sequence, stamp="20260303T180000Z"
    )
    house.launch.now += timedelta(hours=3)
    house.comes(came_back.from_outlook(text, organizer))
    assert house.place(GUEST).state is InvitationState.DECLINED


def test_what_is_called_off_is_the_date_they_know(house: House) -> None:
    """Moved, the news still waiting, then called off: nobody knows the second date."""
    house.sent(GUEST)
    house.sent(OTHER_GUEST)
    house.launch.now += timedelta(hours=1)
    house.move(WEEK)
    house.launch.now += timedelta(minutes=1)
    call_off(house)
    (letter,) = [one for one in leave(house) if one.to_name == GUEST]
    assert "September 10" in letter.text
    assert "September 17" not in letter.text
    assert letter.calendar is not None
    (event,) = Calendar.from_ical(letter.calendar.text).walk("VEVENT")
    assert event.decoded("DTSTART").day == 10


@pytest.mark.parametrize("then", ["moved", "called off"])
def test_what_was_on_its_way_when_the_meeting_changed_says_what_holds_when_it_tries_again(
    house: House, then: str
) -> None:
    """A server that says "later" gives a letter back that nobody wrote anew, because it was not waiting."""
    letter = of(house, "invitation")
    with database.unit_of_work(house.launch.engine, house.launch.now) as session:
        row = session.get_one(Message, letter.id)
        row.state, row.lease_until, row.leased_by = MessageState.LEASED, house.launch.now + WEEK, "sender"
    house.launch.now += timedelta(minutes=1)
    house.move(WEEK) if then == "moved" else call_off(house)
    with database.unit_of_work(house.launch.engine, house.launch.now) as session:
        row = session.get_one(Message, letter.id)
        row.state, row.lease_until, row.leased_by = MessageState.QUEUED, None, ""
    house.launch.now += timedelta(days=1)
    sent = [one for one in leave(house) if one.to_name == GUEST]
    if then == "called off":
        assert sent == []
        return
    (one,) = sent
    assert "September 17" in one.text
    assert of(house, "meeting-moved").state is MessageState.CANCELED


def test_a_receipt_in_doubt_counts_as_told(house: House) -> None:
    doubt = Receipt(Outcome.AMBIGUOUS, words="The line dropped.")
    house.sent(OTHER_GUEST)
    with database.unit_of_work(house.launch.engine, house.launch.now) as session:
        row = session.get_one(Message, of(house, "invitation").id)
        row.state, row.state_reason = MessageState.UNCERTAIN, doubt.words
    house.launch.now += timedelta(hours=1)
    house.move(WEEK)
    assert GUEST in {one.to_name for one in leave(house)}
