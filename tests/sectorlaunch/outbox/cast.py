"""The cast and the wires of the outbox tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from notifications.envelope import Envelope, Outcome, Receipt
from sectorlaunch.records import people
from sectorlaunch.tables import (
    Address,
    Attempt,
    Event,
    Message,
    Partnership,
    Person,
    PlaybookEdition,
    PlaybookRun,
    Role,
    RoleKind,
    ToDo,
)

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@dataclass
class PretendWire:
    """Answers as told, in order, then with the last answer again; remembers what it was handed."""

    receipts: list[Receipt] = field(default_factory=lambda: [Receipt(Outcome.SENT, 250)])
    carries_letters: bool = True
    masked: str = "letter://mail.example.org/"
    handed: list[Envelope] = field(default_factory=list)

    def send(self, envelope: Envelope) -> Receipt:
        self.handed.append(envelope)
        return self.receipts.pop(0) if len(self.receipts) > 1 else self.receipts[0]

    def close(self) -> None:
        """Nothing is held open."""


@dataclass
class OutboxLaunch:
    """One partnership with its convener and a guest, and ways to look into the tables."""

    engine: Engine
    run_id: int
    convener_id: int
    guest_id: int

    def queue(self, **changes: Any) -> int:
        """Puts one message into the outbox, due at noon."""
        with Session(self.engine) as session, session.begin():
            number = len(session.exec(select(Message.id)).all()) + 1
            fields: dict[str, Any] = {
                "run_id": self.run_id,
                "person_id": self.guest_id,
                "kind": "invitation",
                "purpose": f"prepare-to-launch/invite/{number}",
                "occurrence": "run",
                "reason": "is on the invite list",
                "to_name": "Gus Guest",
                "to_address": "gus@example.org",
                "sender_name": "Cora Convener",
                "reply_to": "cora@example.org",
                "subject": f"Letter {number}",
                "text": "Come.\n",
                "html": "<p>Come.</p>",
                "short_text": "Come.",
                "message_id": f"letter-{number}@example.org",
                "queued_at": NOON,
                "send_after": NOON,
            }
            message = Message(**(fields | changes))
            session.add(message)
            session.flush()
            return message.pk

    def message(self, message_id: int) -> Message:
        with Session(self.engine) as session:
            return session.get_one(Message, message_id)

    def attempts(self, message_id: int) -> list[Attempt]:
        with Session(self.engine) as session:
            found = select(Attempt).where(Attempt.message_id == message_id).order_by(Attempt.id)  # type: ignore[arg-type]
            return list(session.exec(found))

    def change(self, table: type[Any], row_id: int, **changes: Any) -> None:
        with Session(self.engine) as session, session.begin():
            row = session.get_one(table, row_id)
            for name, value in changes.items():
                setattr(row, name, value)
            session.add(row)

    def note_of_address(self, **known: datetime) -> None:
        """What is known of the guest's address for every partnership."""
        with Session(self.engine) as session, session.begin():
            session.add(Address(email="gus@example.org", **known))

    def refused_at(self, person_id: int) -> datetime | None:
        """When a letter to their address was refused for good."""
        with Session(self.engine) as session:
            return people.address_refused_at(session, session.get_one(Person, person_id))

    def person(self, person_id: int) -> Person:
        with Session(self.engine) as session:
            return session.get_one(Person, person_id)

    def event_kinds(self) -> list[str]:
        with Session(self.engine) as session:
            return list(session.exec(select(Event.kind).order_by(Event.id)))  # type: ignore[arg-type]

    def todos(self) -> list[ToDo]:
        with Session(self.engine) as session:
            return list(session.exec(select(ToDo).order_by(ToDo.id)))  # type: ignore[arg-type]


def start_launch(engine: Engine) -> OutboxLaunch:
    """A partnership in Denver with a convener and one guest."""
    with Session(engine) as session, session.begin():
        partnership = Partnership(
            slug="river-valley",
            name="River Valley",
            zone="America/Denver",
            numbers={"champions_needed": 0},  # nobody signs these letters
            created_at=NOON,
        )
        session.add(partnership)
        session.flush()
        here = partnership.pk
        convener = Person(
            partnership_id=here, name="Cora Convener", email="cora@example.org", created_at=NOON
        )
        guest = Person(partnership_id=here, name="Gus Guest", email="gus@example.org", created_at=NOON)
        session.add_all([convener, guest])
        session.flush()
        session.add(PlaybookEdition(digest="empty", key="sector-launch", version=1, text=""))
        run = PlaybookRun(
            partnership_id=partnership.pk,
            edition_digest="empty",
            started_at=NOON,
        )
        role = Role(partnership_id=partnership.pk, person_id=convener.pk, kind=RoleKind.CONVENER, since=NOON)
        session.add_all([run, role])
        session.flush()
        ids = (run.pk, convener.pk, guest.pk)
    return OutboxLaunch(engine, *ids)


def needed(session: Session, message: Message) -> bool:
    """A stop rule that never comes true."""
    return True


def not_needed(session: Session, message: Message) -> bool:
    """A stop rule that has come true: answered meanwhile, or the meeting is called off."""
    return False
