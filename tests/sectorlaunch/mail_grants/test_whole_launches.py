"""A launch sent and answered without a password: by SMTP and IMAP with XOAUTH2 (aiosmtpd, Dovecot), and by Microsoft Graph.

On the way tokens end in the middle, the server throttles, and the consent is withdrawn and given again.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

import pytest
from icalendar import Calendar
from sqlalchemy import Engine
from sqlmodel import select

from notifications.envelope import Outcome
from notifications.oauth.providers import Door, Way
from sectorlaunch import database
from sectorlaunch.actions import meetings
from sectorlaunch.inbox import mailboxes
from sectorlaunch.inbox.looking import look_into_all
from sectorlaunch.outbox import channels
from sectorlaunch.outbox.deliver.sender import Sender
from sectorlaunch.outbox.deliver.wire_pool import WirePool
from sectorlaunch.records import people, stop_rules
from sectorlaunch.tables import Inbox, InvitationState, Message, MessageState, Person
from tests.cast import begin
from tests.notifications.inbox import came_back
from tests.notifications.inbox.came_back import answer, attendee
from tests.providers.dovecot import dovecot
from tests.providers.graph_server import graph_server
from tests.providers.login_server import LoginServer
from tests.providers.token_smtp import token_smtp
from tests.sectorlaunch.inbox.conftest import GUEST, OTHER_GUEST, STARTS_AT, House
from tests.sectorlaunch.mail_grants.conftest import HERE, MAILBOX, Granted, add_grant

ALDER, BIRCH = "alder@example.com", "birch@example.com"
WHO = "launch%40example.org"


class Provided(Protocol):
    """Where letters leave and answers come in."""

    door: Door
    way_out: str
    way_in: str

    def letters(self) -> list[bytes]: ...

    def as_named_there(self, letter: bytes) -> bytes:
        """The letter as its readers have it, under the name the server gave it."""

    def throttle(self) -> None: ...

    def arrives(self, mail: bytes, at: datetime) -> None: ...


@dataclass
class BySmtp:
    postbox: object
    box: object
    way_out: str
    way_in: str
    door: Door = Door.MAIL

    def letters(self) -> list[bytes]:
        return self.postbox.letters  # type: ignore[attr-defined, no-any-return]

    def as_named_there(self, letter: bytes) -> bytes:
        name = self.postbox.given_ids[self.letters().index(letter)]  # type: ignore[attr-defined]
        renamed = message_from_bytes(letter)
        renamed.replace_header("Message-ID", f"<{name}>")
        del renamed["X-Sector-Launch-Letter"]
        return renamed.as_bytes()

    def throttle(self) -> None:
        self.postbox.says = ["432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"]  # type: ignore[attr-defined]

    def arrives(self, mail: bytes, at: datetime) -> None:
        self.box.deliver(mail)  # type: ignore[attr-defined]


@dataclass
class ByGraph:
    graph: object
    way_out: str
    way_in: str
    door: Door = Door.GRAPH

    def letters(self) -> list[bytes]:
        return self.graph.sent  # type: ignore[attr-defined, no-any-return]

    def as_named_there(self, letter: bytes) -> bytes:
        renamed = message_from_bytes(letter)
        renamed.replace_header("Message-ID", "<CY5PR-of-its-own@prod.example.net>")
        return renamed.as_bytes()

    def throttle(self) -> None:
        self.graph.says = [(429, "ApplicationThrottled", {"Retry-After": "120"})]  # type: ignore[attr-defined]

    def arrives(self, mail: bytes, at: datetime) -> None:
        self.graph.arrives(mail, at)  # type: ignore[attr-defined]


@pytest.fixture(params=["smtp", "graph"])
def provided(request: pytest.FixtureRequest, login: LoginServer) -> Iterator[Provided]:
    login.mailbox = MAILBOX
    if request.param == "smtp":
        with token_smtp(login) as (postbox, port), dovecot(login) as box:
            yield BySmtp(
                postbox,
                box,
                f"letter://{WHO}@127.0.0.1:{port}/?from={MAILBOX}&mode=none&grant=1",
                f"imap://{WHO}@127.0.0.1:{box.port}/INBOX?mode=none&grant=1",
            )
        return
    with graph_server(login) as graph:
        place = f"{WHO}@127.0.0.1:{graph.port}"
        yield ByGraph(
            graph,
            f"graph://{place}/?from={MAILBOX}&mode=none&grant=1",
            f"graph://{place}/inbox?mode=none&grant=1",
        )


@dataclass
class Mailed:
    """A launch whose letters leave, and whose answers come, by the provider."""

    house: House
    granted: Granted
    provided: Provided
    folder: Path

    def send(self) -> None:
        """As the dispatcher does: whatever is due leaves."""
        launch = self.house.launch
        self.granted.now = launch.now
        pool = WirePool(self.folder, self.granted.tokens)
        sender = Sender(launch.engine, lambda: launch.now, pool, stop_rules.still_needed)
        list(sender.send_all(lambda: True))
        sender.hang_up()

    def pass_days(self, days: int) -> None:
        """Day by day, with what falls due in each, and as often as somebody looks meanwhile."""
        for _ in range(days):
            self.house.launch.wait(1)
            for _ in range(3):
                self.send()
                self.house.launch.now += timedelta(minutes=3)

    def look(self) -> list[str]:
        self.granted.now = self.house.launch.now
        taken = look_into_all(self.house.launch.engine, self.house.launch.now, self.granted.tokens)
        return [mail.outcome for mail in taken]

    def letter_to(self, address: str) -> bytes:
        return next(one for one in reversed(self.provided.letters()) if entry_of(one) and to(one) == address)

    @property
    def trouble(self) -> str:
        with database.reading(self.house.launch.engine) as session:
            return session.exec(select(Inbox)).one().trouble

    def tasks(self) -> list[tuple[str, bool]]:
        return [
            (todo.title, todo.done_at is not None)
            for todo in self.house.launch.todos()
            if todo.purpose.startswith("mail grant ended")
        ]

    def messages(self, state: MessageState) -> list[Message]:
        return [one for one in self.house.launch.messages() if one.state is state]


@pytest.fixture
def mailed(file_engine: Engine, login: LoginServer, provided: Provided, tmp_path: Path) -> Mailed:
    launch = begin(file_engine, tmp_path)
    meeting_id = launch.launch_meeting().pk
    launch.do(
        lambda session, now: meetings.change(
            session, now, launch.run_id, meeting_id, by="Cora Venner", starts_at=STARTS_AT
        )
    )
    granted = add_grant(file_engine, login, Way.CONSENT, provided.door, launch.now)
    with database.unit_of_work(file_engine, launch.now) as session:
        channels.add(session, launch.now, "email", provided.way_out, hosts=HERE)
        mailboxes.add(session, launch.now, "answers", provided.way_in, MAILBOX)
    granted.consent()
    tokens = granted.tokens
    mailboxes.test(file_engine, launch.now, "answers", tokens, by="Kim Keeper")
    tried = channels.send_test(file_engine, launch.now, "email", "cora@example.org", HERE, tokens)
    assert tried.outcome is Outcome.SENT, tried
    with database.unit_of_work(file_engine, launch.now) as session:
        channels.go_live(session, launch.now, "email")
    return Mailed(House(launch), granted, provided, tmp_path / "mailbox")


def to(letter: bytes) -> str:
    return str(message_from_bytes(letter, policy=policy.default)["To"].addresses[0].addr_spec)


def entry_of(letter: bytes) -> str:
    """Whom the calendar entry in a letter names as organizer; "" without one."""
    for part in message_from_bytes(letter, policy=policy.default).walk():
        if part.get_content_type() == "text/calendar":
            assert isinstance(part, EmailMessage)
            (event,) = Calendar.from_ical(part.get_content()).walk("VEVENT")
            return str(event["ORGANIZER"]).removeprefix("mailto:")
    return ""


def returned(letter: bytes, address: str) -> bytes:
    """As Exchange reports it, to the sender: there is no return path of its own."""
    head = letter.partition(b"\r\n\r\n" if b"\r\n\r\n" in letter else b"\n\n")[0].decode()
    head = head.replace("\r\n", "\n")
    return (
        f"From: MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org\nTo: {MAILBOX}\n"
        "Subject: Undeliverable: An invitation\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;DM6.prod.example.net\n\n"
        f"Final-Recipient: rfc822;{address}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp;550 5.1.1 User unknown\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\n{head}\n\n--b--\n"
    ).encode()


def test_nothing_is_lost_or_sent_twice(mailed: Mailed, login: LoginServer) -> None:
    house, launch = mailed.house, mailed.house.launch
    mailed.pass_days(2)
    begun = len(mailed.provided.letters())
    assert begun > 1

    login.end_tokens()  # in the middle, before their time
    house.ask(GUEST, OTHER_GUEST)
    mailed.provided.throttle()
    mailed.pass_days(2)
    assert {to(letter) for letter in mailed.provided.letters()} >= {ALDER, BIRCH}

    login.end_consent()
    asked_before = len(login.asked)
    house.move(timedelta(days=1))
    house.write("logistics", GUEST, OTHER_GUEST)
    left_before = len(mailed.provided.letters())
    launch.now += timedelta(hours=2)
    for _ in range(5):
        mailed.send()
        assert mailed.look() == []
        launch.now += timedelta(hours=5)
    assert len(login.asked) == asked_before + 1, "what has ended is not asked again and again"
    assert len(mailed.provided.letters()) == left_before
    waiting = mailed.messages(MessageState.QUEUED)
    assert {ALDER, BIRCH} <= {message.to_address for message in waiting}
    assert sum(message.attempts for message in waiting) == 1, "no try is spent on what cannot leave"
    assert mailed.tasks() == [
        (
            "Microsoft lets us into launch@example.org no more: have whoever keeps the installation mend it",
            False,
        )
    ]
    assert "owner of the mailbox signs in again" in mailed.trouble
    with database.reading(launch.engine) as session:
        assert "email" in channels.cut_off(session, HERE)

    login.refusal = None
    mailed.granted.now = launch.now
    mailed.granted.consent()
    assert [done for _, done in mailed.tasks()] == [True]
    mailed.pass_days(3)

    text = answer(
        attendee(ALDER), uid=house.meeting.uid, sequence=house.meeting.sequence, stamp="20260312T150000Z"
    )
    mailed.provided.arrives(came_back.from_outlook(text, entry_of(mailed.letter_to(ALDER))), launch.now)
    gone = mailed.provided.as_named_there(mailed.letter_to(BIRCH))
    mailed.provided.arrives(returned(gone, BIRCH), launch.now)
    launch.now += timedelta(minutes=1)
    assert len(mailed.look()) == 2
    assert mailed.look() == [], "each is taken once"
    assert mailed.trouble == ""
    assert house.place(GUEST).state is InvitationState.ACCEPTED
    with database.reading(launch.engine) as session:
        birch = session.get_one(Person, launch.someone(OTHER_GUEST).pk)
        assert people.address_refused_at(session, birch) is not None

    mailed.pass_days(2)
    ids = Counter(
        str(message_from_bytes(letter)["Message-ID"]).strip("<>") for letter in mailed.provided.letters()
    )
    assert set(ids.values()) == {1}
    left = {one.message_id for one in mailed.messages(MessageState.SENT) if not one.joined_to_id}
    back = {one.message_id for one in mailed.messages(MessageState.DEAD)}
    tests = {name for name in ids if name not in left | back}
    assert left <= set(ids)
    assert len(tests) == 1, "the test of the channel, and nothing else, is in no outbox"
    assert all(one.send_after > launch.now for one in mailed.messages(MessageState.QUEUED))
