"""Looking into a real mailbox: each mail once, whatever dies in between, and other people's mail left alone."""

import socket
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from notifications.wires import reach
from notifications.wires.token_source import NoTokens, TokenSource
from sectorlaunch import database
from sectorlaunch.errors import BadInput
from sectorlaunch.inbox import folder, looking, mailboxes, taking
from sectorlaunch.inbox.folder import KEYWORD, ImapFolder, MailboxTrouble
from sectorlaunch.inbox.looking import look_into_all
from sectorlaunch.inbox.watch import InboxWatch
from sectorlaunch.tables import Inbox, InvitationState, ReceivedKind, ReceivedMail
from tests.notifications.inbox import came_back
from tests.notifications.inbox.came_back import answer, attendee
from tests.sectorlaunch.inbox.conftest import GUEST, House, the_inbox
from tests.sectorlaunch.inbox.imap_server import PASSWORD, ImapServer, imap_server

pytestmark = pytest.mark.timeout(120)

HERE = NoTokens(frozenset({"127.0.0.1"}))
"""The mail server of the tests stands on this machine, which the keeper allows."""


@pytest.fixture(scope="module")
def _server() -> Iterator[ImapServer]:
    with imap_server() as server:
        yield server


@pytest.fixture
def server(_server: ImapServer) -> ImapServer:
    """A folder of its own for each test."""
    return _server.fresh()


@pytest.fixture
def house(house: House, server: ImapServer) -> House:
    """The launch of the cast, its mailbox on the real server."""
    _lead_to(house, server)
    return house


def _lead_to(house: House, server: ImapServer, move_to: str = "") -> None:
    engine, now = house.launch.engine, house.launch.now
    with database.unit_of_work(engine, now) as session:
        mailboxes.add(session, now, "answers", server.url, "answers@example.org", move_to=move_to)
    mailboxes.test(engine, now, "answers", HERE, by="Ita Machina")


def yes(house: House, partstat: str = "ACCEPTED", stamp: str = "20260303T150000Z") -> bytes:
    text = answer(
        attendee("alder@example.com", partstat),
        uid=house.meeting.uid,
        sequence=house.meeting.sequence,
        stamp=stamp,
    )
    return came_back.from_google(text, house.organizer(GUEST))


def look(house: House) -> list[ReceivedMail]:
    return look_into_all(house.launch.engine, house.launch.now, HERE)


def rows(house: House) -> list[ReceivedMail]:
    with database.reading(house.launch.engine) as session:
        return list(session.exec(select(ReceivedMail)))


def test_it_takes_an_answer_from_the_mailbox_and_marks_it(house: House, server: ImapServer) -> None:
    server.deliver(yes(house))
    (mail,) = look(house)
    assert (mail.kind, mail.outcome) == (ReceivedKind.CALENDAR, "answered: coming")
    assert house.place(GUEST).state is InvitationState.ACCEPTED
    assert r"\Seen" in server.flags()[0]


def test_it_takes_each_mail_once(house: House, server: ImapServer) -> None:
    server.deliver(yes(house))
    assert len(look(house)) == 1
    assert look(house) == []
    events = [e for e in _events(house) if e == "invitation answered"]
    assert len(events) == 1


def _events(house: House) -> list[str]:
    from sectorlaunch.tables import Event

    with database.reading(house.launch.engine) as session:
        return list(session.exec(select(Event.kind)))


def test_it_leaves_other_mail_unseen(house: House, server: ImapServer) -> None:
    server.deliver(came_back.letter("answers@example.org", "friend@example.net", "Lunch?"))
    (mail,) = look(house)
    assert mail.kind is ReceivedKind.OTHER
    assert server.flags()[0] & {r"\Seen", KEYWORD} == set()
    (row,) = rows(house)
    assert (row.person_id, row.outcome) == (None, "not for us")


def test_it_leaves_alone_what_was_there_before(house: House, server: ImapServer) -> None:
    server.deliver(yes(house))
    with database.unit_of_work(house.launch.engine, house.launch.now) as session:
        mailboxes.add(session, house.launch.now, "answers", server.url + "#again", "answers@example.org")
    mailboxes.test(house.launch.engine, house.launch.now, "answers", HERE, by="Ita Machina")
    assert look(house) == []
    assert house.place(GUEST).state is InvitationState.INVITED


def test_it_moves_what_was_dealt_with_where_that_is_wished(house: House, server: ImapServer) -> None:
    _lead_to(house, server, move_to=f"{server.folder}-done")
    server.deliver(came_back.letter("answers@example.org", "friend@example.net"), yes(house))
    look(house)
    assert (server.count(server.folder), server.count(f"{server.folder}-done")) == (1, 1)
    assert look(house) == []


def test_it_marks_what_a_process_took_that_died_before_it_could_mark(
    house: House, server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise SystemExit("killed")

    server.deliver(yes(house))
    with monkeypatch.context() as dying:
        dying.setattr(ImapFolder, "mark", die)
        with pytest.raises(SystemExit):
            look(house)
    assert house.place(GUEST).state is InvitationState.ACCEPTED
    assert r"\Seen" not in server.flags()[0]
    assert look(house) == []
    assert r"\Seen" in server.flags()[0]
    assert len([e for e in _events(house) if e == "invitation answered"]) == 1


def test_it_takes_nothing_again_from_a_mailbox_that_was_rebuilt(house: House, server: ImapServer) -> None:
    mail = yes(house)
    server.deliver(mail)
    look(house)
    changed_mind = yes(house, "DECLINED", stamp="20260303T160000Z")
    with imap_server() as rebuilt:
        _point_at(house, rebuilt)
        rebuilt.deliver(mail, changed_mind)
        taken = look(house)
    assert [one.outcome for one in taken] == ["taken before", "answered: not coming"]


def _point_at(house: House, server: ImapServer) -> None:
    """The same mailbox on another machine, with numbers of its own."""
    with database.unit_of_work(house.launch.engine, house.launch.now) as session:
        inbox = mailboxes._find(session, "answers")
        inbox.url, inbox.masked = server.url, server.url
        session.add(inbox)


def test_it_is_not_held_up_by_a_bomb(house: House, server: ImapServer) -> None:
    bombs = (
        came_back.from_apple("BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 4000, "answers@example.org"),
        came_back.letter("answers@example.org", Subject2="=?utf-8?q?a?= " * 4000),
        b"X" * 200_000,
    )
    server.deliver(*bombs, yes(house))
    taken = look(house)
    assert [mail.kind for mail in taken] == [*[ReceivedKind.OTHER] * 3, ReceivedKind.CALENDAR]


def test_it_reads_no_more_than_64_kb_over_the_line(house: House, server: ImapServer) -> None:
    server.deliver(b"Subject: large\r\n\r\n" + b"x" * 500_000)
    with folder.opened(folder_address(server), HERE) as box:
        content = box.read(box.uids_from(1)[0])
    assert content is not None
    assert len(content) == 65_536


def folder_address(server: ImapServer):  # type: ignore[no-untyped-def]
    from sectorlaunch.inbox.imap_address import read_address

    return read_address(server.url)


def test_it_notes_trouble_and_goes_on_when_it_is_over(house: House, server: ImapServer) -> None:
    engine = house.launch.engine
    with database.unit_of_work(engine, house.launch.now) as session:
        inbox = mailboxes._find(session, "answers")
        inbox.url = server.url.replace(PASSWORD, "wrong-password")
        session.add(inbox)
    assert look(house) == []
    trouble = the_inbox(engine).trouble
    assert trouble
    assert "wrong-password" not in trouble
    _point_at(house, server)
    look(house)
    assert the_inbox(engine).trouble == ""


def test_it_never_happens__a_kept_mailbox_leads_inside_by_its_name(
    house: House, server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name led outside when the mailbox was added; whoever owns the name has it answer with this machine since."""
    real = socket.getaddrinfo

    def answer(host: str, *rest: Any, **more: Any) -> Any:
        return real("127.0.0.1" if host == "imap.example.org" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(reach, "getaddrinfo", answer)
    engine, now = house.launch.engine, house.launch.now
    with database.unit_of_work(engine, now) as session:
        inbox = mailboxes._find(session, "answers")
        inbox.url = server.url.replace("127.0.0.1", "imap.example.org").replace("?mode=none", "")
        session.add(inbox)
    server.deliver(yes(house))

    assert look_into_all(engine, now) == []
    assert "imap.example.org is this machine or stands in a private network" in the_inbox(engine).trouble
    assert the_inbox(engine).trouble.endswith(f"{reach.SETTING}.")
    with pytest.raises(MailboxTrouble, match="private network"):
        mailboxes.test(engine, now, "answers", by="Ita Machina")
    _point_at(house, server)
    assert len(look(house)) == 1, "named by the keeper, it is read"


def test_it_reads_no_mailbox_that_was_not_tested(house: House, server: ImapServer) -> None:
    with database.unit_of_work(house.launch.engine, house.launch.now) as session:
        mailboxes.add(session, house.launch.now, "answers", server.url + "#other", "answers@example.org")
    server.deliver(yes(house))
    assert look(house) == []


def test_it_says_why_a_test_fails_without_the_password(house: House, server: ImapServer) -> None:
    engine, now = house.launch.engine, house.launch.now
    with database.unit_of_work(engine, now) as session:
        wrong = server.url.replace(PASSWORD, "wrong-password")
        mailboxes.add(session, now, "answers", wrong, "answers@example.org")
    with pytest.raises(MailboxTrouble) as trouble:
        mailboxes.test(engine, now, "answers", HERE, by="Ita Machina")
    assert "wrong-password" not in trouble.value.message
    assert the_inbox(engine).live_since is None


def test_it_watches_by_itself(house: House, server: ImapServer) -> None:
    looked = threading.Event()
    asked: list[datetime] = []

    def now() -> datetime:
        asked.append(house.launch.now)
        if len(asked) > 1:
            looked.set()
        return house.launch.now

    server.deliver(yes(house))
    watch = InboxWatch(house.launch.engine, now, every_seconds=0, tokens=HERE)
    watch.start()
    assert looked.wait(60)
    watch.stop(60)
    assert house.place(GUEST).state is InvitationState.ACCEPTED


@pytest.mark.parametrize(
    ("url", "address", "words"),
    [
        ("http://mail.example.org", "a@example.org", "imaps://user:password"),
        ("imaps://mail.example.org", "a@example.org", "lacks"),
        ("imap://user:hidden1@mail.example.org?mode=none", "a@example.org", "in the clear"),
        ("imaps://user:hidden1@mail.example.org", "not an address", "plain e-mail address"),
        ("imaps://user:hidden1@mail.example.org", "a+b@example.org", "without a plus"),
        ("imaps://user:hidden1@mail.example.org", f"{'a' * 30}@example.org", "characters"),
        ("imaps://user:hidden1@mail.example.org:none", "a@example.org", "Percent-encode"),
    ],
)
def test_it_refuses_an_address_it_cannot_use(house: House, url: str, address: str, words: str) -> None:
    with (
        pytest.raises(BadInput, match=words) as refusal,
        database.unit_of_work(house.launch.engine, house.launch.now) as session,
    ):
        mailboxes.add(session, house.launch.now, "more", url, address)
    assert "hidden1" not in refusal.value.message


def test_it_shows_no_secret_of_a_mailbox(house: House) -> None:
    with database.reading(house.launch.engine) as session:
        (line,) = mailboxes.list_mailboxes(session)
    assert PASSWORD not in repr(line)
    assert line.state == "read"


def test_a_zero_byte_in_a_mail_stops_no_mailbox(house: House, server: ImapServer) -> None:
    """Failure: on PostgreSQL one mail with a zero byte stopped all mailboxes."""
    house.ask(GUEST)
    poison = yes(house).replace(b"Subject: ", b"Subject: a\x00b ").replace(b"SUMMARY:", b"SUMMARY:z\x00z")
    server.deliver(b"Subject: \x00\x00\r\nFrom: x\x00@example.org\r\nTo: answers@example.org\r\n\r\n\x00\x00")
    server.deliver(poison)
    server.deliver(yes(house, stamp="20260304T150000Z"))

    taken = look(house)

    assert len(taken) == 3
    assert house.place(GUEST).state is InvitationState.ACCEPTED
    assert look(house) == []


def test_a_mail_that_cannot_be_dealt_with_becomes_a_task(
    house: House, server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failure: a mail that breaks our reading is noted in a log that nobody reads."""
    house.ask(GUEST)

    def stumble(*_: object, **__: object) -> None:
        raise KeyError("no such word")

    monkeypatch.setattr(taking.calendar_answers, "take", stumble)
    server.deliver(yes(house))
    (mail,) = look(house)

    assert "could not be dealt with" in mail.outcome
    (task,) = [todo for todo in house.launch.todos() if todo.purpose == "set aside"]
    assert task.title.startswith("A mail from alder@example.com could not be handled")
    assert "no such word" in task.script


def test_a_mailbox_that_breaks_does_not_hold_up_the_next(
    house: House, server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, now = house.launch.engine, house.launch.now
    with database.unit_of_work(engine, now) as session:
        mailboxes.add(session, now, "another", server.url, "another@example.org")
    mailboxes.test(engine, now, "another", HERE, by="Ita Machina")
    real, seen = looking.look_into, []

    def first_breaks(
        engine: Engine, now: datetime, inbox: Inbox, tokens: TokenSource | None
    ) -> list[ReceivedMail]:
        seen.append(inbox.name)
        if len(seen) == 1:
            raise ValueError("a server of its own kind")
        return real(engine, now, inbox, tokens)

    monkeypatch.setattr(looking, "look_into", first_breaks)
    look(house)

    assert len(seen) == 2
    with database.reading(engine) as session:
        troubles = {inbox.name: inbox.trouble for inbox in session.exec(select(Inbox))}
    assert troubles[seen[0]] == "It could not be looked into: ValueError."
    assert troubles[seen[1]] == ""
