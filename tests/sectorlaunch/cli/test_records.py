"""Records a convener makes, where a slip would be costly."""

from datetime import UTC, datetime

from sqlmodel import select

from languages import Language
from sectorlaunch import database
from sectorlaunch.tables import Partnership, Person
from tests.sectorlaunch.cli.conftest import Shell

SLUG = Shell.slug


def test_it_reads_the_time_of_the_launch_in_the_zone_of_the_partnership(shell: Shell) -> None:
    shell.start()

    said = shell.says("record", "launch", SLUG, "--date", "2026-09-10", "--time", "08:30")

    assert "Thursday, September 10, 2026, 8:30–10:30 a.m." in said


def test_it_keeps_the_time_when_only_the_day_moves(shell: Shell) -> None:
    shell.start()
    shell.says("record", "launch", SLUG, "--date", "2026-09-10", "--time", "08:30")

    assert "September 17, 2026, 8:30–10:30 a.m." in shell.says(
        "record", "launch", SLUG, "--date", "2026-09-17"
    )


def test_it_says_that_a_near_day_cannot_hold_and_what_to_drop(shell: Shell) -> None:
    shell.start()

    said = " ".join(shell.says("record", "launch", SLUG, "--date", "2026-04-07", "--time", "08:30").split())

    assert "Tuesday, April 7 cannot hold at the pace of this plan; the earliest is " in said
    assert "in one meeting instead of by mail" in said


def test_it_asks_for_the_time_where_there_is_none(shell: Shell) -> None:
    shell.start()

    assert "--time" in shell.complains("record", "launch", SLUG, "--date", "2026-09-10")


def test_it_refuses_an_hour_the_clocks_skip(shell: Shell) -> None:
    shell.start()

    said = shell.complains("record", "launch", SLUG, "--date", "2026-03-08", "--time", "02:30")

    assert "does not exist" in said


def test_it_sets_the_language_of_a_partnership_and_of_one_person(shell: Shell) -> None:
    shell.start()

    assert "personal pages are in Spanish" in shell.says("record", "language", SLUG, "español")
    said = shell.says("record", "language", SLUG, "English", "--person", "alder@example.com")
    assert "page are in English" in said
    assert "choose English or Spanish" in shell.complains("record", "language", SLUG, "Klingon")
    with database.reading(database.open_engine(f"sqlite:///{shell.home}/sector-launch.db")) as session:
        assert session.exec(select(Partnership.language)).one() is Language.SPANISH
        alder = session.exec(select(Person).where(Person.email == "alder@example.com")).one()
        assert alder.language is Language.ENGLISH


def test_it_records_no_attendance_before_the_launch(shell: Shell) -> None:
    shell.start()
    shell.says("record", "launch", SLUG, "--date", "2026-09-10", "--time", "08:30")

    said = shell.complains("record", "attendance", SLUG, "--present", "alder@example.com")

    assert "has not begun yet" in said


def test_it_reads_who_was_there_from_a_file(shell: Shell) -> None:
    shell.start()
    shell.says("record", "launch", SLUG, "--date", "2026-09-10", "--time", "08:30")
    shell.now = datetime(2026, 9, 10, 18, tzinfo=UTC)
    there = shell.folder / "there.txt"
    there.write_text("alder@example.com\nbirch@example.com\n", encoding="utf-8")

    said = shell.says("record", "attendance", SLUG, "--present", str(there))

    assert "2 people were there" in said


def test_it_knows_no_number_the_playbook_does_not_have(shell: Shell) -> None:
    shell.start()

    assert "did you mean" in shell.complains("record", "number", SLUG, "critical_mas", "8")


def test_it_touches_no_team_of_another_partnership(shell: Shell) -> None:
    shell.start()

    assert "no action team 7" in shell.complains("record", "team", SLUG, "7", "--name", "Ours")


def test_it_changes_the_scope_and_keeps_what_is_left_out(shell: Shell) -> None:
    shell.start()

    said = shell.says("record", "scope", SLUG, "--county", "Larimer", "--county", "Boulder")

    assert "Manufacturing, NAICS 31-33, in Fernwater Valley: Larimer, Boulder." in said


def test_it_wants_to_know_what_a_partner_brings(shell: Shell) -> None:
    shell.start()

    shell.complains("record", "team", SLUG, "1", "--partner", "will@example.org", code=2)
