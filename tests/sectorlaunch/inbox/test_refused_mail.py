"""Nothing a machine sends to a return path is lost, and a fault of our own mail is no guest's."""

import pytest
from sqlmodel import Session

from sectorlaunch import database
from sectorlaunch.engine import address_repair, sending_after_all
from sectorlaunch.outbox.deliver.dispatcher import drain
from sectorlaunch.outbox.deliver.message_envelope import envelope_of
from sectorlaunch.records import people
from sectorlaunch.tables import HeldBecause, Message, MessageState, ReceivedKind, ToDo
from tests.notifications.inbox import came_back
from tests.sectorlaunch.inbox.conftest import GUEST, OTHER_GUEST, House
from tests.sectorlaunch.outbox.cast import PretendWire

ADDRESSES = {GUEST: "alder@example.com", OTHER_GUEST: "birch@example.com", "Biz Cedar": "cedar@example.com"}
POLICY = "smtp; 550 Message rejected under our anti-spam policy, see your DMARC record"


def return_path(house: House, name: str = GUEST) -> str:
    message = house.sent(name)
    with database.reading(house.launch.engine) as session:
        row = session.get_one(Message, message.id)
        row.attempts = 1
        return envelope_of(session, house.launch.now, row, "launch@example.org").return_path


def letter(house: House, name: str = GUEST) -> Message:
    return next(message for message in house.launch.messages("invitation") if message.to_name == name)


def is_stopped(house: House, name: str = GUEST) -> bool:
    with database.reading(house.launch.engine) as session:
        return people.address_refused_at(session, house.launch.someone(name)) is not None


def open_todos(house: House) -> list[ToDo]:
    return [todo for todo in house.launch.todos() if todo.done_at is None]


def test_it_gives_one_task_about_the_sender_and_sends_all_again_once_that_is_mended(house: House) -> None:
    """An office whose mail is refused everywhere stopped every guest, with a task for each."""
    house.ask("Biz Cedar")
    for name, address in ADDRESSES.items():
        house.comes(came_back.report(return_path(house, name), address, status="5.0.0", words=POLICY))
    assert {letter(house, name).held_because for name in ADDRESSES} == {HeldBecause.SENDER_REFUSED}
    assert not any(is_stopped(house, name) for name in ADDRESSES)
    (todo,) = open_todos(house)
    assert todo.about_id is None
    assert "DMARC" in todo.script

    def send(session: Session, now: object) -> list[str]:
        run_id = house.launch.run_id
        return sending_after_all.send_what_was_refused(session, house.launch.now, run_id, "Cora Venner")

    (said,) = house.launch.do(send)
    assert said.startswith("3 times: ")
    assert not open_todos(house)
    drain(house.launch.engine, house.launch.now, PretendWire())
    assert [letter(house, name).state for name in ADDRESSES] == [MessageState.SENT] * 3
    assert house.launch.do(send) == []


@pytest.mark.parametrize("status", ["5.2.1", "5.4.4"])
def test_it_sends_the_letter_after_all_for_every_code_that_stops_an_address(
    house: House, status: str
) -> None:
    """One list of codes: what stopped an address kept its letter for good, once the address was mended."""
    house.comes(came_back.report(return_path(house), ADDRESSES[GUEST], status=status, words=""))
    assert is_stopped(house)
    house.launch.do(
        lambda session, now: address_repair.mend_address(
            session, now, house.launch.person(session, GUEST), "alder.new@example.com", by="Cora Venner"
        )
    )
    assert (letter(house).state, letter(house).to_address) == (MessageState.QUEUED, "alder.new@example.com")


def test_it_takes_nothing_from_a_mail_system_for_silence(house: House) -> None:
    path = return_path(house)
    nothing = came_back.letter(path, "mailer-daemon@example.com", "?", Auto_Submitted="auto-replied")
    house.comes(nothing)
    (todo,) = open_todos(house)
    assert GUEST in todo.title
    assert letter(house).state is MessageState.SENT
    notice = f"Delivery to {ADDRESSES[GUEST]} failed permanently:\n\n550 5.1.1 No such user here\n"
    marks = {"X_Failed_Recipients": ADDRESSES[GUEST], "Auto_Submitted": "auto-replied"}
    house.comes(came_back.letter(path, "mailer-daemon@example.com", notice, **marks))
    assert letter(house).state is MessageState.DEAD
    assert is_stopped(house)


def test_it_makes_no_task_of_a_note_of_somebody_away_and_one_of_somebody_gone(house: House) -> None:
    """Exchange and Apple set no mark that the standard knows; at a return path nobody writes by hand."""
    path = return_path(house)
    away = "Thank you. I am out of the office until June 2 and have no access to email."
    assert house.comes(came_back.letter(path, ADDRESSES[GUEST], away)).kind is ReceivedKind.AUTOMATIC
    assert not open_todos(house)
    gone = "Biz Alder is no longer with Alder Tools. Please write to office@example.com."
    house.comes(came_back.letter(path, ADDRESSES[GUEST], gone, Auto_Submitted="auto-replied"))
    (todo,) = open_todos(house)
    assert "office@example.com" in todo.script


def test_it_stops_whoever_complains_to_microsoft_and_hears_a_return_while_it_is_still_leaving(
    house: House,
) -> None:
    attached = f"Return-Path: <{return_path(house)}>\r\nX-HmXmrOriginalRecipient: {ADDRESSES[GUEST]}\r\n\r\nCome.\r\n"
    complaint = (
        "From: staff@example.net\r\nTo: answers@example.org\r\nSubject: complaint about message from 192.0.2.7\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=_b"\r\n\r\n'
        f"--=_b\r\nContent-Type: message/rfc822\r\n\r\n{attached}\r\n--=_b--\r\n"
    )
    assert house.comes(complaint.encode()).kind is ReceivedKind.COMPLAINT
    with database.reading(house.launch.engine) as session:
        assert people.left_alone_since(session, house.launch.someone(GUEST)) is not None
    path = return_path(house, OTHER_GUEST)
    with database.unit_of_work(house.launch.engine, house.launch.now) as session:
        session.get_one(Message, letter(house, OTHER_GUEST).pk).state = MessageState.LEASED
    house.comes(came_back.report(path, ADDRESSES[OTHER_GUEST]))
    assert letter(house, OTHER_GUEST).state is MessageState.DEAD


def test_it_knows_its_reader_in_either_spelling_of_their_domain(house: House) -> None:
    """`bücher.example` comes back as `xn--bcher-kva.example`: that is no forwarded copy."""
    sent = house.sent(GUEST)
    with database.unit_of_work(house.launch.engine, house.launch.now) as session:
        row = session.get_one(Message, sent.id)
        row.to_address = "alder@bücher.example"
    house.comes(came_back.report(return_path(house), "alder@xn--bcher-kva.example"))
    assert letter(house).state is MessageState.DEAD
