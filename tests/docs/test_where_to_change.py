"""The page that names the file for a change: the file is there, and so is what it says to look for."""

import re

import pytest

from tests.docs.commands import ROOT

PAGE = ROOT / "docs" / "concepts" / "where-to-change.md"
ROWS = re.findall(
    r"^\| (?!to change|---)([^|]+) \| \[`([^`]+)`\]\(\.\./\.\./([^)]+)\) \| `([^`]+)` \|$",
    PAGE.read_text(encoding="utf-8"),
    re.MULTILINE,
)
ASKED = (
    "stop reminding people who answered by phone",
    "a new column in the contacts list",
    "another reason to hold a letter",
    "what happens when a champion signs",
)


def test_it_answers_what_is_asked_most_and_ten_more() -> None:
    changes = [row[0] for row in ROWS]
    assert set(ASKED) <= set(changes)
    assert len(set(changes)) == len(changes) == PAGE.read_text(encoding="utf-8").count("\n| ") - 2
    assert len(changes) >= len(ASKED) + 10


@pytest.mark.parametrize(("change", "named", "linked", "sought"), ROWS, ids=[row[0] for row in ROWS])
def test_it_names_a_file_with_what_to_look_for(change: str, named: str, linked: str, sought: str) -> None:
    assert named == linked, change
    assert re.search(rf"(?<!\w){re.escape(sought)}(?!\w)", (ROOT / named).read_text("utf-8"))
