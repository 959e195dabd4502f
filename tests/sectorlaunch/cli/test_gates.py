"""Answering, waiving and reopening from the command line."""

import hashlib

from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.engine import steps
from sectorlaunch.records import partnerships
from sectorlaunch.settings import Settings
from sectorlaunch.tables import PlaybookEdition, PlaybookRun, StepRun
from tests import cast
from tests.sectorlaunch.cli.conftest import Shell

SLUG = Shell.slug


def reach_the_first_gate(shell: Shell) -> None:
    """What the worker does as soon as a launch has been started."""
    shell.start()
    engine = database.open_database(Settings())
    with database.unit_of_work(engine, shell.now) as session:
        first = session.exec(select(StepRun).order_by(StepRun.position)).first()  # type: ignore[arg-type]
        assert first is not None
        assert partnerships.partnership_of(session, first.run_id).slug == SLUG
        steps.advance(session, shell.now, first.pk)
    engine.dispose()


def test_it_records_an_answer_and_says_how_the_gate_stands(shell: Shell) -> None:
    reach_the_first_gate(shell)

    said = shell.says("answer", SLUG, "shared-table", "shared-view", "--as", "edda@example.org")

    assert "Recorded for Edda Teach: done." in said
    assert "The gate is still shut" in said


def test_it_opens_the_gate_with_the_last_answer_it_needs(shell: Shell) -> None:
    reach_the_first_gate(shell)

    for email in ("edda@example.org", "will@example.org", "enid@example.org"):
        said = shell.says("answer", SLUG, "shared-table", "shared-view", "--as", email)

    assert "The gate is open." in said


def test_it_wants_a_note_with_what_is_still_open(shell: Shell) -> None:
    reach_the_first_gate(shell)

    said = shell.complains(
        "answer", SLUG, "shared-table", "shared-view", "--as", "edda@example.org", "--verdict", "open"
    )

    assert "needs a note" in said


def test_it_names_the_questions_of_a_gate(shell: Shell) -> None:
    reach_the_first_gate(shell)

    assert "shared-view" in shell.complains("answer", SLUG, "shared-table", "no-such-question")


def test_it_refuses_a_stranger_and_names_the_nearest(shell: Shell) -> None:
    reach_the_first_gate(shell)

    said = shell.complains("answer", SLUG, "shared-table", "shared-view", "--as", "eda@example.org")

    assert "edda@example.org" in said


def test_it_sets_a_question_aside_until_a_day(shell: Shell) -> None:
    reach_the_first_gate(shell)

    said = shell.says(
        "waive", SLUG, "shared-table", "shared-view", "--why", "They meet on Friday.", "--until", "2026-04-01"
    )

    assert "Set aside until 2026-04-01." in said
    assert "The gate is open." in said
    assert any(e["kind"] == "waiver" for e in shell.reads("timeline", SLUG))


def test_it_reopens_what_was_open(shell: Shell) -> None:
    reach_the_first_gate(shell)
    shell.says("waive", SLUG, "shared-table", "--why", "They meet on Friday.", "--until", "2026-04-01")

    said = shell.says("reopen", SLUG, "shared-table", "--why", "Two of them have left.")

    assert "The gate is still shut" in said


def test_it_says_that_an_answer_ahead_of_its_gate_counts_later(shell: Shell) -> None:
    reach_the_first_gate(shell)

    assert "counts when it does" in shell.says("answer", SLUG, "roles", "roles-agreed")


def test_it_waits_for_another_convener_where_the_playbook_wants_two(shell: Shell) -> None:
    reach_the_first_gate(shell)
    want_two()

    said = shell.says("waive", SLUG, "shared-table", "--why", "Two start in May.", "--until", "2026-04-01")

    assert "second-yes agree fernwater waiver-1" in said
    (asked,) = shell.reads("second-yes", "list", SLUG)
    assert (asked["name"], "nobody else convenes here" in asked["who"]) == ("waiver-1", True)
    agree = ("second-yes", "agree", SLUG, "waiver-1", "--as", "cora@example.org")
    assert "another convener agrees" in shell.complains(*agree)
    shell.says("people", "name", SLUG, "co-convener", "will@example.org")
    assert "Will Work agrees" in shell.says(*agree[:-1], "will@example.org")
    assert "waits for a second yes" in shell.complains("second-yes", "decline", *agree[2:])


def want_two() -> None:
    """Has the run's own edition of the playbook want two people for a waiver."""
    engine = database.open_database(Settings())
    with database.unit_of_work(engine, cast.MONDAY) as session:
        run = session.exec(select(PlaybookRun)).one()
        before = session.get_one(PlaybookEdition, run.edition_digest)
        text = before.text.replace("\noffice_hours:", "\ntwo_for: [waiver]\noffice_hours:", 1)
        digest = hashlib.sha256(text.encode()).hexdigest()
        session.add(PlaybookEdition(digest=digest, key=before.key, version=before.version, text=text))
        session.flush()
        run.edition_digest = digest
        session.add(run)
    engine.dispose()
