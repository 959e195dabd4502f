"""Letters that left without a return path of their own: what comes back is matched by ids, and believed with care."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from notifications.envelope import Outcome, Receipt
from notifications.wires.mime import letter_bytes
from sectorlaunch import database
from sectorlaunch.outbox.deliver.dispatcher import drain
from sectorlaunch.outbox.deliver.message_envelope import envelope_of
from sectorlaunch.outbox.write import addresses
from sectorlaunch.tables import Attempt, Message, MessageState
from tests.notifications.inbox import came_back
from tests.sectorlaunch.inbox.conftest import ADDRESS, GUEST, House
from tests.sectorlaunch.outbox.cast import PretendWire

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""The statements are as plain on the other database, where launches are walked too."""

ALDER = "alder@example.com"
GIVEN = "DM6PR00001@namprd00.prod.example.net"


def left(house: House) -> Message:
    """The invitation to the guest, which its server called by a name of its own."""
    message = house.sent(GUEST)
    with database.unit_of_work(house.launch.engine, house.launch.now) as session:
        at = house.launch.now
        session.add(
            Attempt(
                message_id=message.pk, started_at=at, finished_at=at, outcome="sent", server_message_id=GIVEN
            )
        )
    return message


def token(house: House, message: Message) -> str:
    with database.reading(house.launch.engine) as session:
        return addresses.return_token(session, session.get_one(Message, message.pk))


def state(house: House, message: Message) -> MessageState:
    with database.reading(house.launch.engine) as session:
        return session.get_one(Message, message.pk).state


def report(headers: str, recipient: str = ALDER) -> bytes:
    return came_back.report(
        ADDRESS, recipient, original=f"{headers}\r\nSubject: Come\r\n\r\nCome.\r\n".encode()
    )


def test_it_believes_the_name_the_server_gave_with_whom_it_was_for(house: House) -> None:
    message = left(house)
    taken = house.comes(report(f"Message-ID: <{GIVEN}>"))
    assert taken.outcome == "the address is stopped until it is mended"
    assert state(house, message) is MessageState.DEAD


def test_it_believes_the_field_only_we_can_write(house: House) -> None:
    message = left(house)
    taken = house.comes(
        report(f"X-Sector-Launch-Letter: <{token(house, message)}>\r\nMessage-ID: <x@y.example>")
    )
    assert taken.outcome == "the address is stopped until it is mended"


@pytest.mark.parametrize("recipient", ["somebody.else@example.com"])
def test_it_believes_no_name_with_another_recipient(house: House, recipient: str) -> None:
    message = left(house)
    house.comes(report(f"Message-ID: <{GIVEN}>", recipient))
    assert state(house, message) is MessageState.SENT


def test_it_believes_no_field_that_somebody_made_up(house: House) -> None:
    message = left(house)
    house.comes(report(f"X-Sector-Launch-Letter: <{message.id}.{'a' * 26}>"))
    assert state(house, message) is MessageState.SENT


def test_our_own_name_alone_is_a_question(house: House) -> None:
    """Whoever knows how it is made could write it."""
    message = left(house)
    taken = house.comes(report(f"Message-ID: <{message.message_id}>"))
    assert taken.outcome == "without proof; the convener is asked"
    assert state(house, message) is MessageState.SENT


def test_a_complaint_is_believed_by_the_field(house: House) -> None:
    message = left(house)
    letter = f"X-Sector-Launch-Letter: <{token(house, message)}>\r\nSubject: Come\r\n\r\nCome.\r\n".encode()
    taken = house.comes(came_back.spam_complaint(ADDRESS, letter))
    assert taken.outcome == "is not written to any more"


def test_a_letter_carries_a_return_path_or_the_field_and_never_both(house: House) -> None:
    message = house.sent(GUEST)
    with database.reading(house.launch.engine) as session:
        row = session.get_one(Message, message.pk)
        sender = "launch@example.org"
        own = envelope_of(session, house.launch.now, row, sender)
        without = envelope_of(session, house.launch.now, row, sender, plus_return_path=False)
    assert own.return_path.startswith("answers+b.")
    assert b"X-Sector-Launch-Letter" not in letter_bytes(own)
    assert without.return_path == ""
    assert f"X-Sector-Launch-Letter: <{token(house, message)}>".encode() in letter_bytes(without)


def test_a_reply_in_a_thread_names_the_letter_as_its_reader_has_it(house: House) -> None:
    message = left(house)
    with database.unit_of_work(house.launch.engine, house.launch.now) as session:
        answered = session.exec(select(Message).where(Message.id != message.id)).first()
        assert answered is not None
        answered.in_reply_to = message.message_id
        session.add(answered)
        assert envelope_of(session, house.launch.now, answered, "").in_reply_to == GIVEN


def test_what_the_server_called_it_is_on_record_with_the_try(house: House) -> None:
    wire = PretendWire([Receipt(Outcome.SENT, 250, server_message_id=GIVEN)])
    house.launch.now += timedelta(days=1)
    with Session(house.launch.engine) as session, session.begin():
        for message in session.exec(select(Message)):
            message.send_after = house.launch.now
    sent = drain(house.launch.engine, house.launch.now, wire)
    assert sent
    with database.reading(house.launch.engine) as session:
        names = session.exec(select(Attempt.server_message_id)).all()
    assert set(names) == {GIVEN}
