"""The ways through the house, walked for real: the files a page lists are entered, in that order."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType

import pytest
from sqlalchemy import Engine

from sectorlaunch import database
from sectorlaunch.actions import census_loading, people
from sectorlaunch.census import reading
from sectorlaunch.engine import carry_out
from sectorlaunch.files import contacts_file
from tests import cast
from tests.cast import CONVENER, TEAM, Launch
from tests.docs.commands import ROOT
from tests.sectorlaunch.census import conftest as census
from tests.sectorlaunch.census.conftest import LARIMER, WELD, Make

PAGE = ROOT / "docs" / "concepts" / "ways.md"
FILE = re.compile(r"^\d+\. \[`?([\w/]+\.py)`?\]", re.MULTILINE)
MOST_FILES = 10


def listed(heading: str) -> list[str]:
    """The files under a heading of the page, in order."""
    text = PAGE.read_text(encoding="utf-8")
    return FILE.findall(text.partition(f"## {heading}\n")[2].partition("\n## ")[0])


HEADINGS = ("One answer", "A due touch", "An imported row", "A census file")


GUESTS = """\
name,email,phone,title,organisation,sector,role
New Guest,new@example.com,970-555-0199,Owner,New Works,business,business leader
"""


class Walk:
    """Which of our files were entered, each time one calls into another."""

    def __init__(self) -> None:
        self.entered: list[str] = []

    def note(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and (here := name_of(frame)) and self.entered[-1:] != [here]:
            self.entered.append(here)


def assert_passed(heading: str, walk: Walk) -> None:
    """The files of the page are among those that were entered, in the page's order."""
    files = listed(heading)
    assert 3 <= len(files) <= MOST_FILES
    assert len(set(files)) == len(files), "none is visited twice"
    rest = iter(walk.entered)
    assert [file for file in files if file not in rest] == []


def name_of(frame: FrameType) -> str | None:
    path = Path(frame.f_code.co_filename)
    if ROOT not in path.parents:
        return None
    name = path.relative_to(ROOT).as_posix()
    return (
        name
        if name.startswith(("flows/", "tasks/", "sectorlaunch/", "playbooks/", "notifications/"))
        else None
    )


@contextmanager
def walking() -> Iterator[Walk]:
    walk = Walk()
    sys.setprofile(walk.note)
    try:
        yield walk
    finally:
        sys.setprofile(None)


make = census.make
"""Census files that are made up."""


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    return cast.begin(engine, tmp_path)


def test_it_lists_these_ways() -> None:
    headings = re.findall(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert tuple(headings) == HEADINGS


def test_an_answer_takes_its_way(launch: Launch) -> None:
    for name in TEAM[:3]:
        launch.answer(name, "shared-table", "shared-view")
    with walking() as walk:
        launch.answer(TEAM[3], "shared-table", "shared-view")
    assert_passed("One answer", walk)


def test_a_due_touch_takes_its_way(launch: Launch) -> None:
    later = launch.now + timedelta(days=4)
    with walking() as walk, database.unit_of_work(launch.engine, later) as session:
        assert carry_out.due(session, later)
    assert_passed("A due touch", walk)


def test_an_imported_row_takes_its_way(launch: Launch, tmp_path: Path) -> None:
    file = tmp_path / "guests.csv"
    file.write_text(GUESTS, encoding="utf-8")
    with walking() as walk:
        contacts = contacts_file.read(file)
        with database.unit_of_work(launch.engine, launch.now) as session:
            people.import_contacts(session, launch.now, "fernwater", contacts)
    assert_passed("An imported row", walk)


def test_a_census_file_takes_its_way(launch: Launch, make: Make) -> None:
    files = [make(LARIMER), make(WELD)]
    with walking() as walk:
        for read in [reading.read(file) for file in files]:
            launch.do(lambda s, now, read=read: census_loading.load(s, now, launch.run_id, read, by=CONVENER))
    assert_passed("A census file", walk)
