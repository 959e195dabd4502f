"""The ways through the house, walked for real: the files a page lists are passed in that order, each calling the next."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from sqlalchemy import Engine

from bench.census import Cell  # noqa: F401  the cells the census fixtures are made of
from tests import cast
from tests.cast import Launch
from tests.docs.commands import ROOT
from tests.sectorlaunch.census.conftest import LARIMER, Make, make  # noqa: F401  a fixture

PAGE = ROOT / "docs" / "concepts" / "ways.md"
FILE = re.compile(r"^\d+\. \[`?([\w/]+\.py)`?\]", re.MULTILINE)
MOST_FILES = 10


def listed(heading: str) -> list[str]:
    """The files under a heading of the page, in order."""
    text = PAGE.read_text(encoding="utf-8")
    return FILE.findall(text.partition(f"## {heading}\n")[2].partition("\n## ")[0])


HEADINGS = ("One answer", "A due touch", "An imported row", "A census file")


class Walk:
    """Which of our files were entered, in order, and who had entered whom."""

    def __init__(self) -> None:
        self.entered: list[str] = []
        self.calls: set[tuple[str, str]] = set()

    def note(self, frame: FrameType, event: str, _argument: object) -> None:
        here = name_of(frame) if event == "call" else None
        if here is None:
            return
        if here not in self.entered:
            self.entered.append(here)
        below = frame.f_back
        above: set[str] = set()
        while below is not None:
            if (caller := name_of(below)) is not None:
                above.add(caller)
            below = below.f_back
        self.calls |= {(caller, here) for caller in above if caller != here}


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


@pytest.fixture
def launch(_sqlite: object, tmp_path: Path, request: pytest.FixtureRequest) -> Launch:
    engine: Engine = request.getfixturevalue("engine")
    return cast.begin(engine, tmp_path)
