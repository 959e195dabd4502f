"""The glossary: each of its words is in use, and what it says is not said to other people is not said."""

import re

from tests.docs.commands import ROOT

ROW = re.compile(r"^\| ([A-Z][^|]*?) \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
ROWS = [
    row for row in ROW.findall((ROOT / "docs/glossary.md").read_text(encoding="utf-8")) if row[0] != "Word"
]
NOT_SAID = {word.lower() for word, _, to_others in ROWS if to_others == "*not said*"}
WHO_RELEASES = "release_request"
"""Goes to whoever releases a letter, and says so."""
KINDS = sorted(
    path for path in (ROOT / "notifications/kinds").glob("*/en.md") if path.parent.name != WHO_RELEASES
)


def test_it_uses_every_word_it_explains() -> None:
    used = "\n".join(
        path.read_text(encoding="utf-8").casefold()
        for folder in ("sectorlaunch", "playbooks", "notifications")
        for ending in ("py", "yaml", "html", "md")
        for path in (ROOT / folder).rglob(f"*.{ending}")
    )
    assert [word for word, *_ in ROWS if word.casefold() not in used] == []


def test_it_says_to_other_people_nothing_that_only_we_say() -> None:
    assert len(NOT_SAID) > 2
    ours = re.compile(rf"\b(?:{'|'.join(sorted(NOT_SAID))})(?:s|es|d)?\b", re.IGNORECASE)
    found = {
        f"{path.parent.name}: {said}"
        for path in KINDS
        for said in ours.findall(re.sub(r"\{[{%].*?[}%]\}", "", path.read_text(encoding="utf-8")))
    }
    assert found == set()
