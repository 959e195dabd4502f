"""The whole of outreach, lived through once: a convener's Outlook list, two champions, a letter, answers by every way, a move."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from fastapi.testclient import TestClient
from icalendar import Calendar
from icalendar.cal import Component
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from notifications.wires.mailbox import LocalMailbox
from sectorlaunch import database
from sectorlaunch.actions import assistants, champions, do_not_contact, gates, meetings, people, signatures
from sectorlaunch.actions import contacts as contact_actions
from sectorlaunch.contacts.contact import Given
from sectorlaunch.engine import calls, carry_out, next_due, polls, surveys
from sectorlaunch.files import contacts_file
from sectorlaunch.inbox import mailboxes as mailboxe_inbox
from sectorlaunch.inbox import taking
from sectorlaunch.outbox.deliver import dispatcher, waiting
from sectorlaunch.portal.app import create_app
from sectorlaunch.settings import Settings
from sectorlaunch.tables import (
    ChampionStage,
    Invitation,
    InvitationState,
    Message,
    Person,
    RoleKind,
    Sector,
    ToDo,
    ToDoKind,
)
from tests import cast
from tests.notifications.inbox.came_back import SHAPES, answer, attendee

DENVER = ZoneInfo("America/Denver")
FIRST_DATE = datetime(2026, 6, 11, 14, 30, tzinfo=UTC)
MOVED_TO = FIRST_DATE + timedelta(days=7)
CHAMPIONS = (1, 2)
BY_PAGE = range(10, 20)
MAYBE = range(20, 23)
DECLINES_BY_PAGE = range(25, 30)
BY_CALENDAR = range(30, 39)
DECLINES_BY_CALENDAR = range(40, 42)
BY_PHONE = range(50, 54)
DECLINES_BY_PHONE = range(55, 57)
LEFT_ALONE = 78
WITH_ASSISTANT = 12
CONFIRM = (*range(10, 15), *range(30, 35), *range(50, 52))
"""Those who say again that they come, after the date has changed."""


def name(number: int) -> str:
    return f"Quill Exec{number:02}"


def address(number: int) -> str:
    return f"exec{number:02}@example.org"


def outlook_export() -> str:
    """Eighty made-up executives, as Outlook on the desk writes them."""
    head = '"Title","First Name","Last Name","Company","Job Title","Business Phone","Assistant\'s Name","E-mail Address","E-mail Type"'
    rows = [
        f'"","Quill","Exec{number:02}","Works {number:02}, Inc.","Chief Executive Officer","(970) 555-02{number:02}",'
        f'"","{address(number)}","SMTP"'
        for number in range(1, 81)
    ]
    return "\r\n".join([head, *rows, ""])


@dataclass
class Letter:
    """One mail as it lies in somebody's mailbox, and what we know of it besides."""

    mail: EmailMessage
    kind: str
    sent_at: datetime

    @property
    def text(self) -> str:
        part = self.mail.get_body(("plain",))
        assert part is not None
        found: str = part.get_content()
        return found

    @property
    def event(self) -> Component | None:
        for part in self.mail.walk():
            if part.get_content_type() == "text/calendar":
                return Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
        return None

    @property
    def link(self) -> str:
        found = re.search(r"/p/[\w-]+", self.text)
        assert found
        return found.group()


def _carry_out_what_is_due(session: Session, now: datetime) -> None:
    polls.carry_out_due(session, now)
    surveys.carry_out_due(session, now)
    carry_out.due(session, now)


@dataclass
class Town:
    """The partnership, its portal, its mailbox folder, and the days that pass."""

    launch: cast.Launch
    app: FastAPI
    folder: Path
    left_alone_at: datetime = FIRST_DATE
    answered_at: dict[int, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.meeting_id = self.launch.launch_meeting().pk

    def walk_until(self, day: date) -> None:
        """From one due moment to the next, to five past nine on a day: what is due is written, and leaves."""
        end = datetime.combine(day, time(9, 5), DENVER).astimezone(UTC)
        while self.launch.now < end:
            self.launch.now = min(self._next_due() or end, end)
            self.go_on()

    def _next_due(self) -> datetime | None:
        with database.reading(self.launch.engine) as session:
            due = [next_due.next_due(session), waiting.next_due(session, self.launch.now)]
        later = [moment for moment in due if moment is not None]
        return max(min(later), self.launch.now + timedelta(minutes=1)) if later else None

    def go_on(self) -> None:
        self.launch.do(_carry_out_what_is_due)
        dispatcher.drain(self.launch.engine, self.launch.now, LocalMailbox(self.folder))

    def waive(self, *keys: str) -> None:
        for key in keys:
            self.launch.do(
                lambda session, now, key=key: gates.waive(  # type: ignore[misc]
                    *(session, now, self.launch.run_id, key, None),
                    given_by="Cora Venner",
                    why="Settled over lunch",
                    until=date(2027, 6, 1),
                )
            )

    def somebody(self, session: Session, number: int) -> Person:
        return session.exec(select(Person).where(Person.email == address(number))).one()

    def mailbox(self, to: str) -> list[Letter]:
        return self.mailboxes(to)[to]

    def mailboxes(self, only: str = "") -> dict[str, list[Letter]]:
        """Every mailbox of the town, or one, in the order the letters came."""
        with database.reading(self.launch.engine) as session:
            known = session.exec(select(Message.message_id, Message.id, Message.kind, Message.sent_at))
            rows = {row.message_id: row for row in known}
        found: dict[str, list[tuple[datetime, int, Letter]]] = defaultdict(list)
        for file in self.folder.glob("*.eml"):
            raw = file.read_bytes()
            if f"<{only}>".encode() not in raw and only:
                continue
            mail = message_from_bytes(raw, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            row = rows[str(mail["Message-ID"]).strip("<>")]
            assert row.sent_at is not None
            letter = Letter(mail, row.kind, row.sent_at)
            found[mail["To"].addresses[0].addr_spec].append((row.sent_at, row.id, letter))
        return {to: [one for _, _, one in sorted(box, key=lambda x: x[:2])] for to, box in found.items()}

    def answers_on_the_page(self, number: int, reply: str) -> None:
        """Presses the link of the last letter that asks, and sends the form."""
        asking = [letter for letter in self.mailbox(address(number)) if letter.event is not None][-1]
        # Without the lifespan: what it starts in threads of its own would share the one connection of this database.
        browser = TestClient(self.app, follow_redirects=False)
        said = browser.post(f"{asking.link}/meetings/{self.meeting_id}", data={"reply": reply})
        assert said.status_code == 303, said.text
        self.answered_at[number] = self.launch.now

    def answers_in_the_calendar(self, number: int, partstat: str) -> None:
        """Presses a button of the calendar; the answer goes where the entry says, in one of the three shapes."""
        event = [letter for letter in self.mailbox(address(number)) if letter.event is not None][-1].event
        assert event is not None
        reply = answer(
            attendee(address(number), partstat),
            uid=str(event["UID"]),
            sequence=int(event["SEQUENCE"]),
            stamp=f"{self.launch.now:%Y%m%dT%H%M%SZ}",
        )
        shape = SHAPES[list(SHAPES)[number % len(SHAPES)]]
        mail = shape(reply, str(event["ORGANIZER"]).removeprefix("mailto:"), address(number))
        taken = self.launch.do(lambda session, now: taking.take(session, now, mail))
        assert taken.outcome.startswith("answered"), taken.outcome
        self.answered_at[number] = self.launch.now

    def answers_on_the_phone(self, number: int, outcome: str) -> None:
        """A convener works through the call list."""

        def settle(session: Session, now: datetime) -> None:
            about = self.somebody(session, number)
            todo = session.exec(
                select(ToDo).where(
                    *(ToDo.about_id == about.id, ToDo.kind == ToDoKind.PHONE, col(ToDo.done_at).is_(None))
                )
            ).one()
            calls.settle(session, now, todo.pk, outcome, by="Cora Venner")

        self.launch.do(settle)
        self.answered_at[number] = self.launch.now

    def states(self) -> dict[str, InvitationState]:
        with database.reading(self.launch.engine) as session:
            rows = session.exec(
                select(Person.email, Invitation.state)
                .join(Invitation, col(Invitation.person_id) == col(Person.id))
                .where(Invitation.meeting_id == self.meeting_id)
            )
            return {email: state for email, state in rows if email}


def lived_through(engine: Engine, folder: Path) -> Town:
    """From the import of the list to the day after the launch."""
    launch = cast.begin(engine, folder, released=False)
    (folder / "home").mkdir()
    app = create_app(Settings(home=folder / "home"), engine, clock=lambda: town.launch.now)
    town = Town(launch, app, folder / "mail")
    launch.do(_read_replies)
    _import_the_list(town, folder)
    town.waive("shared-table", "roles", "evidence-of-need", "sector", "footprint")
    _recruit(town)
    _settle_date_and_place(town)
    _send_the_letter(town)
    _first_answers(town)
    _the_ladder(town)
    _the_move(town)
    _the_launch(town)
    return town


def _read_replies(session: Session, now: datetime) -> None:
    inbox = mailboxe_inbox.add(
        session, now, "answers", "imaps://user:secret@imap.example.org/INBOX", "answers@example.org"
    )
    inbox.tested_at = inbox.live_since = now
    inbox.uid_validity = 1
    session.add(inbox)


def _import_the_list(town: Town, folder: Path) -> None:
    file = folder / "outlook.csv"
    file.write_bytes(outlook_export().encode("cp1252"))
    contacts = contacts_file.read(file, Given(RoleKind.BUSINESS_LEADER, Sector.BUSINESS))
    report = town.launch.do(lambda session, now: people.import_contacts(session, now, "fernwater", contacts))
    assert report.count(contact_actions.Outcome.TAKEN) == 80, report.summary
    town.launch.do(
        lambda session, now: assistants.name_assistant(
            *(session, now, town.somebody(session, WITH_ASSISTANT), "Ada Desk", "ada.desk@example.org"),
            by="Cora Venner",
        )
    )


def _recruit(town: Town) -> None:
    run_id = town.launch.run_id

    def ask(session: Session, now: datetime) -> None:
        edda = session.exec(select(Person).where(Person.name == "Edda Teach")).one()
        for number in CHAMPIONS:
            champions.propose(session, now, run_id, town.somebody(session, number), edda, "Cora Venner")
        for other in ("Champ One", "Champ Two"):
            person = session.exec(select(Person).where(Person.name == other)).one()
            champions.move(session, now, run_id, person, ChampionStage.DECLINED, by="Cora Venner")

    town.launch.do(ask)
    for number in CHAMPIONS:
        town.launch.release("champion-ask", by="Edda Teach", to=[name(number)])
    town.walk_until(date(2026, 3, 5))
    for number in CHAMPIONS:
        town.launch.do(
            lambda session, now, number=number: champions.move(  # type: ignore[misc]
                *(session, now, run_id, town.somebody(session, number), ChampionStage.AGREED), by=name(number)
            )
        )
    town.waive("champions")


def _settle_date_and_place(town: Town) -> None:
    def settle(session: Session, now: datetime) -> None:
        host = town.somebody(session, CHAMPIONS[0])
        meetings.change(
            *(session, now, town.launch.run_id, town.meeting_id),
            by="Cora Venner",
            starts_at=FIRST_DATE,
            place="Works 01, hall 2",
            host_id=host.id,
            roles={"welcome": host.id},
        )

    town.launch.do(settle)
    town.launch.release("save-the-date")
    town.waive("logistics")


def _send_the_letter(town: Town) -> None:
    town.walk_until(date(2026, 3, 20))
    town.launch.do(
        lambda session, now: do_not_contact.mark(session, now, town.somebody(session, LEFT_ALONE).pk, True)
    )
    town.left_alone_at = town.launch.now
    town.waive("invite-list")
    town.launch.release("invitation")
    town.walk_until(date(2026, 3, 23))
    assert not [m for m in town.launch.messages("invitation") if m.sent_at], "no letter leaves unsigned"
    for number in CHAMPIONS:
        town.launch.do(
            lambda session, now, number=number: signatures.sign(  # type: ignore[misc]
                *(session, now, town.launch.run_id, town.somebody(session, number)), by=name(number)
            )
        )
    town.walk_until(date(2026, 3, 25))


def _first_answers(town: Town) -> None:
    for numbers, reply in ((BY_PAGE, "accepted"), (MAYBE, "tentative"), (DECLINES_BY_PAGE, "declined")):
        for number in numbers:
            town.answers_on_the_page(number, reply)
    town.walk_until(date(2026, 3, 27))
    for numbers, partstat in ((BY_CALENDAR, "ACCEPTED"), (DECLINES_BY_CALENDAR, "DECLINED")):
        for number in numbers:
            town.answers_in_the_calendar(number, partstat)
    for number in CHAMPIONS:
        town.answers_on_the_page(number, "accepted")


def _the_ladder(town: Town) -> None:
    """The second letter to the silent; calls only once the day to answer by is over."""
    town.walk_until(date(2026, 5, 28))
    for numbers, outcome in ((BY_PHONE, "reached-yes"), (DECLINES_BY_PHONE, "reached-no")):
        for number in numbers:
            town.answers_on_the_phone(number, outcome)
    town.walk_until(date(2026, 5, 29))


def _the_move(town: Town) -> None:
    town.launch.do(
        lambda session, now: meetings.change(
            *(session, now, town.launch.run_id, town.meeting_id), by="Cora Venner", starts_at=MOVED_TO
        )
    )
    town.walk_until(date(2026, 5, 31))
    for number in (*CHAMPIONS, *CONFIRM):
        if number in BY_CALENDAR:
            town.answers_in_the_calendar(number, "ACCEPTED")
        else:
            town.answers_on_the_page(number, "accepted")


def _the_launch(town: Town) -> None:
    town.walk_until(date(2026, 6, 17))
    town.launch.now = MOVED_TO + timedelta(hours=3)

    def hold(session: Session, now: datetime) -> None:
        there = [town.somebody(session, number) for number in (*CHAMPIONS, *CONFIRM[:-2])]
        meetings.hold(*(session, now, town.launch.run_id, town.meeting_id, there), by="Cora Venner")

    town.launch.do(hold)
    town.walk_until(date(2026, 6, 24))
