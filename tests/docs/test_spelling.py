"""American English in names, comments and docstrings of the code, in tables and in what files are made of."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import SQLModel

import sectorlaunch.tables  # noqa: F401  fills the metadata
from sectorlaunch.contacts.dialects import ours
from sectorlaunch.files.partnership_fields import PartnershipFile
from tests.docs.commands import ROOT

BRITISH = re.compile(
    r"organis|labour|programme(?!d|r)|colour|centre|behaviour|favour|honour|neighbour|recognis|summaris|initialis|"
    r"serialis|normalis|prioritis|capitalis|anonymis|cancell(?!ation)|catalogue|judgement|personalis|misspelt|\bspelt",
    re.IGNORECASE,
)
THEIRS = re.compile(
    r"StateType\.CANCELL\w+|is_cancell\w+|_?cancelling_observer|Cancelled\w*|CANCELLED|CANCELLING"
)
"""Names of Prefect and of Python's own."""
PACKAGES = ("flows", "tasks", "languages", "playbooks", "notifications", "sectorlaunch", "bench", "docs")
SOURCES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "versions" not in path.parts
]


def names_and_remarks(path: Path) -> Iterator[str]:
    """Every name, comment and docstring of a file; not the words it says to people."""
    text = path.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.NAME, tokenize.COMMENT):
            yield token.string
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node.value.value


@pytest.mark.parametrize("package", PACKAGES)
def test_it_spells_as_americans_do(package: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}: {words[:80]}"
        for path in SOURCES
        if path.is_relative_to(ROOT / package)
        for words in names_and_remarks(path)
        if BRITISH.search(THEIRS.sub("", words))
    }
    assert not found


SAID = [
    path
    for folder in (
        "sectorlaunch/portal/templates",
        "sectorlaunch/papers",
        "notifications",
        "playbooks",
        "examples",
    )
    for ending in ("html", "typ", "yaml", "md")
    for path in sorted((ROOT / folder).rglob(f"*.{ending}"))
    if path.stem not in ("es", "role_sheets.es")
]
READ_IN_BOTH = {
    "meanings.py",
    "ours.py",
    "plain_values.py",
    "model.py",
    "job_titles.py",
    "partnership_fields.py",
    "app.py",
    "people.py",
}
"""They take what was once written, or what others write."""
SAYS_IT_BRITISH = re.compile(rf"{BRITISH.pattern}|\bafterwards\b|\btowards\b|\bper cent\b", re.IGNORECASE)


def test_it_speaks_so_to_people() -> None:
    """Words files, playbooks, pages and papers, and the sentences in code."""
    found = {
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}"
        for path in SAID
        for line in path.read_text(encoding="utf-8").splitlines()
        if SAYS_IT_BRITISH.search(THEIRS.sub("", line))
    }
    for path in SOURCES:
        if path.name in READ_IN_BOTH or not path.is_relative_to(ROOT / "sectorlaunch"):
            continue
        found |= {
            f"{path.relative_to(ROOT)}: {node.value[:80]}"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if SAYS_IT_BRITISH.search(THEIRS.sub("", node.value))
        }
    assert not found


def test_it_names_tables_and_columns_so() -> None:
    names = {table.name for table in SQLModel.metadata.sorted_tables}
    names |= {column.name for table in SQLModel.metadata.sorted_tables for column in table.columns}
    assert not {name for name in names if BRITISH.search(name)}


def test_it_writes_files_so_and_takes_both() -> None:
    assert not [name for name in ours.COLUMNS if BRITISH.search(name)]
    assert ours.column("Organisation") == ours.column("Organization") == "organization"
    assert not [name for name in PartnershipFile.model_fields if BRITISH.search(name)]
