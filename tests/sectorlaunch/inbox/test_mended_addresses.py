"""A letter came back, the meeting moved meanwhile, the address is mended: nobody is forgotten, and nobody is told twice."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlmodel import Session

from notifications.envelope import Outcome, Receipt
from sectorlaunch.engine import address_repair
from sectorlaunch.errors import BadInput
from sectorlaunch.outbox.deliver.dispatcher import drain
from sectorlaunch.outbox.deliver.receipts import note_failed_address
from sectorlaunch.outbox.message_states import settle
from sectorlaunch.tables import HeldBecause, Message, MessageState
from tests.sectorlaunch.inbox.conftest import GUEST, OTHER_GUEST, House
from tests.sectorlaunch.outbox.cast import PretendWire

NEW = "alder.new@example.com"
WEEK = timedelta(days=7)


def bounce(house: House, name: str = GUEST) -> None:
    """The invitation comes back: no such mailbox."""
    letter = house.sent(name)
    receipt = Receipt(Outcome.NEVER, 550, "5.1.1", "no such mailbox")

    def deed(session: Session, now: object) -> None:
        message = session.get_one(Message, letter.id)
        said, because = "It came back: 5.1.1 no such mailbox", HeldBecause.ADDRESS_REFUSED
        settle(session, house.launch.now, message, MessageState.DEAD, said, because)
        note_failed_address(session, house.launch.now, message, receipt)

    house.launch.do(deed)


def mend(house: House, address: str = NEW) -> list[str]:
    return house.launch.do(
        lambda session, now: address_repair.mend_address(
            session, now, house.launch.person(session, GUEST), address, by="Cora Venner"
        )
    )


def to(house: House, name: str = GUEST) -> list[Message]:
    return [m for m in house.launch.messages() if m.to_name == name]


def states(house: House) -> list[tuple[str, MessageState]]:
    return [(m.kind, m.state) for m in to(house)]


def test_it_sends_the_letter_that_came_back_once_the_address_is_mended(house: House) -> None:
    bounce(house)
    assert mend(house)[1:] == [f"“{to(house)[0].subject}” is sent after all."]
    (letter,) = to(house)
    assert (letter.state, letter.to_address) == (MessageState.QUEUED, NEW)
    (event,) = Calendar.from_ical(letter.calendar_text).walk("VEVENT")
    assert event["ATTENDEE"] == f"mailto:{NEW}"
    drain(house.launch.engine, house.launch.now, PretendWire())
    assert states(house) == [("invitation", MessageState.SENT)]


def test_it_sends_what_was_withheld_meanwhile(house: House) -> None:
    bounce(house)
    house.write("logistics", GUEST)
    assert states(house)[1] == ("logistics", MessageState.WITHHELD)
    mend(house)
    assert states(house)[1] == ("logistics", MessageState.QUEUED)


def test_it_leaves_out_the_second_letter_when_the_first_one_goes_again(house: House) -> None:
    """ "We invited you and have not heard from you" would not be true."""
    bounce(house)
    house.write("second-letter", GUEST)
    mend(house)
    assert states(house) == [
        ("invitation", MessageState.QUEUED),
        ("second-letter", MessageState.WITHHELD),
    ]


def test_it_sends_nothing_twice_when_an_address_is_mended_again(house: House) -> None:
    bounce(house)
    mend(house)
    drain(house.launch.engine, house.launch.now, PretendWire())
    assert mend(house, "alder.newest@example.com") == [f"{GUEST} has the address alder.newest@example.com."]
    assert states(house) == [("invitation", MessageState.SENT)]


def test_it_asks_for_a_call_where_it_has_become_too_late(house: House) -> None:
    bounce(house)
    house.launch.now += timedelta(days=60)
    assert mend(house)[1].startswith("It is too late for")
    assert states(house) == [("invitation", MessageState.DEAD)]
    assert any(todo.title.startswith(f"Tell {GUEST} by phone") for todo in house.launch.todos())


def test_it_writes_the_letter_anew_when_the_meeting_has_moved_meanwhile(house: House) -> None:
    house.sent(OTHER_GUEST)
    bounce(house)
    house.move(WEEK)
    mend(house)
    (letter,) = to(house)
    assert "September 17" in letter.text
    assert "September 10" not in letter.text
    assert "SEQUENCE:1" in letter.calendar_text


def test_it_closes_the_task_to_mend_the_address(house: House) -> None:
    bounce(house)
    mend(house)
    assert [todo.outcome for todo in house.launch.todos() if todo.purpose == "mend address"] == [
        f"the address is {NEW}"
    ]


def test_it_refuses_an_address_that_is_none(house: House) -> None:
    with pytest.raises(BadInput, match="e-mail"):
        mend(house, "nobody")


def test_it_says_who_else_has_the_address(house: House) -> None:
    assert any("Biz Birch has this address too" in said for said in mend(house, "birch@example.com"))


def test_it_has_guests_whose_address_failed_told_of_a_move_by_phone(house: House) -> None:
    house.sent(OTHER_GUEST)
    bounce(house)
    house.move(WEEK)
    assert [m.to_name for m in house.launch.messages("meeting-moved")] == [OTHER_GUEST]
    assert [t.title for t in house.launch.todos() if t.purpose == "tell/meeting-moved"] == [
        f"Tell {GUEST} by phone: {house.meeting.title} has moved"
    ]
