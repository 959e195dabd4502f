"""History cannot be bent by whoever reaches the database: it refuses, on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from sectorlaunch import database, events, migrations
from sectorlaunch.actions import contact_log, removal
from sectorlaunch.actions.merging import merge
from sectorlaunch.events import EventKind
from sectorlaunch.migrations import history_guard
from sectorlaunch.tables import Answer, ContactKind, ContactNote, Erasure, Event, Person
from tests.cast import CONVENER, MONDAY, Launch, begin

QUESTION = "shared-view"
REFUSED = "History is kept as it was written"


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    launch = begin(engine, tmp_path)
    launch.answer("Will Work", "shared-table", QUESTION, note="We do.")
    return launch


def refused(launch: Launch, statement: str) -> None:
    with pytest.raises(DBAPIError, match=REFUSED), launch.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET summary = 'Nothing happened.'",
        "UPDATE event SET actor = 'Somebody else' WHERE id = 1",
        "UPDATE event SET at = '2020-01-01 00:00:00'",
        "UPDATE event SET data = '{}' WHERE kind = 'answer given'",
        "DELETE FROM event",
        "DELETE FROM answer",
        "UPDATE answer SET verdict = 'not relevant'",
        "UPDATE answer SET note = 'They do.'",
        "UPDATE answer SET person_id = 1",
    ],
)
def test_it_never_happens__history_is_bent_by_whoever_reaches_the_database(
    launch: Launch, statement: str
) -> None:
    refused(launch, statement)


def test_it_takes_a_name_out_only_while_somebody_is_erased_and_says_so(launch: Launch) -> None:
    person_id = launch.someone("Will Work").pk
    launch.do(lambda session, now: removal.anonymize(session, now, person_id, by=CONVENER))
    with database.reading(launch.engine) as session:
        row = session.exec(select(Erasure)).one()
        assert (row.person_id, row.asked_by, row.finished_at) == (person_id, CONVENER, launch.now)
        said = session.exec(select(Event)).all()
        assert not any("Will Work" in f"{one.actor}{one.summary}{one.data}" for one in said)
        assert any(one.kind == EventKind.PERSON_REMOVED for one in said)
    refused(launch, "UPDATE event SET summary = 'Nothing happened.'")
    refused(launch, "DELETE FROM erasure")
    refused(launch, "UPDATE erasure SET finished_at = NULL")


def test_it_never_happens__an_erasure_rewrites_what_was_done_and_when(launch: Launch) -> None:
    opened = (
        "INSERT INTO erasure (person_id, asked_by, started_at) VALUES (1, '', '2026-03-02 16:00:00+00:00')"
    )
    for deed in (
        "UPDATE event SET kind = 'run ended'",
        "UPDATE answer SET verdict = 'not relevant'",
        "DELETE FROM event",
    ):
        with pytest.raises(DBAPIError, match=REFUSED), launch.engine.begin() as connection:
            connection.execute(text(opened))
            connection.execute(text(deed))


def test_it_lets_history_follow_two_entries_that_are_one_person(launch: Launch) -> None:
    keep, go = launch.someone("Edda Teach").pk, launch.someone("Will Work").pk

    def note(session: Session, now: object) -> None:
        person = session.get_one(Person, go)
        contact_log.add(
            session,
            launch.now,
            launch.run_id,
            person,
            ContactKind.CALL,
            "Talked.",
            on=MONDAY.date(),
            by=CONVENER,
        )

    launch.do(note)
    merged = launch.do(lambda session, now: merge.merge(session, now, keep, go, by=CONVENER))
    assert owners(launch) == {keep}
    launch.do(lambda session, now: merge.unmerge(session, now, merged.merge_id, by=CONVENER))
    assert owners(launch) == {go}


def owners(launch: Launch) -> set[int]:
    with database.reading(launch.engine) as session:
        noted = select(ContactNote.person_id).where(ContactNote.words == "Talked.")
        given = select(Answer.person_id).where(Answer.note == "We do.")
        return {*session.exec(noted), *session.exec(given)}


def test_it_keeps_every_table_of_history_that_there_is(engine: Engine) -> None:
    with engine.begin() as connection:
        assert history_guard.is_up(connection)
        there = set(history_guard.inspect(connection).get_table_names())
    assert set(history_guard.HISTORY) <= there
    by_hand = {"event", "answer", "signature", "letterrevision", "championmove", "contactnote"}
    assert by_hand <= set(history_guard.HISTORY)


def test_it_puts_the_guard_up_again_where_it_is_missing(file_engine: Engine) -> None:
    with file_engine.begin() as connection:
        history_guard.take_down(connection)
        assert not history_guard.is_up(connection)
    migrations.upgrade(file_engine)
    with file_engine.begin() as connection:
        assert history_guard.is_up(connection)


def test_it_still_takes_new_lines(launch: Launch) -> None:
    said = "Somebody called."
    launch.do(
        lambda session, now: events.record(session, now, launch.run_id, CONVENER, EventKind.TASK_DONE, said)
    )
    with database.reading(launch.engine) as session:
        assert session.exec(select(Event).where(Event.summary == said)).one()
