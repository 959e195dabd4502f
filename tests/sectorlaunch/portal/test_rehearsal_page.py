"""The rehearsal, asked for on a page: from the records as they are, in a process of its own, one at a time."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from sectorlaunch import database
from sectorlaunch.export import partnership_as_file
from sectorlaunch.files import contacts_file, partnership_file
from sectorlaunch.files.chosen_playbook import chosen_by
from sectorlaunch.records.launch import Launch
from sectorlaunch.rehearsal.on_request import Rehearsals
from sectorlaunch.tables import Partnership, RoleKind
from tests.cast import LAUNCH_DAY, MONDAY
from tests.sectorlaunch.portal.conftest import MAIN, House, everything

PAGE = f"/partnerships/{MAIN}/rehearsal"
TELLS = "import sys; open(sys.argv[-1], 'w').write('<p>The story</p>')"


@contextmanager
def to_its_end() -> Iterator[None]:
    """Waits for the thread of a rehearsal that was begun meanwhile."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(30)


def walked(rehearsals: Rehearsals, path: Path) -> None:
    with to_its_end():
        assert rehearsals.begin("fernwater", path, 1)


@pytest.fixture
def files(house: House, tmp_path: Path) -> Path:
    with database.reading(house.engine) as session:
        partnership = session.get_one(Partnership, 1)
        return partnership_as_file.write_files(Launch.of_partnership(session, MONDAY, partnership), tmp_path)


def test_it_writes_the_records_as_files_that_can_be_read_again(files: Path) -> None:
    file = partnership_file.read(files, MONDAY.date())
    assert (file.slug, file.launch.date) == (MAIN, LAUNCH_DAY)
    assert [entry.name for kind, _, entry in file.people() if kind is RoleKind.CONVENER] == ["Cora Venner"]
    assert chosen_by(file)[1].key == "sector-launch"
    contacts = contacts_file.read(files.parent / "contacts.csv").contacts
    assert {contact.name for contact in contacts} >= {"Champ One", "Phone Only", "Pub Partner"}
    assert next(c for c in contacts if c.name == "Champ One").relationship_owner == "edda@example.org"


def test_it_aims_half_a_year_ahead_when_the_launch_is_over(house: House, tmp_path: Path) -> None:
    with database.reading(house.engine) as session:
        partnership = session.get_one(Partnership, 1)
        after = datetime(2027, 1, 4, 12, tzinfo=UTC)
        path = partnership_as_file.write_files(Launch.of_partnership(session, after, partnership), tmp_path)
    assert partnership_file.read(path, date(2027, 1, 4)).launch_on(date(2027, 1, 4)) == date(2027, 7, 6)


def test_it_keeps_the_story_and_why_one_failed(tmp_path: Path) -> None:
    rehearsals = Rehearsals(tmp_path)
    path = rehearsals.folder("fernwater") / "partnership.yaml"
    rehearsals.command = (sys.executable, "-c", "raise SystemExit('no such town')")
    walked(rehearsals, path)
    assert rehearsals.status("fernwater").failure == "no such town"
    rehearsals.command = (sys.executable, "-c", TELLS)
    walked(rehearsals, path)
    status = rehearsals.status("fernwater")
    assert (status.is_under_way, status.failure) == (False, "")
    assert rehearsals.story("fernwater") == "<p>The story</p>"


def test_it_walks_one_launch_at_a_time(tmp_path: Path) -> None:
    rehearsals = Rehearsals(tmp_path)
    rehearsals._under_way.add("fernwater")
    assert not rehearsals.begin("fernwater", tmp_path / "partnership.yaml", 1)


def test_it_rehearses_from_the_page_and_changes_nothing(house: House, convener: TestClient) -> None:
    before = everything(house.engine)
    assert "Nothing is sent" in convener.get(PAGE).text
    with to_its_end():
        assert convener.post(PAGE, data=house.form(convener, seed="2")).headers["location"] == PAGE
    assert everything(house.engine) == before


def test_it_looks_again_by_itself_while_one_is_under_way(house: House, convener: TestClient) -> None:
    rehearsals = house.app.state.portal.rehearsals
    rehearsals._under_way.add(MAIN)
    try:
        page = convener.get(PAGE)
    finally:
        rehearsals._under_way.discard(MAIN)
    assert (page.headers["refresh"], "under way" in page.text) == ("3", True)


def test_it_shows_the_story_in_a_frame_that_can_do_nothing(house: House, convener: TestClient) -> None:
    folder = house.app.state.portal.rehearsals.folder(MAIN)
    (folder / "story.html").write_text("<p>Once</p>", encoding="utf-8")
    story = convener.get(f"{PAGE}/story")
    assert ("Once" in story.text, story.headers["content-security-policy"].endswith("sandbox")) == (
        True,
        True,
    )
