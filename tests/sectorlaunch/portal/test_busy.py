"""Records that are busy, full or gone: said as such, with what was typed kept, and never as an error of ours."""

import html
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import event
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.errors import BadInput
from sectorlaunch.files import contacts_file
from sectorlaunch.portal.app import create_app
from sectorlaunch.tables import Answer
from tests.cast import CONVENER

from .conftest import MAIN, House

ADDRESS = f"/partnerships/{MAIN}/gates/shared-table/answers"
QUESTION = "shared-view"
NOTE = "We wrote them down on Monday.\nAll four are <here> & signed."


@pytest.fixture
def on_disk(house: House, tmp_path: Path) -> Iterator[House]:
    """The same house with its records in a file, waiting a moment for a lock instead of seconds."""
    file = tmp_path / "records.db"
    with house.engine.connect() as connection, closing(sqlite3.connect(file)) as copy:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.backup(copy)
    engine = database.open_engine(f"sqlite:///{file}", busy_seconds=0.2)
    app = create_app(house.settings, engine, clock=lambda: house.launch.now)
    yield replace(house, app=app, engine=engine)
    engine.dispose()


@contextmanager
def locked(house: House) -> Iterator[None]:
    """Somebody else holds the write lock."""
    with closing(sqlite3.connect(str(house.engine.url.database))) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


def answered(house: House) -> list[str]:
    with database.reading(house.engine) as session:
        return list(session.exec(select(Answer.note)))


def kept_on(page: str) -> dict[str, str]:
    """The fields of the form on a page, as a browser would send them."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    typed = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', page)
    return {name: html.unescape(value) for name, value in hidden + typed}


def test_a_busy_database_is_told_and_keeps_what_was_typed(on_disk: House) -> None:
    client = on_disk.signed_in(CONVENER)
    form = on_disk.form(client, question=QUESTION, verdict="still open", note=NOTE)
    before = answered(on_disk)

    with locked(on_disk):
        answer = client.post(ADDRESS, data=form)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "What you typed is still on this page" in answer.text
    assert answered(on_disk) == before
    kept = kept_on(answer.text)
    assert kept == {**form, "note": NOTE}
    assert f'action="{ADDRESS}"' in answer.text
    assert client.post(ADDRESS, data=kept).status_code == 303
    assert [note.replace("\r", "") for note in answered(on_disk)] == [*before, NOTE]


def test_pages_are_still_read_while_somebody_writes(on_disk: House) -> None:
    client = on_disk.signed_in(CONVENER)

    with locked(on_disk):
        assert client.get(f"/partnerships/{MAIN}").status_code == 200


def test_no_free_connection_is_told_and_is_no_error_of_ours(on_disk: House) -> None:
    client = on_disk.signed_in(CONVENER)

    with ExitStack() as held:
        for _ in range(database.MOST_CONNECTIONS):
            held.enter_context(on_disk.engine.connect())
        answer = client.get(f"/partnerships/{MAIN}")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert client.get(f"/partnerships/{MAIN}").status_code == 200


def test_a_secret_is_not_written_into_the_page(on_disk: House) -> None:
    client = on_disk.signed_in(CONVENER)
    form = on_disk.form(
        client, tag="email", url="letters://user:hush@mail.example.org", sender="a@example.org"
    )

    with locked(on_disk):
        answer = client.post("/settings/channels", data=form)

    assert answer.status_code == 503
    assert "hush" not in answer.text
    assert "send it again" in answer.text


def test_a_full_disk_is_told_and_keeps_what_was_typed(on_disk: House) -> None:
    client = on_disk.signed_in(CONVENER)
    with on_disk.engine.connect() as connection:  # a file that may not grow answers as a full disk does
        full = connection.exec_driver_sql("PRAGMA page_count").scalar()

    @event.listens_for(on_disk.engine, "checkout")
    def _bound(connection: sqlite3.Connection, *_rest: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {full}")

    form = on_disk.form(client, question=QUESTION, verdict="still open", note="x" * 3900)
    answers = [client.post(ADDRESS, data=form) for _ in range(30)]

    refused = [answer for answer in answers if answer.status_code == 503]
    assert refused
    assert {answer.status_code for answer in answers} == {303, 503}
    assert kept_on(refused[0].text) == form
    assert len(answered(on_disk)) == len(answers) - len(refused)


def test_a_list_is_read_before_the_records_are_held(on_disk: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a workbook took two minutes, and nobody else could store anything meanwhile."""
    client, could_write = on_disk.signed_in(CONVENER), []

    def read(*_given: object) -> NoReturn:
        with closing(sqlite3.connect(str(on_disk.engine.url.database), timeout=0.1)) as other:
            other.execute("BEGIN IMMEDIATE")
            could_write.append(True)
            other.rollback()
        raise BadInput("It was read.")

    monkeypatch.setattr(contacts_file, "read_bytes", read)
    form = on_disk.form(client, action="take")
    files = {"file": ("list.csv", b"name,email\n", "text/csv")}
    answer = client.post(f"/partnerships/{MAIN}/imports", data=form, files=files)

    assert could_write == [True]
    assert "It was read." in answer.text
