"""The pages written by hand: their commands and links exist, and they keep to American spelling."""

import re
from pathlib import Path

import pytest

from docs import write_reference
from tests.docs.commands import FENCE, PAGES, ROOT, mistake_in, spoken_of

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
INLINE_CODE = re.compile(r"`[^`\n]*`")
BRITISH = re.compile(
    r"\b(labour\w*|(?:re)?organis\w+|programmes?|colour\w*|centre[sd]?|behaviour\w*|favour\w*|honour\w*|neighbour\w*|"
    r"recognis\w+|summaris\w+|initialis\w+|serialis\w+|anonymis\w+|cancelled|cancelling|catalogue\w*|judgement\w*)\b",
    re.IGNORECASE,
)
ID = [str(page.relative_to(ROOT)) for page in PAGES]


def prose_of(page: Path) -> str:
    """The text without code, links' addresses and quoted addresses."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    text = INLINE_CODE.sub("", text)
    return re.sub(r"\]\([^)]*\)", "]", text)


def anchors_of(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=ID)
def test_it_names_commands_and_options_that_exist(page: Path) -> None:
    mistakes = [
        f"sector-launch {' '.join(words)}: {mistake}"
        for words in spoken_of(page.read_text(encoding="utf-8"))
        if (mistake := mistake_in(words))
    ]
    assert not mistakes


@pytest.mark.parametrize("page", PAGES, ids=ID)
def test_it_links_to_what_is_there(page: Path) -> None:
    lost = []
    for address in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if address.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = address.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            lost.append(address)
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=ID)
def test_it_keeps_to_american_spelling(page: Path) -> None:
    assert BRITISH.findall(prose_of(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=ID)
def test_it_does_not_shout(page: Path) -> None:
    assert [line for line in prose_of(page).splitlines() if "!" in line.replace("![", "")] == []


def test_it_is_reached_from_the_contents() -> None:
    contents = ROOT / "docs" / "README.md"
    linked = {(contents.parent / address).resolve() for address in LINK.findall(contents.read_text("utf-8"))}
    decisions = ROOT / "docs" / "decisions"
    pages = {page for page in PAGES if page.is_relative_to(ROOT / "docs")} - {contents}
    assert {page for page in pages if page.parent != decisions} <= linked
    listed = {
        (decisions / address).resolve()
        for address in LINK.findall((decisions / "README.md").read_text("utf-8"))
    }
    assert set(decisions.glob("[0-9]*.md")) <= listed


@pytest.mark.parametrize("page", PAGES, ids=ID)
def test_it_names_files_that_exist(page: Path) -> None:
    tops = "flows|tasks|playbooks|notifications|sectorlaunch|tests|docs|examples|bench"
    named = re.findall(rf"`((?:{tops})/[\w./-]+)`", page.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_its_notice_names_a_command_there_is() -> None:
    target = write_reference.COMMAND.removeprefix("make ")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_it_tells_a_wrong_command_from_a_right_one() -> None:
    assert mistake_in(["status", "--json"]) == ""
    assert mistake_in(["tasks", "high-valley"]) == ""
    assert mistake_in(["statsu"]) == "there is no command statsu"
    assert mistake_in(["status", "--jsno"]) == "status has no option --jsno"


def test_it_finds_commands_in_blocks_and_in_backticks() -> None:
    page = "Say `sector-launch status`.\n\n```sh\n.venv/bin/sector-launch new a.yaml \\\n  --people b.csv  # two files\n```\n"
    assert list(spoken_of(page)) == [["new", "a.yaml", "--people", "b.csv"], ["status"]]


def test_it_takes_a_user_of_the_same_name_for_no_command() -> None:
    page = "```sh\nsudo -u sector-launch tar -x\nsudo -u sector-launch HOME=/a /b/sector-launch doctor\n```\n"
    assert list(spoken_of(page)) == [["doctor"]]
