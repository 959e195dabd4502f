"""A database with a launch in it, brought from the first revision to the newest: on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlmodel import Session

from sectorlaunch import migrations
from sectorlaunch.actions.merging import merge
from sectorlaunch.database import open_engine
from sectorlaunch.errors import BrokenReferences
from sectorlaunch.tables import Message, MessageState, Person, PlannedTouch, ToDo, TouchState
from tests.sample import Moment, samples

from .databases import BOTH, empty_database
from .filled import NOW, Rows, everything, fill
from .first_launch import (
    ENTRY,
    GONE,
    GONE_PERSON,
    KEPT,
    LEAD,
    MERGE,
    MESSAGES,
    OF_THE_MERGE,
    SHORT_OF_SIGNATURES,
    TASKS,
    by_name,
    put_in,
)
from .test_every_revision import lost, to_copied

FIRST = "0001"


@pytest.fixture(params=BOTH)
def first(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database of the first revision."""
    with empty_database(request, request.param, tmp_path) as engine:
        command.upgrade(migrations.configuration(engine), FIRST)
        yield engine


@pytest.fixture
def upgraded(first: Engine) -> tuple[Rows, Rows, dict[str, int]]:
    """The rows before and after, and the numbers of the launch's messages and tasks."""
    with first.begin() as connection:
        fill(connection)
        numbers = put_in(connection)
        before = everything(connection)
    migrations.upgrade(first)
    with first.begin() as connection:
        return before, everything(connection), numbers


def test_it_keeps_every_row_of_every_table(
    upgraded: tuple[Rows, Rows, dict[str, int]], first: Engine
) -> None:
    before, after, _ = upgraded
    with first.connect() as connection:
        assert lost(before, after, to_copied(connection)) == []


def test_it_says_of_each_touch_what_it_is_about_and_what_holds_it(
    upgraded: tuple[Rows, Rows, dict[str, int]],
) -> None:
    _, after, _ = upgraded
    columns = ("occurrence", "about_kind", "about_id", "held_because", "result")
    found = {
        row["touch_key"] + ("" if row["occurrence"] != "wave:2" else ", second"): tuple(
            row[name] for name in columns[1:]
        )
        for row in after["plannedtouch"]
        if row["id"] > 10
    }
    assert found == {
        "logistics": ("meeting", 2, None, ""),
        "assistant": ("run", None, None, ""),
        "invitation": ("meeting", 2, "letter not signed", SHORT_OF_SIGNATURES),
        "invitation, second": ("wave", 2, "the wave waits", "The first wave has not left yet."),
        "date": ("run", None, "the launch has no hour", "The launch has no day and hour yet."),
        "copy": ("run", None, "too little lead", LEAD),
        "week": ("week", None, None, ""),
        "follow-up": ("person", 2, None, GONE),
        "late": ("person", 1, None, "the system was not running"),
        "debrief": ("meeting", 2, None, "4 messages"),
        "silent": ("meeting", 2, None, ""),
    }
    assert [row["touch_key"] for row in after["plannedtouch"] if row["is_gone"]] == ["follow-up"]


def test_it_says_of_each_message_what_caused_it_and_whose_copy_it_is(
    upgraded: tuple[Rows, Rows, dict[str, int]],
) -> None:
    _, after, numbers = upgraded
    says = by_name(after, "message", numbers)
    touches = {(t["touch_key"], t["occurrence"]): t["id"] for t in after["plannedtouch"]}
    logistics = touches["logistics", "meeting:2"]
    copies = {name: says(name, "copy_of_id") for name in MESSAGES}
    assert {name: of for name, of in copies.items() if of is not None} == {
        "its copy": numbers["letter"],
        "repeat of the copy": numbers["letter"],
        "copy without its letter": numbers["copy without its letter"],
    }
    assert (
        says("its repeat", "repeat_of_id") == says("its second repeat", "repeat_of_id") == numbers["letter"]
    )
    assert says("repeat of the copy", "repeat_of_id") == numbers["its copy"]
    assert says("letter", "repeat_of_id") is None
    for name in ("letter", "its copy", "its repeat", "repeat of the copy", "post"):
        assert (says(name, "planned_id"), says(name, "step_key")) == (logistics, "prepare"), name
    assert says("of a touch keyed assistant", "planned_id") == touches["assistant", "run"]
    assert says("not sent", "planned_id") == touches["invitation", "meeting:2"]
    assert says("of the second wave", "planned_id") == touches["invitation", "wave:2"]
    assert says("dated", "planned_id") == touches["debrief", "meeting:2"]
    assert (says("asked to score", "planned_id"), says("asked to score", "step_key")) == (None, "prepare")
    assert (says("of a gate", "planned_id"), says("of a gate", "step_key")) == (None, "")


def test_it_says_of_each_message_what_it_is_about(upgraded: tuple[Rows, Rows, dict[str, int]]) -> None:
    _, after, numbers = upgraded
    says = by_name(after, "message", numbers)
    about = {
        "letter": ("meeting", 2),
        "its second repeat": ("meeting", 2),
        "not sent": ("meeting", 2),
        "of the second wave": ("wave", 2),
        "dated": ("meeting", 1),
        "of a gate": ("run", None),
        "of a poll": ("poll", 2),
        "asked to score": ("scoring", 3),
        "week": ("week", None),
        "test": ("run", None),
    }
    assert {name: (says(name, "about_kind"), says(name, "about_id")) for name in about} == about
    assert (says("letter", "calendar_sequence"), says("letter", "calendar_organizer")) == (
        4,
        "answers+r.abcdefghijklmnopqrstuvwxyz@example.org",
    )
    assert says("letter", "calendar_text") == ENTRY
    assert (says("its copy", "calendar_sequence"), says("its copy", "calendar_organizer")) == (None, "")


def test_it_says_of_each_message_what_holds_it(upgraded: tuple[Rows, Rows, dict[str, int]]) -> None:
    _, after, numbers = upgraded
    says = by_name(after, "message", numbers)
    held = {
        "unwanted": "do not contact",
        "unwanted, when sent": "do not contact",
        "refused address": "address refused",
        "asked twice": "asked elsewhere",
        "let be": "asked elsewhere",
        "paused": "pause",
        "full week": "too many this week",
        "no digest": "no digest",
        "came back": "address refused",
        "spam": None,
        "put aside": "letter not signed",
        "tried": None,
        "fine": None,
    }
    assert {name: says(name, "held_because") for name in held} == held
    assert says("asked twice", "state_reason") == "asked by Upstream on 3 March"
    assert says("let be", "state_reason") == "asked by Upstream on 3 March; let be by Cora."


def test_it_says_of_each_task_what_it_is_for(upgraded: tuple[Rows, Rows, dict[str, int]]) -> None:
    _, after, numbers = upgraded
    says = by_name(after, "todo", numbers)
    touches = {(t["touch_key"], t["occurrence"]): t["id"] for t in after["plannedtouch"]}
    silent, logistics = touches["silent", "meeting:2"], touches["logistics", "meeting:2"]
    columns = ("purpose_kind", "planned_id", "matter_kind", "matter_id", "outcome_kind")
    assert {name: tuple(says(name, column) for column in columns) for name in TASKS} == {
        "ladder": ("call", silent, "meeting", 2, None),
        "tell": ("tell", logistics, "meeting", 2, None),
        "tell of a move": ("tell of a move", None, "meeting", 2, "reached: yes"),
        "tell it is off": ("tell", None, "meeting", 2, None),
        "choice": ("decide an ask", None, "message", 5, None),
        "waiver": ("other", None, "waiver", 2, None),
        "moved on": ("call", silent, "meeting", 1, "the meeting has moved"),
        "wrong number": ("other", None, "run", None, "wrong number"),
        "words": ("other", None, "run", None, None),
    }


def test_a_merge_made_before_can_be_taken_back(first: Engine) -> None:
    with first.begin() as connection:
        fill(connection)
        put_in(connection)
    migrations.upgrade(first)

    with Session(first) as session:
        undone = merge.unmerge(session, NOW, MERGE, by="Cora Venner")
        session.commit()

    assert undone.left == 0
    with Session(first) as session:
        kept, gone = session.get_one(Person, KEPT), session.get_one(Person, GONE_PERSON)
        assert (kept.organization_id, gone.merged_into_id) == (None, None)
        touches = [session.get_one(PlannedTouch, OF_THE_MERGE + more) for more in (0, 1)]
        assert [(one.occurrence, one.about_id) for one in touches] == [
            (f"person:{KEPT}", KEPT),
            (f"person:{GONE_PERSON}", GONE_PERSON),
        ]
        assert touches[0].state is TouchState.PLANNED
        message = session.get_one(Message, OF_THE_MERGE)
        assert (message.occurrence, message.about_id, message.state) == (
            f"person:{GONE_PERSON}",
            GONE_PERSON,
            MessageState.QUEUED,
        )
        task = session.get_one(ToDo, OF_THE_MERGE)
        assert (task.occurrence, task.matter_id) == (f"person:{GONE_PERSON}", GONE_PERSON)


def test_it_respells_the_fields_of_own_words_and_nothing_else(
    upgraded: tuple[Rows, Rows, dict[str, int]],
) -> None:
    _, after, _ = upgraded
    words = "Your organisation, {{ recipient.organization }}, and {{host.organization | capital}}"
    assert [row["words"] for row in after["kindwords"]][-1] == words
    assert [(row["subject"], row["text"]) for row in after["touchchange"]][-1] == (words, words)


def test_it_goes_back_to_the_words_there_were(first: Engine) -> None:
    with first.begin() as connection:
        fill(connection)
        put_in(connection)
        before = everything(connection)
    migrations.upgrade(first)
    command.downgrade(migrations.configuration(first), "0011")
    with first.begin() as connection:
        after = everything(connection)
    for table in ("plannedtouch", "message", "todo", "merge", "kindwords", "touchchange"):
        assert [{name: row[name] for name in before[table][0]} for row in after[table]] == before[table]


def test_it_enforces_references_again_afterwards(first: Engine) -> None:
    migrations.upgrade(first)
    if first.dialect.name == "sqlite":
        with first.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert migrations.is_current(first)


def test_it_leaves_a_database_as_it_was_whose_rows_refer_to_nothing(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'broken.db'}")
    command.upgrade(migrations.configuration(engine), FIRST)
    with engine.begin() as connection:
        fill(connection)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("UPDATE champion SET person_id = 99 WHERE id = 1")
        raw.execute("PRAGMA foreign_keys = ON")

    with pytest.raises(BrokenReferences, match="1 from champion to person"):
        migrations.upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == FIRST
        assert connection.execute(text("SELECT count(*) FROM champion")).scalar() == 2
    engine.dispose()


SINCE_THEN = (
    "DELETE FROM databrieftranslation",
    "DELETE FROM touchrelease",
    "UPDATE gaterun SET settled_at = NULL",
    "UPDATE message SET deadline_id = NULL",
    "DELETE FROM deadline",
    "UPDATE plannedtouch SET about_kind = 'run', about_id = NULL WHERE about_kind IN ('deadline', 'survey')",
    "UPDATE message SET about_kind = 'run', about_id = NULL WHERE about_kind IN ('deadline', 'survey')",
    "UPDATE todo SET matter_kind = 'run', matter_id = NULL WHERE matter_kind IN ('deadline', 'survey')",
    "UPDATE plannedtouch SET about_kind = 'run', about_id = NULL WHERE occurrence LIKE 'team:%:%'",
    "UPDATE message SET about_kind = 'run', about_id = NULL WHERE occurrence LIKE 'team:%:%'",
    "UPDATE todo SET matter_kind = 'run', matter_id = NULL WHERE occurrence LIKE 'team:%:%'",
    "UPDATE role SET owner_id = NULL, note = ''",
    "UPDATE accesslink SET sent_to = ''",
    "UPDATE message SET joined_to_id = NULL",
    "UPDATE meeting SET getting_there = '', join_url = '', dial_in = ''",
    "UPDATE partnership SET clock_rules = ''",
)
"""What later revisions brought, which no words of before say."""


def test_it_reads_out_of_the_words_of_a_launch_what_the_code_says_of_it(tmp_path: Path) -> None:
    """A launch walked into its fifth step, taken back to words only, and forth again: every column is as it was."""
    example = Path(__file__).parents[3] / "examples/high-valley-manufacturing/partnership.yaml"
    engine = samples(tmp_path, example, Moment.ACTION)[Moment.ACTION].engine
    with engine.begin() as connection:
        for lost_on_the_way_down in SINCE_THEN:
            connection.execute(text(lost_on_the_way_down))
        before = everything(connection)
    command.downgrade(migrations.configuration(engine), "0011")
    command.upgrade(migrations.configuration(engine), "0012")
    there = inspect(engine)
    known = {table: {one["name"] for one in there.get_columns(table)} for table in there.get_table_names()}

    migrations.upgrade(engine)

    with engine.begin() as connection:
        after = everything(connection)
    for table in before.keys() & known:
        for was, now in zip(before[table], after[table], strict=True):
            kept = known[table] & was.keys()
            assert {name: now[name] for name in kept} == {name: was[name] for name in kept}, table
    engine.dispose()
