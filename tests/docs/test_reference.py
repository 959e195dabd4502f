"""The reference says what the code says."""

import pytest

from docs import write_reference
from notifications.rendering import known_kinds
from playbooks.facts import FACTS
from playbooks.model import Anchor, Stop
from sectorlaunch.playbook_vocabulary import AUDIENCES
from sectorlaunch.settings import Settings
from tests.docs.commands import every_command


@pytest.mark.parametrize("name", write_reference.PAGES)
def test_it_is_what_the_code_says(name: str) -> None:
    page = write_reference.FOLDER / f"{name}.md"
    written = page.read_text(encoding="utf-8") if page.exists() else ""
    assert written == write_reference.page(name), (
        f"docs/reference/{name}.md is behind the code; run `{write_reference.COMMAND}`"
    )


@pytest.mark.parametrize("name", write_reference.PAGES)
def test_it_says_where_it_comes_from(name: str) -> None:
    assert write_reference.NOTICE in write_reference.page(name)


def test_it_leaves_no_generated_page_of_something_gone() -> None:
    generated = {
        page.name
        for page in write_reference.FOLDER.glob("*.md")
        if write_reference.NOTICE in page.read_text(encoding="utf-8")
    }
    assert generated == {f"{name}.md" for name in write_reference.PAGES}


def test_it_has_every_command() -> None:
    for path in every_command():
        assert f"### `sector-launch {' '.join(path)}" in write_reference.page("command-line")


def test_it_has_every_setting() -> None:
    for name in Settings.model_fields:
        assert f"`SECTOR_LAUNCH_{name.upper()}`" in write_reference.page("settings")


def test_it_has_every_message_kind() -> None:
    for kind in known_kinds():
        assert f"\n## {kind}\n" in write_reference.page("message-kinds")


def test_it_has_every_fact_and_audience() -> None:
    for fact in FACTS:
        assert f"| `{fact}` |" in write_reference.page("facts")
    for audience in AUDIENCES:
        assert f"| `{audience}` |" in write_reference.page("audiences")


def test_it_explains_every_anchor_and_stop_rule() -> None:
    rows = write_reference.page("playbook-file").splitlines()
    for word in [*Anchor, *Stop]:
        (row,) = [row for row in rows if row.startswith(f"| `{word.value}` |")]
        assert row.split("|")[2].strip(), f"{word.name} in playbooks/model.py lacks its comment"
