"""Letters that come back, and complaints: believed by the signature in the return path, and by nothing else."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from notifications.inbox import plus_addresses
from sectorlaunch import database
from sectorlaunch.actions import removal
from sectorlaunch.inbox import mailboxes
from sectorlaunch.outbox.deliver import own_links
from sectorlaunch.outbox.deliver.message_envelope import envelope_of
from sectorlaunch.outbox.write import addresses
from sectorlaunch.records import people
from sectorlaunch.tables import Event, Message, MessageState, Person, ReceivedKind, ToDoKind
from tests.notifications.inbox import came_back
from tests.sectorlaunch.inbox.conftest import GUEST, House


def refused_at(house: House) -> datetime | None:
    with database.reading(house.launch.engine) as session:
        return people.address_refused_at(session, house.launch.someone(GUEST))


def left_alone(house: House) -> datetime | None:
    with database.reading(house.launch.engine) as session:
        return people.left_alone_since(session, house.launch.someone(GUEST))


ALDER = "alder@example.com"


def return_path(house: House, name: str = GUEST, sender: str = "launch@example.org") -> str:
    """The return path of the last letter to a person, as the dispatcher puts it on the wire."""
    message = house.sent(name)
    with database.reading(house.launch.engine) as session:
        row = session.get_one(Message, message.id)
        row.attempts = 1
        return envelope_of(session, house.launch.now, row, sender).return_path


def state(house: House) -> MessageState:
    return house.launch.messages("invitation")[0].state


def events(house: House) -> list[str]:
    with database.reading(house.launch.engine) as session:
        return list(session.exec(select(Event.kind)))


def test_it_signs_a_return_path_for_each_letter(house: House) -> None:
    path = return_path(house)
    assert path.startswith("answers+b.")
    assert path.endswith("@example.org")
    assert path != return_path(house, "Biz Birch")
    assert len(path.partition("@")[0]) <= 64


def test_it_leaves_the_return_path_to_a_sender_of_another_domain(house: House) -> None:
    assert return_path(house, sender="launch@example.net") == ""


def test_it_leaves_the_return_path_where_bounces_are_not_wanted(house: House) -> None:
    house.launch.do(
        lambda session, now: mailboxes.add(
            session,
            now,
            "answers",
            "imaps://user:secret@imap.example.org/INBOX",
            "answers@example.org",
            takes_bounces=False,
        )
    )
    assert return_path(house) == ""


def test_it_stops_an_address_that_does_not_exist(house: House) -> None:
    taken = house.comes(came_back.report(return_path(house), ALDER))
    assert (taken.kind, state(house)) == (ReceivedKind.BOUNCE, MessageState.DEAD)
    assert refused_at(house) is not None
    (todo,) = house.launch.todos()
    assert (todo.kind, todo.title) == (ToDoKind.ADDRESS, f"Mend the address of {GUEST}")


def test_it_sends_nothing_more_to_that_address(house: House) -> None:
    house.comes(came_back.report(return_path(house), ALDER))
    house.move(timedelta(days=7))
    moved = [m for m in house.launch.messages("meeting-moved") if m.to_address == ALDER]
    assert not [message for message in moved if message.state is MessageState.QUEUED]


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "5.3.4"])
def test_it_stops_no_address_for_what_is_not_its_fault(house: House, status: str) -> None:
    house.comes(came_back.report(return_path(house), ALDER, status=status))
    assert state(house) is MessageState.DEAD
    assert refused_at(house) is None
    (todo,) = house.launch.todos()
    assert "another way" in todo.title


def test_it_notes_a_delay_and_changes_nothing(house: House) -> None:
    house.comes(came_back.report(return_path(house), ALDER, action="delayed", status="4.4.1"))
    assert state(house) is MessageState.SENT
    assert "message delayed" in events(house)
    assert not house.launch.todos()


def test_it_takes_a_second_report_for_known(house: House) -> None:
    path = return_path(house)
    with database.reading(house.launch.engine) as session:
        assert addresses.returned_letter(session, [path]) is not None
    house.comes(came_back.report(path, ALDER))
    before = events(house)
    house.comes(came_back.report(path, ALDER, words="smtp; 550 again"))
    assert events(house) == before
    assert len(house.launch.todos()) == 1


def test_it_stops_no_address_that_was_mended_meanwhile(house: House) -> None:
    path = return_path(house)

    def mend(session, now):  # type: ignore[no-untyped-def]
        person = session.get_one(Person, house.launch.person(session, GUEST))
        person.email = "biz@example.net"
        session.add(person)

    house.launch.do(mend)
    house.comes(came_back.report(path, ALDER))
    assert refused_at(house) is None


def test_it_believes_no_forged_report(house: House) -> None:
    """Right letter, right address, wrong signature; then none at all, and a letter that is not ours."""
    path = return_path(house)
    local, _, domain = path.partition("@")
    forged = f"{local[:-26]}{'a' * 26}@{domain}"
    for to in (
        forged,
        "answers@example.org",
        "answers+b.1.x@example.org",
        "answers+b.999999.aaaaaaaaaaaaaaaaaaaaaaaaaa@x.org",
    ):
        house.comes(came_back.report(to, ALDER))
    assert state(house) is MessageState.SENT
    assert refused_at(house) is None
    assert not house.launch.todos()


def test_it_asks_about_a_report_that_knows_the_letter_and_not_its_secret(house: House) -> None:
    original = f"Message-ID: <{house.sent(GUEST).message_id}>\r\n\r\nCome.\r\n".encode()
    taken = house.comes(came_back.report("answers@example.org", ALDER, original=original))
    assert "without proof" in taken.outcome
    assert refused_at(house) is None
    (todo,) = house.launch.todos()
    assert GUEST in todo.title


def test_it_stops_no_address_for_a_forwarded_copy(house: House) -> None:
    house.comes(came_back.report(return_path(house), "somebody.else@example.net"))
    assert state(house) is MessageState.SENT
    assert refused_at(house) is None


def test_it_takes_no_out_of_office_note_for_a_returned_letter(house: House) -> None:
    taken = house.comes(
        came_back.letter(return_path(house), ALDER, "I am away.", Auto_Submitted="auto-replied")
    )
    assert taken.kind is ReceivedKind.AUTOMATIC
    assert state(house) is MessageState.SENT
    assert not house.launch.todos()


def test_it_asks_about_a_return_no_program_can_read(house: House) -> None:
    house.comes(
        came_back.letter(
            return_path(house), "MAILER-DAEMON@example.com", "Hi. This is the qmail-send program."
        )
    )
    (todo,) = house.launch.todos()
    assert "arrived" in todo.title


def test_it_writes_no_more_to_somebody_who_complains(house: House) -> None:
    mail = came_back.spam_complaint(
        "answers@example.org", b"Subject: Come\r\n\r\n", mail_from=return_path(house)
    )
    taken = house.comes(mail)
    assert taken.kind is ReceivedKind.COMPLAINT
    assert left_alone(house) is not None


def test_it_knows_a_complaint_by_the_unsubscribe_link(house: House) -> None:
    now, number = house.launch.now, house.sent(GUEST).pk
    with database.unit_of_work(house.launch.engine, now) as session:
        row = session.get_one(Message, number)
        link = own_links.put_in(session, now, row, envelope_of(session, now, row, "")).unsubscribe_url
    original = f"List-Unsubscribe: <{link}>\r\nSubject: Come\r\n\r\n".encode()
    house.comes(came_back.spam_complaint("answers@example.org", original))
    assert left_alone(house) is not None


@pytest.mark.parametrize(
    "original",
    [b"Subject: Come\r\n\r\n", b"List-Unsubscribe: <https://x.example.org/u/aaaaaaaaaaaaaaaaaaaaaa>\r\n\r\n"],
)
def test_it_believes_no_complaint_without_a_secret(house: House, original: bytes) -> None:
    house.comes(came_back.spam_complaint("answers@example.org", original))
    assert left_alone(house) is None


def test_it_stops_nothing_when_somebody_says_it_is_not_spam(house: House) -> None:
    mail = came_back.spam_complaint(
        "answers@example.org", b"Subject: Come\r\n\r\n", feedback="not-spam", mail_from=return_path(house)
    )
    house.comes(mail)
    assert left_alone(house) is None


def test_it_keeps_nothing_of_a_person_who_was_removed(house: House) -> None:
    path = return_path(house)
    house.launch.do(lambda session, now: removal.anonymize(session, now, house.launch.person(session, GUEST)))
    house.comes(came_back.report(path, ALDER))
    assert not [todo for todo in house.launch.todos() if ALDER in todo.script or GUEST in todo.title]


def test_it_signs_with_a_secret_of_its_own(house: House) -> None:
    assert plus_addresses.tokens([return_path(house)], "b")
    with database.reading(house.launch.engine) as session:
        inbox = addresses.live_inbox(session)
        assert inbox is not None
        assert len(inbox.secret) == 64
