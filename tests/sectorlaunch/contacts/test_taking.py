"""A foreign list taken into a partnership: the report, people who are in it twice, and assistants."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from typer.testing import CliRunner

from sectorlaunch import database
from sectorlaunch.actions import people
from sectorlaunch.actions.contacts import ImportReport, Outcome
from sectorlaunch.cli.app import app
from sectorlaunch.tables import Person
from tests import cast

from .conftest import Read

HEADER = "First Name,Last Name,Company,Job Title,Business Phone,E-mail Address,E-mail 2 Address,Assistant's Name,Assistant's Phone\n"
LIST = (
    HEADER
    + "Una,Novak,Novak Pumps,CEO,970-555-0301,una@example.com,,Tess Quill,970-555-0302\n"
    + "Biz,Alder,Alder Tools,President,970-555-0303,balder@example.com,alder@example.com,Pia Vellum,\n"
    + "Una,Novak,Novak Pumps,,,una@example.com,una.n@example.com,,\n"
    + "Owen,Field,Field Farms,Owner,970-555-0304,,,,\n"
    + "Nobody,Here,Far Co,Owner,,,,,\n"
)


def take(engine: Engine, read: Read, text: str, check_only: bool = False) -> ImportReport:
    with database.unit_of_work(engine, cast.MONDAY) as session:
        return people.import_contacts(session, cast.MONDAY, "fernwater", read(text), check_only)


def test_it_reports_every_row(engine: Engine, tmp_path: Path, read: Read) -> None:
    cast.begin(engine, tmp_path)

    report = take(engine, read, LIST)

    assert [(row.line, row.outcome) for row in report.rows] == [
        (2, Outcome.TAKEN),
        (3, Outcome.MERGED),
        (4, Outcome.UNCHANGED),
        (5, Outcome.TAKEN),
        (6, Outcome.REFUSED),
    ]
    assert report.dialect == "Outlook, CSV, UTF-8"
    assert report.rows[0].why == "as business leader; decides, by the title “CEO”"


def test_it_knows_somebody_by_a_second_address_and_says_what_it_does_not_keep(
    engine: Engine, tmp_path: Path, read: Read
) -> None:
    cast.begin(engine, tmp_path)

    why = take(engine, read, LIST).rows[1].why

    assert "balder@example.com is not kept, for alder@example.com is on record" in why


def test_it_keeps_the_assistant(engine: Engine, tmp_path: Path, read: Read) -> None:
    cast.begin(engine, tmp_path)

    take(engine, read, LIST)

    with database.reading(engine) as session:
        una = session.exec(select(Person).where(Person.email == "una@example.com")).one()
    assert (una.assistant_name, una.assistant_phone) == ("Tess Quill", "970-555-0302")


def test_it_changes_nothing_the_second_time(engine: Engine, tmp_path: Path, read: Read) -> None:
    cast.begin(engine, tmp_path)
    take(engine, read, LIST)

    again = take(engine, read, LIST)

    assert {row.outcome for row in again.rows} == {Outcome.UNCHANGED, Outcome.REFUSED}


def test_it_stores_nothing_on_a_check(engine: Engine, tmp_path: Path, read: Read) -> None:
    cast.begin(engine, tmp_path)

    checked = take(engine, read, LIST, check_only=True)

    with database.reading(engine) as session:
        assert session.exec(select(Person).where(Person.email == "una@example.com")).first() is None
    assert checked.rows == take(engine, read, LIST).rows


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--as", "business-leader"], 1, "Read as Outlook, CSV, UTF-8."),
        ([], 1, "does not say who these people are"),
        (["--as", "support-team"], 2, "say which sector"),
        (["--as", "support-team", "--sector", "education"], 1, "Read as Outlook"),
        (["--as", "facilitator"], 2, "in the partnership file"),
        (["--as", "emperor"], 2, "is not one of"),
    ],
)
def test_it_takes_the_role_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], code: int, words: str
) -> None:
    from sectorlaunch import migrations

    monkeypatch.setenv("SECTOR_LAUNCH_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "300")
    engine = database.open_engine(f"sqlite:///{tmp_path}/sector-launch.db")
    migrations.upgrade(engine)
    cast.begin(engine, tmp_path)
    engine.dispose()
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")

    result = CliRunner().invoke(
        app, ["people", "import", "fernwater", str(tmp_path / "list.csv"), *options, "--check"]
    )

    assert result.exit_code == code, result.output
    assert words in " ".join(f"{result.output} {result.exception}".split())
