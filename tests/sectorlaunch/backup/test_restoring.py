"""The drill: a copy made under load, put back elsewhere, compared row by row, set going: nothing lost, nothing twice."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from sectorlaunch import migrations
from sectorlaunch.backup import restoring, saving
from sectorlaunch.backup.soundness import Damaged
from sectorlaunch.database import open_database, reading, unit_of_work
from sectorlaunch.engine import carry_out, standstill
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.inbox.looking import look_into_all
from sectorlaunch.outbox.deliver import dispatcher
from sectorlaunch.outbox.deliver.waiting import next_due
from sectorlaunch.outbox.write import resend
from sectorlaunch.records import standstills
from sectorlaunch.settings import Settings
from sectorlaunch.tables import Event, HeldBecause, Message, MessageState, Organization, Sector
from tests.cast import MONDAY, Launch, begin
from tests.sectorlaunch.migrations.filled import Rows, everything

Place = Callable[[str], Settings]
PutBack = Callable[[datetime], tuple[Settings, Engine]]
DAY = timedelta(days=1)
NEVER_CHANGED = {"event", "organization", "person", "role", "partnership", "playbookrun"}
"""Tables whose rows the week after the copy leaves as they are."""


@pytest.fixture
def original(place: Place, tmp_path: Path) -> tuple[Settings, Launch]:
    """An installation with a small partnership whose first letters have left and whose next ones wait."""
    settings = place("original")
    engine = open_database(settings)
    migrations.upgrade(engine)
    launch = begin(engine, tmp_path)
    launch.do(carry_out.due)
    return settings, launch


@pytest.fixture
def copy(original: tuple[Settings, Launch], tmp_path: Path) -> Path:
    settings, launch = original
    return saving.write(settings, launch.now, tmp_path / "copy.tar.gz").file


@pytest.fixture
def put_back(copy: Path, place: Place) -> Iterator[PutBack]:
    """Puts the copy back elsewhere at a moment; gives that installation and its database."""
    engines: list[Engine] = []

    def at(moment: datetime) -> tuple[Settings, Engine]:
        elsewhere = place("elsewhere")
        restoring.restore(elsewhere, moment, copy)
        engines.append(open_database(elsewhere))
        return elsewhere, engines[-1]

    yield at
    for engine in engines:
        engine.dispose()


def letters(settings: Settings) -> set[str]:
    """The letters of a local mailbox: a file is named by its Message-ID."""
    return {path.name.partition("Z-")[2] for path in settings.mailbox.glob("*.eml")}


def rows(engine: Engine) -> Rows:
    with engine.begin() as connection:
        return everything(connection)


def test_a_drill(original: tuple[Settings, Launch], place: Place, tmp_path: Path) -> None:
    settings, launch = original
    stop, written = threading.Event(), threading.Event()

    def keep_writing() -> None:
        """Each unit of work adds two rows that belong together."""
        number = 0
        while not stop.is_set() and number < 2000:
            number += 1
            with unit_of_work(launch.engine, launch.now) as session:
                session.add(Organization(partnership_id=1, name=f"Pair {number}", sector=Sector.BUSINESS))
                session.add(
                    Event(run_id=None, at=launch.now, actor="load", kind="pair", summary=f"{number}", data={})
                )
            written.set()

    def keep_sending() -> None:
        while not stop.is_set():
            dispatcher.run_once(launch.engine, launch.now, settings)
            stop.wait(0.02)

    load = [threading.Thread(target=keep_writing), threading.Thread(target=keep_sending)]
    for one in load:
        one.start()
    try:
        assert written.wait(20)
        copy = saving.write(settings, launch.now, tmp_path / "copy.tar.gz").file
    finally:
        stop.set()
        for one in load:
            one.join()
    # The original goes on for a week, then its machine is lost.
    for _ in range(7):
        launch.wait(1)
        dispatcher.run_once(launch.engine, launch.now, settings)
    sent_by_original, at_last = letters(settings), rows(launch.engine)

    elsewhere = place("elsewhere")
    put_back = restoring.restore(elsewhere, launch.now, copy)

    assert put_back.copied_at == MONDAY
    engine = open_database(elsewhere)
    _compare(rows(engine), at_last)
    already_there = letters(elsewhere)
    assert dispatcher.run_once(engine, launch.now, elsewhere) == []
    assert look_into_all(engine, launch.now) == []
    with reading(engine) as session:
        assert next_due(session, launch.now) is None

    with unit_of_work(engine, launch.now) as session:
        ended = standstill.end(session, launch.now, launch.now, by="Cora Venner")
    assert ended.withheld
    again = Launch(engine, launch.run_id, launch.now)
    for _ in range(10):
        dispatcher.run_once(engine, again.now, elsewhere)
        again.wait(1)
    after = letters(elsewhere) - already_there
    assert after & sent_by_original == set(), "sent twice"
    assert after, "the copy sends nothing any more"
    engine.dispose()
    launch.engine.dispose()


def _compare(copied: Rows, at_last: Rows) -> None:
    """Row by row: the copy is the original at one moment between two units of work."""
    pairs = sum(row["name"].startswith("Pair ") for row in copied["organization"])
    assert pairs == sum(row["kind"] == "pair" for row in copied["event"]) > 0
    copied["event"] = [row for row in copied["event"] if row["kind"] != "standstill begun"]
    assert [row.pop("ended_at") for row in copied.pop("standstill")] == [None]
    for table, found in copied.items():
        known = {row["id"]: row for row in at_last[table] if "id" in row}
        assert {row["id"] for row in found if "id" in row} <= set(known), table
        if table in NEVER_CHANGED:
            assert found == [known[row["id"]] for row in found], table


def test_what_was_due_after_the_original_stopped_leaves(put_back: PutBack) -> None:
    elsewhere, engine = put_back(MONDAY + DAY)

    with unit_of_work(engine, MONDAY + DAY) as session:
        before_the_copy = MONDAY - timedelta(minutes=1)
        ended = standstill.end(session, MONDAY + DAY, before_the_copy, by="Cora Venner")

    assert ended.withheld == ()
    assert ended.leaving
    assert len(dispatcher.run_once(engine, MONDAY + DAY, elsewhere)) == len(ended.leaving)


def test_what_stays_here_can_be_sent_by_hand(original: tuple[Settings, Launch], put_back: PutBack) -> None:
    _, launch = original
    elsewhere, engine = put_back(MONDAY)
    with unit_of_work(engine, MONDAY) as session:
        withheld = standstill.end(session, MONDAY, MONDAY, by="Cora Venner").withheld
    with unit_of_work(engine, MONDAY) as session:
        kept = session.get_one(Message, withheld[0].id)
        assert (kept.state, kept.held_because) == (MessageState.WITHHELD, HeldBecause.MAY_HAVE_LEFT)
        assert "may have sent it" in kept.why
        resend.send_again(session, MONDAY, launch.run_id, kept.pk, by="Cora Venner")

    assert [one.state for one in dispatcher.run_once(engine, MONDAY, elsewhere)] == [MessageState.SENT]


def test_to_look_changes_nothing(put_back: PutBack) -> None:
    _, engine = put_back(MONDAY)
    before = rows(engine)

    with suppress(ZeroDivisionError), Session(engine) as session:
        standstill.end(session, MONDAY, MONDAY, by="Cora Venner")
        raise ZeroDivisionError

    assert rows(engine) == before
    with reading(engine) as session:
        assert standstills.is_still(session)


def test_it_is_set_going_once_and_never_ahead_of_time(put_back: PutBack) -> None:
    _, engine = put_back(MONDAY)
    with pytest.raises(BadInput, match="yet to come"), unit_of_work(engine, MONDAY) as session:
        standstill.end(session, MONDAY, MONDAY + DAY, by="Cora Venner")
    with unit_of_work(engine, MONDAY) as session:
        standstill.end(session, MONDAY, MONDAY, by="Cora Venner")

    with pytest.raises(NotAllowed, match="leave as usual"), unit_of_work(engine, MONDAY) as session:
        standstill.end(session, MONDAY, MONDAY, by="Cora Venner")
    with reading(engine) as session:
        count = select(func.count()).select_from(Event).where(col(Event.kind) == "standstill ended")
        assert session.execute(count).scalar() == 1


def test_it_puts_nothing_back_over_something_else(original: tuple[Settings, Launch], copy: Path) -> None:
    settings, _ = original
    with pytest.raises(BadInput, match=r"is not empty|has \d+ tables already"):
        restoring.restore(settings, MONDAY, copy)


def test_it_leaves_no_home_behind_when_the_copy_is_damaged(copy: Path, place: Place, tmp_path: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-2000])
    elsewhere = place("elsewhere")

    with pytest.raises(Damaged, match="cannot be read to its end"):
        restoring.restore(elsewhere, MONDAY, copy)

    assert not elsewhere.home_folder.exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".elsewhere")] == []
