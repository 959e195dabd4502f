"""Thousands of invitation letters, each composed for its reader: in an outbox of ours, and as prebuilt words for others."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Engine, delete, text
from sqlmodel import Session, col, select

from notifications.wires.mime import letter_bytes
from playbooks import loader
from sectorlaunch import database, migrations, playbook_vocabulary
from sectorlaunch.actions import invitations
from sectorlaunch.engine import (
    carry_out,
    consequences,  # noqa: F401  what follows from a deed, before each commit
    partnerships,
)
from sectorlaunch.files import contacts_file, partnership_file
from sectorlaunch.outbox import channels
from sectorlaunch.outbox.deliver.message_envelope import envelope_of
from sectorlaunch.records import meetings, playbook_editions
from sectorlaunch.records import partnerships as partnership_records
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Address, Attempt, Message, Partnership, PlannedTouch, ToDo, TouchState

SAMPLE = Path(__file__).parents[1] / "examples/high-valley-manufacturing/partnership.yaml"
NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
"""A Monday morning in Denver; letters are written then, and all are due."""
SENDER = "launch@example.org"
HOST = "127.0.0.1"
"""Where the mail server stands: whoever sends must be allowed to, as an office whose server stands inside."""
SYLLABLES = [
    start + vowel for start in (*"bdfghklmnprstvw", "br", "dr", "gr", "kl", "st") for vowel in "aeiou"
]
STEP, ACTIVITY, TOUCH = "prepare-to-launch", "send-invitations", "invitation"


def contact_list(count: int) -> str:
    """A list of business leaders in our own format, no two alike."""
    lines = ["name,email,phone,title,organisation,sector,role,decides,relationship_owner,note"]
    for number in range(count):
        company = word(number // 3)
        lines.append(
            f"{word(number % 997)} {word(number + 1000)},guest{number}@{company.lower()}.example.com,"
            f"970-555-{number % 10_000:04},Owner,{company} Works,business,business leader,yes,,"
        )
    return "\n".join(lines) + "\n"


def word(number: int) -> str:
    """A name that is like no other one: made of syllables drawn by lot, the same for the same number."""
    lot = Random(number)
    return "".join(lot.choice(SYLLABLES) for _ in range(lot.randint(3, 5))).capitalize()


def open_partnership(folder: Path, people: int) -> tuple[Engine, Settings, int]:
    """A database of its own with the sample partnership and so many guests on the list of its launch; and the run's id."""
    settings = Settings(home=folder)
    engine = database.open_database(settings)
    migrations.upgrade(engine)
    (folder / "contacts.csv").write_text(contact_list(people), encoding="utf-8")
    file = partnership_file.read(SAMPLE, NOW.date())
    contacts = contacts_file.read(folder / "contacts.csv")
    words = loader.shipped_text("sector-launch")
    playbook = loader.load(words, "sector_launch.yaml", playbook_vocabulary.vocabulary())
    with database.unit_of_work(engine, NOW) as session:
        run_id = partnerships.start(session, NOW, file, contacts, words, playbook).run_id
        partnership = session.exec(select(Partnership)).one()
        partnership.numbers = {**partnership.numbers, "champions_needed": 0, "messages_a_week": 1000}
        session.add(partnership)
        launch = meetings.launch_meeting(session, partnership.pk)
        assert launch is not None
        launch.starts_at, launch.place = NOW + timedelta(days=120), "Forge Hall, 1 River Street"
        session.add(launch)
        invitations.list_guests(session, NOW, run_id)
    with database.unit_of_work(engine, NOW) as session:
        session.exec(delete(Message))
    return engine, settings, run_id


def compose(engine: Engine, run_id: int) -> int:
    """Has the product write the invitation to every guest, in one unit of work as when the touch is due; says how many."""
    with database.unit_of_work(engine, NOW) as session:
        partnership = partnership_records.partnership_of(session, run_id)
        planned = PlannedTouch(
            run_id=run_id,
            step_key=STEP,
            activity_key=ACTIVITY,
            touch_key=TOUCH,
            occurrence="run",
            anchor_on=NOW.date(),
            due_at=NOW,
        )
        session.add(planned)
        session.flush()
        touch = playbook_editions.touch_of(session, planned)
        people = carry_out.wanted(session, partnership.pk, planned, touch)
        written = carry_out.write_to(session, NOW, planned, touch, people)
        planned.state = TouchState.DONE
    return written


def rows(engine: Engine) -> list[dict[str, object]]:
    """The letters of the outbox as they stand there, to be queued again in the same words."""
    with database.reading(engine) as session:
        return [
            one.model_dump(exclude={"id"}) for one in session.exec(select(Message).order_by(col(Message.id)))
        ]


def queue_again(engine: Engine, letters: list[dict[str, object]]) -> None:
    """Puts prebuilt letters into the outbox, in one transaction."""
    with database.unit_of_work(engine, NOW) as session:
        session.add_all(Message(**letter) for letter in letters)


def empty(engine: Engine) -> None:
    """Takes everything out of the outbox, and what was noted of addresses that were refused. History stays, as it must."""
    with database.unit_of_work(engine, NOW) as session:
        for table in (Address, Attempt, Message, ToDo):
            session.exec(delete(table))


def lead_to(engine: Engine, port: int) -> None:
    """Makes a mail server on this machine the live channel for letters."""
    with database.unit_of_work(engine, NOW) as session:
        url = f"letter://{HOST}:{port}/?from={SENDER}&mode=none"
        channel = channels.add(session, NOW, "email", url, hosts=frozenset({HOST}))
        channel.tested_at = channel.live_since = NOW
        session.add(channel)


def write_prebuilt(engine: Engine, file: Path) -> None:
    """The same letters as lines of JSON, words and whole bytes, for the bare loop and the peers."""
    with database.reading(engine) as session, file.open("w", encoding="utf-8") as out:
        for line in _prebuilt(session):
            out.write(json.dumps(line) + "\n")


def _prebuilt(session: Session) -> Iterator[dict[str, str]]:
    for message in session.exec(select(Message).order_by(col(Message.id))):
        message.attempts = 1
        yield {
            "to": message.to_address,
            "sender": SENDER,
            "subject": message.subject,
            "text": message.text,
            "html": message.html,
            "calendar": message.calendar_text,
            "message_id": message.message_id,
            "bytes": letter_bytes(envelope_of(session, NOW, message, SENDER)).decode("ascii"),
        }


def states(engine: Engine) -> dict[str, int]:
    """How many letters are in each state."""
    with engine.execution_options(only_reads=True).connect() as connection:
        found = connection.execute(text("SELECT state, count(*) FROM message GROUP BY state ORDER BY state"))
        return {str(state): int(count) for state, count in found}
