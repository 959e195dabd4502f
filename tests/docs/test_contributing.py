"""Follows CONTRIBUTING to the letter: a kind and a fact are added by the steps it names, to a copy, and a launch uses them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any, NamedTuple

import pytest

from tests.docs.commands import ROOT
from tests.story.rehearsals import BEGINS_ON, files

PACKAGES = ("languages", "notifications", "playbooks", "sectorlaunch")
FENCE = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
FACT, KIND = "**a fact**", "**a message**"
THREE_WEEKS = ROOT / "tests" / "docs" / "three_weeks.py"
A_MINUTE = 60


class Step(NamedTuple):
    language: str
    path: str
    body: str


def steps(of: str) -> list[Step]:
    """The fences of one paragraph of "To add …", in order: a file to write, lines to put into one, or a command."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## To add …\n")[2]
    _, named, rest = text.partition(f"\n{of}:")
    assert named, f"CONTRIBUTING no longer says how to add {of}"
    part = re.split(r"\n\*\*an? ", rest.replace("\n## ", "\n**a "))[0]
    return [Step(*found) for found in FENCE.findall(part)]


def follow(step: Step, folder: Path) -> None:
    if step.language == "sh":
        subprocess.run(step.body, shell=True, cwd=folder, check=True)
    elif step.language == "diff":
        path = folder / step.path
        path.write_text(patched(path.read_text(encoding="utf-8"), step.body), encoding="utf-8")
    else:
        (folder / step.path).write_text(step.body, encoding="utf-8")


def patched(text: str, diff: str) -> str:
    """The text with the added lines of a diff put among the lines around them, which must be there once."""
    lines = diff.splitlines(keepends=True)
    there = "".join(line[1:] for line in lines if line.startswith(" "))
    assert text.count(there) == 1, f"not there once:\n{there}"
    assert "-" not in {line[0] for line in lines}
    return text.replace(there, "".join(line[1:] for line in lines))


def touched(folder: Path) -> set[str]:
    """Files outside a new folder that differ from the tree, or are new."""
    found = set()
    for package in PACKAGES:
        for path in (folder / package).rglob("*.*"):
            name = path.relative_to(folder)
            if path.is_file() and (
                not (ROOT / name).exists() or path.read_bytes() != (ROOT / name).read_bytes()
            ):
                found.add(name.as_posix())
    return found


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contributed")
    for package in PACKAGES:
        copytree(ROOT / package, folder / package, ignore=ignore_patterns("__pycache__"))
    for step in [*steps(FACT), *steps(KIND)]:
        follow(step, folder)
    return folder


@pytest.fixture(scope="module")
def launch(copy: Path) -> dict[str, Any]:
    walked = subprocess.run(
        [sys.executable, "-B", THREE_WEEKS, files(), BEGINS_ON.isoformat()],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        timeout=10 * A_MINUTE,
        check=False,
    )
    assert walked.returncode == 0, walked.stderr
    found: dict[str, Any] = json.loads(walked.stdout)
    assert Path(found["from"]).is_relative_to(copy)
    return found


def test_it_sends_the_kind_that_was_added(launch: dict[str, Any]) -> None:
    letters = [letter for letter in launch["letters"] if letter[0] == "first-gate"]
    assert {name for _, _, name, _, _ in letters} == {"Edda Teach", "Will Work", "Enid Grow", "Lars Union"}
    for _, state, _, subject, text in letters:
        assert state == "sent"
        assert subject == "Our first gate: One shared table"
        assert "Cora Venner knows what it is good for." in text


def test_it_reads_the_fact_that_was_added_in_a_gate(launch: dict[str, Any]) -> None:
    """Left empty the gate would stay shut."""
    assert launch["seen"]["team.with_a_phone"] == 4
    assert launch["gates"]["shared-table"] == "open"


def test_it_changes_nothing_besides_what_contributing_names(copy: Path) -> None:
    new = "notifications/kinds/first_gate/"
    assert {name for name in touched(copy) if not name.startswith(new)} == {
        "playbooks/facts.py",
        "sectorlaunch/facts/team.py",
        "playbooks/sector_launch.yaml",
    }
