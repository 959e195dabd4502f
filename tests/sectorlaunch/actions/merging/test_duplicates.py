"""Who may be on record twice: found by what they share, with a reason, in good time."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from sectorlaunch import database
from sectorlaunch.actions import people
from sectorlaunch.actions.merging import merge
from sectorlaunch.contacts.likeness import Known, likely
from sectorlaunch.errors import NotFound
from sectorlaunch.files import contacts_file
from sectorlaunch.records import duplicates
from tests.cast import Launch, begin

ANN = Known(1, "Ann Lee", "ann@example.com", "970-555-0100", "Lee Gears, Inc.")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Known(2, "A. Nobody", "ann+lists@example.com"), "the same address"),
        (Known(2, "Lee, Ann", "al@example.org", "", "LEE GEARS"), "the same name and company"),
        (Known(2, "Mrs. Ann Lée", "", "", "Lee Gears LLC"), "the same name and company"),
        (Known(2, "Ann Lee"), "the same name, and one of them without a company"),
        (Known(2, "Anne Lee", "", "", "Lee Gears"), "nearly the same name and company"),
        (Known(2, "A. Lee", "", "", "Lee Gear"), "nearly the same name and nearly the same company"),
        (Known(2, "Ann M. Lee", "", "", "Lee Gears"), "nearly the same name and company"),
        (
            Known(2, "Ann Leigh", "", "+1 (970) 555-0100"),
            "the same telephone number and a like name",
        ),
        (
            Known(2, "Ann Leee", "a@example.com", "", "Other"),
            "nearly the same name and addresses of one domain",
        ),
    ],
)
def test_it_proposes_with_a_reason(other: Known, why: str) -> None:
    (pair,) = likely([ANN, other])

    assert pair.why == why


@pytest.mark.parametrize(
    "other",
    [
        Known(2, "Bob Roe", "", "970-555-0100", "Lee Gears"),
        Known(2, "Ann Lee", "al@example.org", "", "Birch Metals"),
        Known(2, "Jon Lee", "jon@example.com", "", "Lee Gears"),
        Known(2, "", "", "970-555-0100"),
    ],
)
def test_it_leaves_two_people_two(other: Known) -> None:
    assert likely([ANN, other]) == []


def test_it_knows_the_dots_google_does_not() -> None:
    (pair,) = likely([Known(1, "A", "ann.lee@gmail.com"), Known(2, "B", "annlee@googlemail.com")])

    assert pair.why == "the same address"


def test_it_does_not_compare_a_crowd_one_by_one() -> None:
    crowd = [Known(number, f"Person {number:05}", f"p{number}@example.com") for number in range(2_000)]

    found = likely(
        [*crowd, Known(9_001, "Tove Hasp", "t@example.com"), Known(9_002, "Tove Hasp", "h@example.com")]
    )

    assert (9_001, 9_002) in {(pair.first.id, pair.second.id) for pair in found}


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    launch = begin(engine, tmp_path)
    more = tmp_path / "more.csv"
    more.write_text(
        "name,email,organisation\nBiz Aldr,b.alder@example.com,Alder Tools\nPhone Only,po@example.com,\n",
        encoding="utf-8",
    )
    contacts = contacts_file.read(more)
    launch.do(lambda session, now: people.import_contacts(session, now, "fernwater", contacts))
    return launch


def test_it_proposes_who_to_keep(launch: Launch) -> None:
    with database.reading(launch.engine) as session:
        found = duplicates.propose(session, "fernwater")

    assert [(pair.keep.name, pair.go.name) for pair in found] == [
        ("Biz Alder", "Biz Aldr"),
        ("Phone Only", "Phone Only"),
    ]
    assert found[1].keep.email == "po@example.com"


def test_it_does_not_propose_again_who_was_merged_or_taken_apart(launch: Launch) -> None:
    with database.unit_of_work(launch.engine, launch.now) as session:
        first, second = duplicates.propose(session, "fernwater")
        merge.merge(session, launch.now, first.keep.person_id, first.go.person_id, by="Cora Venner")
        done = merge.merge(session, launch.now, second.keep.person_id, second.go.person_id, by="Cora Venner")
        merge.unmerge(session, launch.now, done.merge_id, by="Cora Venner")

        assert duplicates.propose(session, "fernwater") == []


def test_it_finds_an_entry_by_number_or_address(launch: Launch) -> None:
    with database.reading(launch.engine) as session:
        alder = duplicates.someone(session, "Alder@example.com")
        assert duplicates.someone(session, str(alder.id)).name == "Biz Alder"
        with pytest.raises(NotFound):
            duplicates.someone(session, "99999")
        with pytest.raises(NotFound):
            duplicates.someone(session, "nobody@example.com")


def test_it_merges_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from sectorlaunch import migrations
    from sectorlaunch.cli.app import app

    monkeypatch.setenv("SECTOR_LAUNCH_HOME", str(tmp_path))
    engine = database.open_engine(f"sqlite:///{tmp_path}/sector-launch.db")
    migrations.upgrade(engine)
    begin(engine, tmp_path)
    with Session(engine) as session:
        alder = duplicates.someone(session, "alder@example.com").id
    engine.dispose()
    run = CliRunner()

    nobody = run.invoke(app, ["people", "duplicates", "fernwater"])
    merged = run.invoke(app, ["people", "merge", str(alder), "birch@example.com"])
    apart = run.invoke(app, ["people", "unmerge", "1"])

    assert "Nobody seems to be on record twice." in nobody.output
    assert "sector-launch people unmerge 1" in merged.output
    assert "are two people again" in apart.output
