"""A launch with a date, its guests invited, and a mailbox that answers come to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlalchemy import Engine
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import invitations, meetings
from sectorlaunch.inbox import mailboxes, taking
from sectorlaunch.inbox.taken import Taken
from sectorlaunch.outbox.deliver import own_links
from sectorlaunch.outbox.deliver.message_envelope import envelope_of
from sectorlaunch.outbox.write import enqueue
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.records import partnerships
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import AboutKind, Inbox, Invitation, Meeting, Message, MessageState, Person
from tests.cast import Launch, begin

ADDRESS = "answers@example.org"
GUEST = "Biz Alder"
OTHER_GUEST = "Biz Birch"
STARTS_AT = datetime(2026, 9, 10, 14, 30, tzinfo=UTC)


@dataclass
class House:
    """The launch, and what comes to its mailbox."""

    launch: Launch

    @property
    def meeting(self) -> Meeting:
        return self.launch.launch_meeting()

    def ask(self, *names: str) -> None:
        """Gives guests a place at the launch and writes them a letter with a calendar entry."""
        meeting_id = self.meeting.pk
        self.launch.do(
            lambda session, now: invitations.invite(
                session,
                now,
                meeting_id,
                [session.get_one(Person, self.launch.person(session, name)) for name in names],
            )
        )
        self.write("invitation", *names)

    def write(self, kind: str, *names: str) -> None:
        """Puts a letter of a kind about the launch into the outbox for each of these."""
        meeting_id = self.meeting.pk

        def write(session: Session, now: datetime) -> None:
            # Nobody has to sign these letters: what comes back is the subject here.
            partnerships.partnership_of(session, self.launch.run_id).numbers = {"champions_needed": 0}
            for name in names:
                purpose = f"prepare-to-launch/{kind}"
                draft = Draft(
                    kind,
                    session.get_one(Person, self.launch.person(session, name)),
                    about=About(AboutKind.MEETING, meeting_id),
                    purpose=purpose,
                    planned_id=self.launch.planned(session, purpose),
                    reason="You are invited",
                )
                enqueue.write(LaunchAtHand.of(session, now, self.launch.run_id), draft)

        self.launch.do(write)

    def sent(self, name: str, kind: str = "invitation") -> Message:
        """The last letter of a kind to a person, sent."""
        person = self.launch.someone(name)
        message = next(m for m in reversed(self.launch.messages(kind)) if m.person_id == person.id)
        with database.unit_of_work(self.launch.engine, self.launch.now) as session:
            row = session.get_one(Message, message.id)
            row.state, row.sent_at = MessageState.SENT, self.launch.now
            session.add(row)
        return message

    def organizer(self, name: str, kind: str = "invitation") -> str:
        """Whom the calendar entry of that letter names, as it leaves."""
        letter = self.sent(name, kind)
        with database.trying(self.launch.engine) as session:
            row = session.get_one(Message, letter.pk)
            leaves = own_links.put_in(
                session, self.launch.now, row, envelope_of(session, self.launch.now, row, "")
            )
        assert leaves.calendar is not None
        (event,) = Calendar.from_ical(leaves.calendar.text).walk("VEVENT")
        return str(event["ORGANIZER"]).removeprefix("mailto:")

    def comes(self, content: bytes) -> Taken:
        with database.unit_of_work(self.launch.engine, self.launch.now) as session:
            return taking.take(session, self.launch.now, content)

    def place(self, name: str) -> Invitation:
        person, meeting_id = self.launch.someone(name), self.meeting.id
        with database.reading(self.launch.engine) as session:
            return session.exec(
                select(Invitation).where(
                    Invitation.meeting_id == meeting_id, Invitation.person_id == person.id
                )
            ).one()

    def move(self, by: timedelta) -> None:
        meeting_id = self.meeting.pk
        starts_at = (self.meeting.starts_at or STARTS_AT) + by
        self.launch.do(
            lambda session, now: meetings.change(
                session, now, self.launch.run_id, meeting_id, by="Cora Venner", starts_at=starts_at
            )
        )


def read_from(engine: Engine, now: datetime, url: str = "imaps://user:secret@imap.example.org/INBOX") -> None:
    """A mailbox that is read, without a server behind it."""
    with database.unit_of_work(engine, now) as session:
        inbox = mailboxes.add(session, now, "answers", url, ADDRESS)
        inbox.tested_at = inbox.live_since = now
        inbox.uid_validity = 1
        session.add(inbox)


def the_inbox(engine: Engine) -> Inbox:
    with database.reading(engine) as session:
        return session.exec(select(Inbox)).one()


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> House:
    launch = begin(engine, tmp_path)
    meeting_id = launch.launch_meeting().id
    launch.do(
        lambda session, now: meetings.change(
            session, now, launch.run_id, meeting_id or 0, by="Cora Venner", starts_at=STARTS_AT
        )
    )
    read_from(engine, launch.now)
    house = House(launch)
    house.ask(GUEST, OTHER_GUEST)
    launch.now += timedelta(days=1)
    return house
