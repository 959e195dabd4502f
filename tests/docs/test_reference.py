"""The reference says what the code says."""

import pytest

from docs import write_reference
from notifications.rendering import known_kinds
from playbooks.facts import FACTS
from playbooks.model import Anchor, Stop
from sectorlaunch.playbook_vocabulary import AUDIENCES
from sectorlaunch.settings import Settings
from tests.docs.commands import every_command

PAGES = write_reference.pages()


@pytest.mark.parametrize("name", PAGES)
def test_it_is_what_the_code_says(name: str) -> None:
    page = write_reference.FOLDER / name
    written = page.read_text(encoding="utf-8") if page.exists() else ""
    assert written == PAGES[name], (
        f"docs/reference/{name} is behind the code; run `{write_reference.COMMAND}`"
    )


@pytest.mark.parametrize("name", PAGES)
def test_it_says_where_it_comes_from(name: str) -> None:
    assert write_reference.NOTICE in PAGES[name]


def test_it_leaves_no_generated_page_of_something_gone() -> None:
    generated = {
        page.name
        for page in write_reference.FOLDER.glob("*.md")
        if write_reference.NOTICE in page.read_text(encoding="utf-8")
    }
    assert generated == set(PAGES)


def test_it_has_every_command() -> None:
    for path in every_command():
        assert f"### `sector-launch {' '.join(path)}" in PAGES["command-line.md"]


def test_it_has_every_setting() -> None:
    for name in Settings.model_fields:
        assert f"`SECTOR_LAUNCH_{name.upper()}`" in PAGES["settings.md"]


def test_it_has_every_message_kind() -> None:
    for kind in known_kinds():
        assert f"\n## {kind}\n" in PAGES["message-kinds.md"]


def test_it_has_every_fact_and_audience() -> None:
    for fact in FACTS:
        assert f"| `{fact}` |" in PAGES["facts.md"]
    for audience in AUDIENCES:
        assert f"| `{audience}` |" in PAGES["audiences.md"]


def test_it_explains_every_anchor_and_stop_rule() -> None:
    rows = PAGES["playbook-file.md"].splitlines()
    for word in [*Anchor, *Stop]:
        (row,) = [row for row in rows if row.startswith(f"| `{word.value}` |")]
        assert row.split("|")[2].strip(), f"{word.name} in playbooks/model.py lacks its comment"
